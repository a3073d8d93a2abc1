"""The board as it is now: queues, who waits, what is at risk, who does what. Some twenty-five statements, always."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber

from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation, ConversationQuerySet
from rafiq.platform import text
from rafiq.promises import queries as promises
from rafiq.promises.models import Promise
from rafiq.routing.models import Entry
from rafiq.routing.queries import overview
from rafiq.workforce import queries as workforce

ROWS: Final = 25
HELD: Final = 4
PEOPLE: Final = 40
UNQUEUED: Final = 0
_ORDER: Final = {"ONLINE": 0, "AWAY": 1, "OFF": 2}
_CALLED: Final = Coalesce(NullIf("customer__name", Value("")), "customer__known_by")


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One conversation that waits for a person; `queue` is "" where it stands in none, `offered_to` who is asked."""

    id: int
    customer_id: int
    customer_name: str
    words: str
    channel_kind: str
    since: datetime
    queue: str
    team: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait (in no queue, where that is what is told), and since when the first does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One conversation an agent has; `since` the customer waits, None: the agent waits for the customer."""

    id: int
    customer_id: int
    customer_name: str
    channel_kind: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one agent does; `seat` is None where routing knows nothing of them. `more` conversations are not named."""

    at_work: workforce.AgentAtWork
    seat: overview.SeatNow | None
    held: tuple[HeldRow, ...]
    holds: int
    skills: tuple[tuple[str, int], ...]

    @property
    def more(self) -> int:
        """How many conversations are not named."""
        return max(0, self.holds - len(self.held))


@dataclass(frozen=True, slots=True)
class Now:
    """Everything; `risk` counts what is at risk and not broken yet."""

    queues: list[overview.QueueNow]
    unqueued: Waiting
    rows: list[WaitingRow]
    risk: int
    broken: int
    owed: list[promises.OpenPromise]
    people: list[PersonRow]
    here: int
    away: int
    found: int

    @property
    def waiting(self) -> int:
        """How many wait for a person, in queues and out of them."""
        return self.unqueued.count + sum(one.waiting for one in self.queues)

    @property
    def oldest(self) -> datetime | None:
        """Since when the one who came first waits."""
        return min(filter(None, (self.unqueued.oldest, *(one.oldest for one in self.queues))), default=None)


def now(
    reader: Agent, *, at: datetime, queue_id: int | None = None, team_id: int | None = None, name: str = "",
    people: int = PEOPLE,
) -> Now:  # fmt: skip
    """Read the board for somebody who steers: who waits in one queue (0: in none), a team's agents, or of a name."""
    at_work = workforce.available_agents(at=at, team_ids=[team_id] if team_id else None, only_online=False)
    shown = [one for one in at_work if not name or text.fold(name) in text.fold(one.name)]
    shown.sort(key=lambda one: (_ORDER[one.availability], text.sort_key(one.name)))
    risk, broken = _owed()
    return Now(
        queues=overview.queues_now(), unqueued=_unqueued(), rows=_rows(queue_id), risk=risk, broken=broken,
        owed=promises.open_promises(reader, promises.Wanted(state="RISK", team_id=team_id), at=at, limit=12),
        people=_people(shown[:people]), here=sum(one.is_online and not one.is_absent for one in at_work),
        away=sum(one.availability == "AWAY" for one in at_work), found=len(shown),
    )  # fmt: skip


def out_of_queues() -> ConversationQuerySet:
    """Select those who wait for a person and stand in no queue."""
    standing = Entry.objects.filter(conversation=OuterRef("pk"), state__in=("WAITING", "OFFERED"))
    return Conversation.objects.waiting().filter(~Exists(standing), assignee=None)


def _unqueued() -> Waiting:
    found = out_of_queues().aggregate(count=Count("pk"), oldest=Min("waiting_since"))
    return Waiting(found["count"], found["oldest"])


