"""Lists of conversations: keyset pages over partial indexes, so that a million cost what ten thousand cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.inbox import registry
from rafiq.inbox.models import Channel, Conversation, ConversationQuerySet, ConversationTag, Mention
from rafiq.inbox.queries.rows import ConversationRow

PAGE = 40

_COLUMNS = (
    "pk", "customer_id", "called", "channel__kind", "subject", "last_text", "last_kind", "last_at",
    "waiting_since", "snoozed_until", "resolved_at", "assignee_id", "assignee__name", "team__name", "tagged",
)  # fmt: skip


class View(StrEnum):
    """The lists every agent has."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    RISK = "risk"
    MENTIONS = "mentions"
    SNOOZED = "snoozed"
    CLOSED = "closed"


def visible_to(agent: Agent) -> ConversationQuerySet:
    """Limit to the conversations this agent may see. Every other read starts here.

    Those of a private team are seen by its members, by whoever has the conversation, and by supervisors.
    """
    everything = Conversation.objects.all()
    if agent.is_supervisor:
        return everything
    hidden = accounts.hidden_teams(agent).values("pk")
    return everything.filter(Q(team=None) | ~Q(team__in=hidden) | Q(assignee=agent))


def may_see(agent: Agent, conversation_ids: Iterable[int]) -> set[int]:
    """Keep the conversations this agent may see."""
    return set(visible_to(agent).filter(pk__in=conversation_ids).values_list("pk", flat=True))


def conversation_list(  # noqa: PLR0913  # one for each way to narrow a list
    agent: Agent,
    *,
    view: View,
    team_id: int | None = None,
    tag_id: int | None = None,
    kind: str = "",
    channel_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[ConversationRow]:
    """List one page of a view, the latest word first; `after` is (last_at, id) of the last row shown.

    Snoozed conversations come with the one that wakes first on top, those at risk with what is due first; neither are
    paged.
    """
    found = in_view(visible_to(agent), agent, view)
    if team_id is not None:
        found = found.filter(team=team_id)
    if tag_id is not None:
        found = found.filter(pk__in=ConversationTag.objects.filter(tag=tag_id).values("conversation"))
    if channel_id is not None:
        found = found.filter(channel=channel_id)
    elif kind:
        found = found.filter(channel__in=Channel.objects.filter(kind=kind).values("pk"))
    if view == View.SNOOZED:
        return rows(found.order_by("snoozed_until", "pk")[: limit * 5])
    if view == View.RISK:
        return rows(found[: limit * 5])
    if after is not None:
        last_at, last_id = after
        found = found.filter(last_at__lte=last_at).exclude(last_at=last_at, pk__gte=last_id)
    return rows(found.order_by("-last_at", "-pk")[:limit])


def conversations_of(agent: Agent, *, customer_id: int, limit: int = 20) -> list[ConversationRow]:
    """List everything said with one customer, the latest first."""
    return rows(visible_to(agent).filter(customer=customer_id).order_by("-last_at")[:limit])


def open_conversations_of(agent: Agent, *, organisation_id: int, limit: int = 20) -> list[ConversationRow]:
    """List what is open with the people of one company, the latest first."""
    found = visible_to(agent).open().filter(customer__organisation=organisation_id)
    return rows(found.order_by("-last_at")[:limit])


def rows(found: ConversationQuerySet) -> list[ConversationRow]:
    """Freeze conversations and their tags into rows, with one statement."""
    return [row for row, _ in rows_with(found)]


def rows_with(found: ConversationQuerySet, *annotated: str) -> list[tuple[ConversationRow, tuple[Any, ...]]]:
    """Freeze conversations into rows, each beside the values of further annotations."""
    called = Coalesce(NullIf("customer__name", Value("")), "customer__known_by")
    marks = registry.mark_columns()
    named = (*_COLUMNS, *marks)
    plain = found.annotate(called=called, tagged=ArraySubquery(_tags()), **marks).values_list(*named, *annotated)
    return [(_row(one[: len(named)]), one[len(named) :]) for one in plain]


def _row(one: tuple[Any, ...]) -> ConversationRow:
    tags = tuple((tag["name"], tag["hue"]) for tag in one[14])
    return ConversationRow(*[*one[:12], one[12] or "", one[13] or "", tags, registry.marked(one[15:])])


def in_view(found: ConversationQuerySet, agent: Agent, view: View) -> ConversationQuerySet:
    """Limit to the conversations of one of the lists every agent has."""
    match view:
        case View.MINE | View.UNASSIGNED:
            return found.awake().filter(assignee=agent if view == View.MINE else None)
        case View.OPEN:
            return found.awake()
        case View.RISK:
            return registry.at_risk(found.open())
        case View.SNOOZED:
            return found.filter(snoozed_until__isnull=False)
        case View.CLOSED:
            return found.filter(resolved_at__isnull=False)
        case View.MENTIONS:
            return found.filter(pk__in=Mention.objects.filter(agent=agent).values("conversation"))


def _tags() -> QuerySet[Any, Any]:
    """Select the tags of an outer conversation as JSON."""
    tags = ConversationTag.objects.filter(conversation=OuterRef("pk")).order_by("tag__name")
    return tags.values(json=JSONObject(name="tag__name", hue="tag__hue"))
