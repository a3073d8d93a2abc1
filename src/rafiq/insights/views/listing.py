"""The conversations behind a number, and the same as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import exporting
from rafiq.inbox import queries as inbox
from rafiq.inbox.queries import ConversationRow
from rafiq.insights import pictures, queries, words
from rafiq.insights.asking import Asked
from rafiq.insights.models import Fact
from rafiq.insights.queries import MEASURES, Dimension, Names
from rafiq.insights.queries.listing import Facts
from rafiq.insights.queries.wanted import Clock
from rafiq.insights.report import Asked as Place
from rafiq.insights.statistics import Quantile
from rafiq.insights.views import common
from rafiq.platform import calendars
from rafiq.platform.ui import paging

PAGE: Final = 50
USUAL: Final = "begun"
_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One round of a conversation on the list."""

    fact: Fact
    conversation: ConversationRow
    first: str
    resolved: str
    person: str
    team: str


class Conversations(ForAgents):
    """A page of the list; what comes after it is fetched by itself."""

    def get(self, request: AgentRequest) -> HttpResponse:
        where = common.place()
        asked, measure = common.asked_by(request, where), _measure(request)
        moment = MEASURES[measure].moment
        found = _found(request, asked, measure, where)
        page = list(_after(found, moment, request.GET.get("after", "")).order_by(f"-{moment}", "-pk")[:PAGE])
        names = queries.names(request.user, common.channel_names())
        more = f"{getattr(page[-1], moment).isoformat()},{page[-1].pk}" if len(page) == PAGE else ""
        query = asked.query(measure=measure, **_narrower(request))
        context = {
            "rows": _rows(request, page, names, asked.wanted.clock), "label": words.LABELS[measure], "query": query,
            "back": asked.query(), "more": more, "days": _days(request, asked, moment), "narrowed": _told(asked, names),
        }  # fmt: skip
        template = "insights/_rows.html" if request.GET.get("after") else "insights/conversations.html"
        return render(request, template, context)


class Export(ForAgents):
    """The same list, whole."""

    def get(self, request: AgentRequest) -> StreamingHttpResponse:
        where = common.place()
        asked, measure = common.asked_by(request, where), _measure(request)
        found = _found(request, asked, measure, where).order_by(MEASURES[measure].moment, "pk")
        names = queries.names(request.user, common.channel_names())
        lines = exporting.table(_head(), _cells(found, names, zone=request.user.time_zone))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="performance-{asked.wanted.first:%Y-%m-%d}.csv"'
        response["Cache-Control"] = "no-store"
        return response


def _measure(request: AgentRequest) -> str:
    given = request.GET.get("measure", "")
    return given if given in MEASURES else USUAL


def _narrower(request: AgentRequest) -> dict[str, int | None]:
    """Read an hour, a weekday, and the buckets of a wait."""
    limits = {"hour": 23, "weekday": 6, "low": 10_000, "high": 10_000}
    given = {name: paging.natural(request.GET.get(name)) for name in limits}
    return {name: value if value is not None and value <= limits[name] else None for name, value in given.items()}


def _found(request: AgentRequest, asked: Asked, measure: str, where: Place) -> Facts:
    more = _narrower(request)
    low, high = more["low"], more["high"]
    return queries.listed(
        request.user, asked.wanted, measure, zone=where.zone, today=where.today, hour=more["hour"],
        weekday=more["weekday"], buckets=None if low is None or high is None else (low, high),
    )  # fmt: skip


def _after(found: Facts, moment: str, given: str) -> Facts:
    """Limit to what comes after the last row shown; nonsense limits nothing."""
    last = paging.key(given)
    if last is None:
        return found
    at, pk = last
    return found.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=pk))


def _rows(request: AgentRequest, page: list[Fact], names: Names, clock: Clock) -> list[Row]:
    ids = {one.conversation_id for one in page}
    found = {row.id: row for row in inbox.conversation_rows(inbox.visible_to(request.user).filter(pk__in=ids))}
    suffix = "seconds" if clock is Clock.WALL else "business"
    return [
        Row(
            one, found[one.conversation_id], words.lasted(Quantile(getattr(one, f"first_{suffix}"))),
            words.lasted(Quantile(getattr(one, f"resolved_{suffix}"))), names.of(Dimension.AGENT, one.agent),
            names.of(Dimension.TEAM, one.team),
        )
        for one in page if one.conversation_id in found
    ]  # fmt: skip


def _days(request: AgentRequest, asked: Asked, moment: str) -> tuple[str, str]:
    wanted = asked.wanted
    return pictures.day_name(wanted.first, request.user), pictures.day_name(wanted.last, request.user)


def _told(asked: Asked, names: Names) -> list[str]:
    return [names.of(one, value) for one, value in asked.wanted.filters.items()]


def _head() -> list[str]:
    return [
        _("Conversation"), _("Round"), _("Begun"), _("Team"), _("Agent"), _("Channel"), _("Language"),
        _("First answer"), _("First answered by"), _("First answer, seconds"), _("First answer, business seconds"),
        _("Resolved"), _("Resolution, seconds"), _("Resolution, business seconds"), _("Answers by people"),
        _("Answers by the chatbot"), _("Times handed on"), _("Resolved at the first answer"),
        _("Opened again within 7 days"), _("By the chatbot alone"), _("Closed without an answer"), _("Rating"),
    ]  # fmt: skip


def _cells(found: Facts, names: Names, *, zone: str) -> Iterator[list[object]]:
    for one in found.iterator(chunk_size=_AT_ONCE):
        yield [
            one.conversation_id, one.number, _moment(one.opened_at, zone), names.of(Dimension.TEAM, one.team),
            names.of(Dimension.AGENT, one.agent), names.of(Dimension.CHANNEL, one.channel), one.language,
            _moment(one.first_at, zone), names.of(Dimension.AGENT, one.answerer) if one.first_at else "",
            *map(_known, (one.first_seconds, one.first_business)), _moment(one.resolved_at, zone),
            *map(_known, (one.resolved_seconds, one.resolved_business)), one.answers, one.bot_answers, one.transfers,
            int(one.is_first_contact), int(one.came_back), int(one.is_by_bot), int(one.left_seconds is not None),
            one.rating or "",
        ]  # fmt: skip


def _moment(moment: datetime | None, zone: str) -> str:
    """Write a moment for machines, on the reader's wall."""
    return calendars.local(moment, zone=zone).replace(tzinfo=None).isoformat(" ", "seconds") if moment else ""


def _known(seconds: int | None) -> object:
    return "" if seconds is None else seconds
