"""Lists of conversations: keyset pages over partial indexes, so that a million cost what ten thousand cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import JSONObject

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.inbox.models import Conversation, ConversationQuerySet, ConversationTag, Mention
from rafiq.inbox.queries.rows import ConversationRow

PAGE = 40
COUNT_LIMIT = 100

_COLUMNS = (
    "pk", "customer_id", "customer__name", "channel__kind", "subject", "last_text", "last_kind", "last_at",
    "waiting_since", "snoozed_until", "resolved_at", "assignee_id", "assignee__name", "team__name",
)  # fmt: skip


class View(StrEnum):
    """The lists every agent has."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    MENTIONS = "mentions"
    SNOOZED = "snoozed"
    CLOSED = "closed"


def visible_to(agent: Agent) -> ConversationQuerySet:
    """Limit to the conversations this agent may see. Every other read starts here.

    Those of a private team are seen by its members, by whoever has the conversation, and by supervisors.
    """
    hidden = accounts.hidden_team_ids(agent)
    everything = Conversation.objects.all()
    return everything.filter(Q(team=None) | ~Q(team__in=hidden) | Q(assignee=agent)) if hidden else everything


def may_see(agent: Agent, conversation_ids: Iterable[int]) -> set[int]:
    """Keep the conversations this agent may see."""
    return set(visible_to(agent).filter(pk__in=conversation_ids).values_list("pk", flat=True))


def conversation_list(
    agent: Agent,
    *,
    view: View,
    team_id: int | None = None,
    tag_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[ConversationRow]:
    """List one page of a view, the latest word first; `after` is (last_at, id) of the last row shown.

    Snoozed conversations come with the one that wakes first on top, and are not paged.
    """
    found = _in_view(visible_to(agent), agent, view)
    if team_id is not None:
        found = found.filter(team=team_id)
    if tag_id is not None:
        found = found.filter(pk__in=ConversationTag.objects.filter(tag=tag_id).values("conversation"))
    if view == View.SNOOZED:
        return rows(found.order_by("snoozed_until", "pk")[: limit * 5])
    if after is not None:
        last_at, last_id = after
        found = found.filter(last_at__lte=last_at).exclude(last_at=last_at, pk__gte=last_id)
    return rows(found.order_by("-last_at", "-pk")[:limit])


def counts(agent: Agent) -> dict[str, int]:
    """Count the views that call for work, in one statement; each stops at 100, shown as "99+"."""
    seen = visible_to(agent)
    views = {view: _in_view(seen, agent, view) for view in (View.MINE, View.UNASSIGNED, View.OPEN, View.SNOOZED)}
    parts, parameters = [], []
    for found in [*views.values(), Mention.objects.filter(agent=agent, seen_at=None)]:
        sql, values = found.order_by().values("pk")[:COUNT_LIMIT].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS one)")  # the ORM's own SQL, parameters apart
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        numbers = cursor.fetchone()
    return dict(zip([*map(str, views), str(View.MENTIONS)], numbers, strict=True))


def conversations_of(agent: Agent, *, customer_id: int, limit: int = 20) -> list[ConversationRow]:
    """List everything said with one customer, the latest first."""
    return rows(visible_to(agent).filter(customer=customer_id).order_by("-last_at")[:limit])


def rows(found: ConversationQuerySet) -> list[ConversationRow]:
    """Freeze conversations into rows, their tags with one more statement."""
    plain = list(found.values_list(*_COLUMNS))
    tags = _tags_of([row[0] for row in plain])
    return [ConversationRow(*row[:12], row[12] or "", row[13] or "", tags.get(row[0], ())) for row in plain]


def _tags_of(conversation_ids: list[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    pairs = (
        ConversationTag.objects.filter(conversation__in=conversation_ids)
        .values_list("conversation")
        .annotate(tags=ArrayAgg(JSONObject(name="tag__name", hue="tag__hue"), order_by=F("tag__name")))
    )
    return {pk: tuple((tag["name"], tag["hue"]) for tag in tags) for pk, tags in pairs}


def _in_view(found: ConversationQuerySet, agent: Agent, view: View) -> ConversationQuerySet:
    match view:
        case View.MINE:
            return found.awake().filter(assignee=agent)
        case View.UNASSIGNED:
            return found.awake().filter(assignee=None)
        case View.OPEN:
            return found.awake()
        case View.SNOOZED:
            return found.filter(snoozed_until__isnull=False)
        case View.CLOSED:
            return found.filter(resolved_at__isnull=False)
        case View.MENTIONS:
            return found.filter(pk__in=Mention.objects.filter(agent=agent).values("conversation"))
