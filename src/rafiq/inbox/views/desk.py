"""The desk: views and teams, a list, a conversation, its customer; whole, or the part that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers.presentation import known_as
from rafiq.inbox import queries, registry, services
from rafiq.inbox.contracts import Verdict, Way
from rafiq.inbox.models import Conversation
from rafiq.inbox.presentation import Place, facts, present, ways
from rafiq.inbox.presentation.places import MOST_ROWS, VIEWS, write_key
from rafiq.inbox.queries.conversations import PAGE
from rafiq.inbox.views import common
from rafiq.platform.ui import paging

PANE = "section#conversation"


class Home(ForAgents):
    """A list with nothing chosen."""

    def get(self, request: AgentRequest) -> HttpResponse:
        place = Place.parse(request.GET)
        context = {"place": place, "pane": _pane(request, default="list")}
        if request.headers.get("HX-Target") == PANE:
            return render(request, "inbox/_open.html", context)
        return render(request, "inbox/desk.html", context | _frame(request, place))


class List(ForAgents):
    """Rows of a list: all that are shown, refetched after a poke, or those `after` the last one."""

    def get(self, request: AgentRequest) -> HttpResponse:
        place = Place.parse(request.GET)
        after = paging.key(request.GET.get("after"))
        limit = PAGE if after else min(max(paging.natural(request.GET.get("rows")) or PAGE, PAGE), MOST_ROWS)
        context = _rows(request, place, after=after, limit=limit)
        return render(request, "inbox/_rows.html", context | {"current": paging.natural(request.GET.get("current"))})


class Views(ForAgents):
    """Views, teams and tags with their counts."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return render(request, "inbox/_views.html", _desk_context(request, Place.parse(request.GET)))


class Conversations(ForAgents):
    """One conversation, on the desk or alone for the page that has the desk already."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        place = Place.parse(request.GET)
        context = _desk_context(request, place) | {"pane": _pane(request, default="conversation"), "current": pk}
        found = _opened(request, pk)
        beside = _beside(request, found)
        told = {"names": context["desk"].names, "verdicts": beside["verdicts"]}
        context |= beside | _told(request, found, **told, since=paging.natural(request.GET.get("message")))
        context |= writing(found.conversation, found.ways)
        if request.headers.get("HX-Target") == PANE:
            return render(request, "inbox/_open.html", context)
        return render(request, "inbox/desk.html", context | _rows(request, place))


class Timeline(ForAgents):
    """What was said and done: refetched `since` the first message shown, or the page `before` one."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        before, since = paging.natural(request.GET.get("before")), paging.natural(request.GET.get("since"))
        found = _opened(request, pk)
        verdicts = registry.verdicts_of([pk])
        context = _told(request, found, names=queries.names(), verdicts=verdicts, before=before, since=since)
        context |= {"place": Place.parse(request.GET), "conversation": found.conversation, "tags": found.tags}
        context |= {"marks": found.marks}
        return render(request, "inbox/_earlier.html" if before else "inbox/_timeline.html", context)


class Details(ForAgents):
    """The customer beside the conversation."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        beside = _beside(request, _opened(request, pk))
        return render(request, "inbox/_details_alone.html", {"place": Place.parse(request.GET), **beside})


class Seen(ForAgents):
    """PUT: the agent has the newest words before their eyes."""

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        upto = paging.natural(common.body(request).get("upto"))
        newest = conversation.messages.filter(kind="INBOUND", pk__lte=upto or 0).order_by("-pk").first()
        if newest is not None:
            services.see(conversation=conversation, upto=newest.pk, by=request.user, at=timezone.now())
        services.see_mentions(agent=request.user, conversation=conversation, at=timezone.now())
        return HttpResponse(status=204)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an empty composer starts with."""

    client_id: str
    text: str = ""
    mode: str = "reply"
    problems: tuple[str, ...] = ()
    way: str = ""
    subject: str | None = None
    cc: str = ""
    template: str = ""
    blanks: tuple[str, ...] = ()


def fresh(mode: str = "reply", *, way: str = "") -> Beginning:
    """Return an empty composer's content, with a new id for what will be sent."""
    return Beginning(client_id=str(uuid4()), mode=mode, way=way)


