"""What is promised just now: to whom, by when; what is due first on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox
from rafiq.promises.models import Promise

PAGE = 50

_COLUMNS = (
    "pk", "conversation_id", "kind", "round", "target", "due_at", "warn_at", "paused_at", "remaining", "broken_at",
    "version__name", "conversation__customer_id", "called", "conversation__subject", "conversation__team__name",
    "conversation__assignee__name", "conversation__channel__kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """One line of the list of open promises."""

    id: int
    conversation_id: int
    kind: str
    round: int
    target: int
    due_at: datetime | None
    warn_at: datetime | None
    paused_at: datetime | None
    remaining: int | None
    broken_at: datetime | None
    policy: str
    customer_id: int
    customer_name: str
    subject: str
    team_name: str | None
    assignee_name: str | None
    channel_kind: str

    @property
    def is_paused(self) -> bool:
        """Test whether its clock stands still."""
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open promises: a kind, a team; `state` is RISK (or broken), BROKEN, PAUSED, or "" for all that run."""

    kind: str = ""
    team_id: int | None = None
    state: str = ""


def open_promises(
    agent: Agent, wanted: Wanted, *, at: datetime, after: tuple[datetime, int] | None = None, limit: int = PAGE
) -> list[OpenPromise]:
    """List one page of what is owed in conversations this agent may see, what is due (or was paused) first on top.

    `after` is (moment, id) of the last line shown.
    """
    moment = "paused_at" if wanted.state == "PAUSED" else "due_at"
    found = Promise.objects.filter(_of(wanted, at=at), ended_at=None, conversation__in=inbox.visible_to(agent))
    if after is not None:
        since, last_id = after
        found = found.filter(**{f"{moment}__gte": since}).exclude(**{moment: since, "pk__lte": last_id})
    called = Coalesce(NullIf("conversation__customer__name", Value("")), "conversation__customer__known_by")
    rows: Any = found.annotate(called=called).order_by(F(moment).asc(nulls_last=True), "pk").values_list(*_COLUMNS)
    return [OpenPromise(*row) for row in rows[:limit]]


def _of(wanted: Wanted, *, at: datetime) -> Q:
    states = {
        "PAUSED": Q(paused_at__isnull=False),
        "BROKEN": Q(paused_at=None, due_at__lt=at),
        "RISK": Q(paused_at=None, warn_at__lte=at),
    }
    found = states.get(wanted.state, Q(paused_at=None, due_at__isnull=False))
    if wanted.kind:
        found &= Q(kind=wanted.kind)
    if wanted.team_id is not None:
        found &= Q(conversation__team=wanted.team_id)
    return found