def _rows(queue_id: int | None) -> list[WaitingRow]:
    """List who has waited longest. One statement for each of the two sorts: in a queue, in none."""
    queued = [] if queue_id == UNQUEUED else _queued(queue_id)
    free = [] if queue_id else _free()
    return sorted([*queued, *free], key=lambda one: one.since)[:ROWS]


def _queued(queue_id: int | None) -> list[WaitingRow]:
    found = Entry.objects.filter(state__in=("WAITING", "OFFERED"))
    found = found.filter(queue=queue_id) if queue_id else found
    called = Coalesce(NullIf("conversation__customer__name", Value("")), "conversation__customer__known_by")
    columns = (
        "conversation_id", "conversation__customer_id", "called", "conversation__subject", "conversation__last_text",
        "conversation__channel__kind", "entered_at", "queue__name", "conversation__team__name",
    )  # fmt: skip
    rows: Any = found.annotate(called=called).order_by("entered_at", "pk").values_list(*columns)[:ROWS]
    return [_waiting(*row) for row in rows]


def _free() -> list[WaitingRow]:
    columns = (
        "pk", "customer_id", "called", "subject", "last_text", "channel__kind", "waiting_since", "none", "team__name",
    )  # fmt: skip
    found = out_of_queues().annotate(called=_CALLED, none=Value(""))
    return [_waiting(*row) for row in found.order_by("waiting_since", "pk").values_list(*columns)[:ROWS]]


def _waiting(pk: int, customer_id: int, called: str, subject: str, last: str, *rest: Any) -> WaitingRow:  # noqa: ANN401
    kind, since, queue, team = rest
    return WaitingRow(pk, customer_id, called, subject or last, kind, since, queue, team or "")


def _owed() -> tuple[int, int]:
    """Count what is at risk, and what is broken and still owed."""
    noted = Q(warned_at__isnull=False) | Q(broken_at__isnull=False)
    found = Promise.objects.filter(noted, ended_at=None, paused_at=None).aggregate(
        risk=Count("pk", filter=Q(broken_at=None)), broken=Count("pk", filter=Q(broken_at__isnull=False))
    )
    return found["risk"], found["broken"]


def _people(shown: Sequence[workforce.AgentAtWork]) -> list[PersonRow]:
    ids = [one.agent_id for one in shown]
    seats, held, counts = overview.seats_of(ids), _held(ids), _counts(ids)
    named = dict(workforce.skills().values_list("pk", "name"))
    return [
        PersonRow(
            one, seats.get(one.agent_id), tuple(held.get(one.agent_id, ())), counts.get(one.agent_id, 0),
            tuple((named[pk], level) for pk, level in sorted(one.skills.items()) if pk in named),
        )
        for one in shown
    ]  # fmt: skip


def _held(ids: Sequence[int]) -> dict[int, list[HeldRow]]:
    """Find the first conversations of each agent: those whose customer waits first, the longest wait on top."""
    order = [F("waiting_since").asc(nulls_last=True), F("last_at").desc(), F("pk").asc()]
    mine = Conversation.objects.awake().filter(assignee__in=ids)
    placed = mine.annotate(
        place=Window(RowNumber(), partition_by=["assignee"], order_by=order), called=_CALLED
    ).filter(place__lte=HELD)  # fmt: skip
    found: dict[int, list[HeldRow]] = defaultdict(list)
    rows = placed.order_by("assignee", "place")
    for assignee, *row in rows.values_list(
        "assignee_id", "pk", "customer_id", "called", "channel__kind", "waiting_since"
    ):
        found[assignee].append(HeldRow(*row))
    return found


def _counts(ids: Sequence[int]) -> dict[int, int]:
    mine = Conversation.objects.awake().filter(assignee__in=ids)
    return dict(mine.values_list("assignee").annotate(count=Count("pk")))


def find(agent: Agent, conversation_id: int) -> Conversation | None:
    """Find a conversation this agent may see."""
    visible = inbox.visible_to(agent).select_related("customer", "channel", "assignee", "team")
    return visible.filter(pk=conversation_id).first()
