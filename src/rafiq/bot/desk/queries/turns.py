"""Transcripts: what was asked, what was made of it, what a person says about that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from rafiq.accounts.models import Agent
from rafiq.bot.models import Turn
from rafiq.inbox import queries as inbox

PAGE = 30
MOST_OF_ONE = 200
ANSWERS = (Turn.Kind.ANSWER, Turn.Kind.INTENT, Turn.Kind.ACTION)
FILTERS: dict[str, Q] = {
    "answered": Q(kind__in=ANSWERS),
    "abstained": Q(kind=Turn.Kind.ABSTAIN),
    "handed_over": Q(kind=Turn.Kind.HAND_OVER),
    "wrong": Q(corrected_at__isnull=False),
    "unhelpful": Q(verdict=Turn.Verdict.DID_NOT),
}
"""Names of filters, as they stand in addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which turns to list; `sessions` are those behind a number of the dashboard."""

    only: str = ""
    language: str = ""
    channel_id: int | None = None
    sessions: Sequence[int] | None = None
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One turn in a list."""

    pk: int
    conversation_id: int
    called: str
    channel_kind: str
    asked: str
    kind: str
    said: str
    language: str
    verdict: str
    corrected_at: datetime | None
    taken_at: datetime

    @property
    def kind_label(self) -> str:
        """What the bot did, in the reader's words."""
        return str(Turn.Kind(self.kind).label)


def visible_to(agent: Agent) -> QuerySet[Turn]:
    """Limit to turns of conversations this agent may see."""
    if agent.is_supervisor:
        return Turn.objects.all()
    return Turn.objects.filter(session__conversation__in=inbox.visible_to(agent))


def page(agent: Agent, wanted: Wanted, *, limit: int = PAGE) -> list[Row]:
    """List turns, the newest first, with one statement."""
    found = visible_to(agent).exclude(kind=Turn.Kind.PASSED).filter(FILTERS.get(wanted.only, Q()))
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.channel_id is not None:
        found = found.filter(message__channel=wanted.channel_id)
    if wanted.sessions is not None:
        found = found.filter(session__in=wanted.sessions)
    if wanted.after is not None:
        moment, pk = wanted.after
        found = found.filter(taken_at__lte=moment).exclude(taken_at=moment, pk__gte=pk)
    return [_row(one) for one in _columns(found).order_by("-taken_at", "-pk")[:limit]]


def of_conversation(agent: Agent, conversation_id: int) -> list[Turn]:
    """Return all turns of one conversation in their order, with what was said; nothing if the agent may not see it."""
    found = visible_to(agent).filter(session__conversation=conversation_id)
    return list(found.select_related("message", "answer", "corrected_by", "snippet").order_by("pk")[:MOST_OF_ONE])


def _columns(found: QuerySet[Turn]) -> QuerySet[Turn, tuple[Any, ...]]:
    called = Coalesce(
        NullIf("session__conversation__customer__name", Value("")), "session__conversation__customer__known_by"
    )
    return found.annotate(called=called).values_list(
        "pk", "session__conversation_id", "called", "message__channel__kind", "message__text", "kind", "said__text",
        "language", "verdict", "corrected_at", "taken_at",
    )  # fmt: skip


def _row(one: tuple[Any, ...]) -> Row:
    return Row(one[0], one[1], one[2] or "", one[3], one[4], one[5], str(one[6] or ""), *one[7:])