def writing(conversation: Conversation, there_are: Iterable[Way], beginning: Beginning | None = None) -> dict[str, Any]:
    """Return what the composer needs: what it begins with, the ways an answer can take, and which one it takes."""
    beginning = beginning or fresh()
    filled = ways.Filled(beginning.template, beginning.blanks)
    choices = ways.choices(there_are, chosen=beginning.way, filled=filled, at=timezone.now())
    subject = ways.answering(conversation) if beginning.subject is None else beginning.subject
    return {
        "composer": beginning,
        "ways": choices,
        "way": next((one for one in choices if one.is_chosen), None),
        "subject": subject,
        "adapter": registry.adapter_for(conversation.channel.kind),
    }


def _opened(request: AgentRequest, pk: int) -> queries.Open:
    """Find what somebody wants to look at.

    Raises:
        Http404: if this agent may not see it.
    """
    found = queries.open_conversation(request.user, pk)
    if found is None:
        raise Http404
    return found


def _told(  # the stretch of the timeline is named by two of its ends
    request: AgentRequest,
    found: queries.Open,
    *,
    names: queries.Names,
    verdicts: Mapping[int, Verdict],
    before: int | None = None,
    since: int | None = None,
) -> dict[str, Any]:
    """Read what was said and done."""
    stretch = queries.timeline(found.conversation, before=before, since=since)
    if since and not stretch.first_id:  # no such message; show the newest
        stretch = queries.timeline(found.conversation)
    customer = found.conversation.customer
    telling = facts.Telling(
        names, known_as(customer.shown_name, customer.pk), request.user, verdicts.get(found.conversation.pk),
        known={one.value.casefold() for one in found.identities}, views=_views(stretch),
    )  # fmt: skip
    newest = max((item.id for item in stretch.items if getattr(item, "kind", "") == "INBOUND"), default=0)
    return {
        "stretch": stretch,
        "timeline": present(stretch, telling, own_channel=found.conversation.channel_id, at=timezone.now()),
        "newest": newest,
    }


def _views(stretch: queries.Stretch) -> dict[int, registry.MessageView]:
    said = (item for item in stretch.items if isinstance(item, queries.MessageRow) and item.kind != "NOTE")
    return registry.message_views((row.id, row.channel_kind) for row in said)


def _beside(request: AgentRequest, found: queries.Open) -> dict[str, Any]:
    """Read what stands beside a conversation: its customer and everything there ever was."""
    conversation = found.conversation
    history = queries.conversations_of(request.user, customer_id=conversation.customer_id)
    return {
        "conversation": conversation,
        "tags": found.tags,
        "identities": found.identities,
        "joined_into": found.joined_into,
        "marks": found.marks,
        "history": history,
        "also_open": [row for row in history if not row.resolved_at and row.id != conversation.pk]
        if conversation.is_open
        else [],
        "verdicts": registry.verdicts_of([conversation.pk, *(row.id for row in history)]),
    }


def _frame(request: AgentRequest, place: Place) -> dict[str, Any]:
    return _desk_context(request, place) | _rows(request, place)


def _desk_context(request: AgentRequest, place: Place) -> dict[str, Any]:
    desk = queries.desk(request.user)
    views = [(view, name, icon, desk.counts.get(str(view))) for view, (name, icon) in VIEWS.items()]
    return {
        "place": place, "desk": desk, "views": views, "title": place.title(desk), "inbox_counts": desk.counts
    }  # fmt: skip


def _rows(
    request: AgentRequest, place: Place, *, after: tuple[Any, int] | None = None, limit: int = PAGE
) -> dict[str, Any]:
    found = queries.conversation_list(
        request.user, view=place.view, team_id=place.team_id, tag_id=place.tag_id, kind=place.kind,
        channel_id=place.channel_id, after=after, limit=limit,
    )  # fmt: skip
    is_paged = place.view not in {queries.View.SNOOZED, queries.View.RISK} and len(found) >= limit
    return {"place": place, "rows": found, "more": write_key(found[-1]) if is_paged else "", "is_more": after}


def _pane(request: AgentRequest, *, default: str) -> str:
    asked = request.GET.get("pane", "")
    return asked if asked in {"views", "list", "conversation", "customer"} else default
