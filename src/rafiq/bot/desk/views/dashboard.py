"""How the bot does: what was resolved, handed over, not known and wrong; how fast; and what it saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.models import Language, Role
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.bot import queries as bot
from rafiq.bot import services
from rafiq.bot.desk import charts, figures
from rafiq.bot.desk.forms.behaviour import Minutes
from rafiq.bot.desk.queries import dashboard
from rafiq.bot.desk.queries.dashboard import OUTCOMES, Cell, Wanted
from rafiq.inbox.models import Channel
from rafiq.platform import calendars, text
from rafiq.platform.ui import pages

MOST_PROMISES = 20
SPANS = (4, 12, 26)
USUAL = 12
LABELS = {
    "resolved": gettext_lazy("Resolved without a person"), "handed_over": gettext_lazy("Handed over"),
    "abstained": gettext_lazy("Did not know"), "wrong": gettext_lazy("Wrong or not helpful"),
}  # fmt: skip


def weeks_of(said: Mapping[str, str]) -> int:
    """Read how many weeks are looked at."""
    return next((span for span in SPANS if said.get("weeks") == str(span)), USUAL)


def wanted_of(request: AgentRequest, said: Mapping[str, str]) -> Wanted:
    """Read time, language and channel from an address; nonsense narrows nothing."""
    agent, channel = request.user, said.get("channel", "")
    starts = figures.week_starts(
        at=timezone.now(), weeks=weeks_of(said), language=agent.language, zone=agent.time_zone
    )  # fmt: skip
    is_number = channel.isascii() and channel.isdigit() and len(channel) < 18
    language = said.get("language", "")
    return Wanted(
        starts=starts, language=language if language in Language.values else "",
        channel_id=int(channel) if is_number else None,
    )  # fmt: skip


class Dashboard(ForSupervisors):
    """GET: the figures; POST: how many minutes an answer costs an agent (administrators)."""

    needs_to_change = Role.ADMINISTRATOR

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(request, Minutes(initial={"minutes": bot.settings().minutes}))

    def post(self, request: AgentRequest) -> HttpResponse:
        form = Minutes(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        services.save_settings({"minutes": form.cleaned_data["minutes"]}, at=timezone.now())
        messages.success(request, _("The minutes were saved."))
        return pages.go(request, reverse("bot_settings:dashboard"))

    def _page(self, request: AgentRequest, form: Minutes, *, status: int = 200) -> HttpResponse:
        said = {name: str(value) for name, value in request.GET.items()}
        wanted = wanted_of(request, said)
        channels = list(Channel.objects.order_by("name", "pk"))
        context = {
            "section": "dashboard", "form": form, "said": said, "span": weeks_of(said), "spans": SPANS,
            "languages": Language.choices, "channels": channels, "wanted": wanted,
            **_promises(request),
            **told(request, wanted, said, {one.pk: one.name for one in channels}),
        }  # fmt: skip
        return pages.show(request, "bot/desk/dashboard.html", context, status=status)


def told(
    request: AgentRequest, wanted: Wanted, said: Mapping[str, str], channels: Mapping[int, str]
) -> dict[str, Any]:  # fmt: skip
    """Return all that the page tells, from two statements."""
    cells, speed = dashboard.cells(request.user, wanted), dashboard.speed(request.user, wanted)
    language = request.user.language
    address = _addresses(said, wanted)
    weeks = _folded(cells, lambda one: one.week)
    starts = wanted.starts[:-1]
    counts = [weeks.get(place, Counter()) for place in range(len(starts))]
    is_rtl = text.language_direction(language) == "rtl"
    names = dict(Language.choices)
    saved = sum(one.answers for one in cells if one.outcome == "resolved")
    minutes = bot.settings().minutes
    total = sum(one.conversations for one in cells)
    return {
        "total": total, "is_rtl": is_rtl,
        "tiles": _tiles(_summed(cells), total, address),
        "columns": _columns(counts, starts, request, is_rtl=is_rtl),
        "weeks": _table([_day(request, start) for start in starts], counts, address, "week", range(len(starts))),
        "by_language": _named(_folded(cells, lambda one: one.language), names, address, "language"),
        "by_channel": _named(_folded(cells, lambda one: one.channel_id), channels, address, "channel"),
        "speed": speed, "median": _duration(speed.median, language), "slowest": _duration(speed.slowest, language),
        "suggestions": figures.Share(speed.used, speed.suggested), "saved": saved, "minutes": minutes,
        "saved_hours": text.number(saved * minutes / 60, language=language, decimals=1), "labels": LABELS,
    }  # fmt: skip


def _promises(request: AgentRequest) -> dict[str, Any]:
    """Return what the bot promised and is not kept yet, what is due first on top."""
    owed, at = bot.open_promises(request.user), timezone.now()
    return {"promises": owed[:MOST_PROMISES], "owed": owed.count(), "late": bot.overdue(owed, at=at).count(), "at": at}


def _summed(cells: Sequence[Cell]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in cells:
        found[one.outcome] += one.conversations
    return found


def _folded(cells: Sequence[Cell], key: Any) -> dict[Any, Counter[str]]:  # noqa: ANN401  # a function of a cell
    found: dict[Any, Counter[str]] = {}
    for one in cells:
        found.setdefault(key(one), Counter())[one.outcome] += one.conversations
    return found


def _addresses(said: Mapping[str, str], wanted: Wanted) -> Any:  # noqa: ANN401  # a function
    """Return what writes the address of the conversations behind a number."""
    kept = {"weeks": said.get("weeks", ""), "language": wanted.language, "channel": wanted.channel_id or ""}

    def address(outcome: str, **more: object) -> str:
        given = {name: value for name, value in {**kept, "outcome": outcome, **more}.items() if value not in {"", None}}
        return f"{reverse('bot_settings:transcripts')}?{urlencode(given)}"

    return address


def _tiles(counts: Counter[str], total: int, address: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # see above
    return [
        {"kind": kind, "label": LABELS[kind], "share": figures.Share(counts[kind], total), "href": address(kind)}
        for kind in OUTCOMES
    ]


def _columns(
    counts: Sequence[Counter[str]], starts: Sequence[Any], request: AgentRequest, *, is_rtl: bool
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the columns of the chart with words under as many as have room."""
    every = max(1, len(starts) // 4)
    drawn = charts.columns(counts, OUTCOMES, is_rtl=is_rtl)
    return [
        {"column": column, "day": _day(request, start) if column.place % every == 0 else ""}
        for column, start in zip(drawn, starts, strict=True)
    ]


def _table(
    names: Sequence[str], counts: Sequence[Counter[str]], address: Any, key: str, values: Sequence[Any]  # noqa: ANN401
) -> list[dict[str, Any]]:  # fmt: skip
    """Return a line a name: how many of each outcome, with the address of what is behind."""
    return [
        {
            "name": name, "total": sum(count.values()),
            "cells": [
                {"share": figures.Share(count[kind], sum(count.values())), "href": address(kind, **{key: value})}
                for kind in OUTCOMES
            ],
        }
        for name, count, value in zip(names, counts, values, strict=True)
    ]  # fmt: skip


def _named(
    folded: Mapping[Any, Counter[str]], names: Mapping[Any, Any], address: Any, key: str  # noqa: ANN401
) -> list[dict[str, Any]]:  # fmt: skip
    order = sorted(folded, key=lambda one: -sum(folded[one].values()))
    shown = [str(names.get(one) or "—") for one in order]
    return _table(shown, [folded[one] for one in order], address, key, order)


def _day(request: AgentRequest, moment: Any) -> str:  # noqa: ANN401  # a moment
    agent = request.user
    return calendars.format_date(
        moment, calendar=agent.calendar, language=agent.language, style="day", zone=agent.time_zone
    )


def _duration(seconds: float | None, language: str) -> str:
    return "—" if seconds is None else calendars.duration(timedelta(seconds=max(1, seconds)), language=language)
