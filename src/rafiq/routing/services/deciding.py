"""The two decisions of `core`, made on locked rows: nobody is offered twice, however many workers decide at once.

Locks are taken in this order: entry, seat, conversation. Whoever decides never waits for an entry or a seat: what is
locked is being decided by somebody else, and is passed over (SKIP LOCKED). Two who pass each other's over would both go
away with nothing done, so whoever passed something over and leaves room has another look a moment later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import db, jobs, log
from rafiq.routing import core, events
from rafiq.routing.models import Entry, Holding, Offer, Seat, Way
from rafiq.routing.services import seating
from rafiq.routing.services.seating import SOON

EXPIRE_JOB = "routing.expire"
ACTOR = "routing"
TRIES = 6
"""Choices that somebody else was quicker with, until another decision is left to do it."""
MOMENT = timedelta(seconds=1)
"""Until another look: by then whoever was deciding has decided."""

_SEATS = """
    SELECT agent_id, capacity, used, extract(epoch FROM idle_since)
    FROM routing_seat
    WHERE is_here AND NOT is_asked AND lanes @> ARRAY[%(lane)s]::bigint[]
      AND (capacity - used >= %(weight)s OR (used = 0 AND capacity > 0)) AND NOT agent_id = ANY(%(passed)s)
    ORDER BY agent_id = ANY(%(known)s) DESC, used::float / greatest(capacity, 1), idle_since, agent_id
    LIMIT 8
"""
_ENTRIES = """
    SELECT e.id, e.lane_id, extract(epoch FROM e.entered_at), extract(epoch FROM e.urgent_at), e.weight,
           e.known_by @> ARRAY[%(agent)s]::bigint[]
    FROM unnest(%(lanes)s::bigint[]) AS lane (id)
    CROSS JOIN LATERAL (
        SELECT * FROM routing_entry
        WHERE state = 'WAITING' AND lane_id = lane.id AND NOT refused_by @> ARRAY[%(agent)s]::bigint[]
          AND (weight <= %(room)s OR %(used)s = 0) AND NOT id = ANY(%(passed)s)
        ORDER BY urgent_at, entered_at, id LIMIT 5
    ) e
    ORDER BY e.urgent_at, e.entered_at, e.id
    LIMIT 20
"""


@transaction.atomic
def offer(entry_id: int, *, at: datetime) -> bool:
    """Find somebody for one who waits; tell whether there was anybody. Repeating it is harmless."""
    waiting = Entry.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    entry = waiting.select_related("queue").filter(pk=entry_id, state=Entry.State.WAITING).first()
    return entry is not None and place(entry, at=at)


def place(entry: Entry, *, at: datetime) -> bool:
    """Give or offer an entry, whose lock the caller holds, to whoever is best; tell whether somebody was free."""
    passed = list(entry.refused_by)
    shape, busy = _shape(entry), list[int]()
    for _ in range(TRIES):
        chosen = core.best_for(shape, _free(entry, passed, shape.lane))
        if chosen is None:
            break
        seat = _locked_seat(chosen.id)
        if seat is None:
            busy.append(chosen.id)
        elif core.can_take(seat.shape, _shape(entry, lane=core.Lane(entry.lane_id))):
            return give(entry, seat, at=at)
        passed.append(chosen.id)
    seating.look_after(busy, due_at=at + MOMENT)
    return False


@transaction.atomic
def fill(agent_id: int, *, at: datetime) -> int:
    """Give or offer an agent what is next for them, until they are asked or have no more room; return how many."""
    seat = Seat.objects.select_for_update(no_key=True).filter(pk=agent_id).first()
    given, passed, is_contended = 0, list[int](), False
    while seat is not None and seat.has_room and len(passed) < TRIES:
        chosen = core.next_for(_plain(seat), _waiting(seat, passed))
        if chosen is None:
            break
        free = Entry.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("queue")
        entry = free.filter(pk=chosen.id, state=Entry.State.WAITING).first()
        is_contended |= entry is None
        if entry is None or not give(entry, seat, at=at):
            passed.append(chosen.id)
            continue
        given += 1
    if is_contended and seat is not None and seat.has_room:
        seating.look_after([agent_id], due_at=at + MOMENT)
    return given


def give(entry: Entry, seat: Seat, *, at: datetime) -> bool:
    """Offer an entry to an agent, or hand it over at once as its queue has it; the caller holds both locks.

    Returns False where it waits no more: somebody took the conversation by hand a moment ago.
    """
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=entry.conversation_id)
    if conversation.assignee_id is not None or not conversation.is_open:
        return False
    seat.used += entry.weight
    if entry.queue.way == Way.PUSH:
        _hand_over(entry, seat, conversation, at=at)
    else:
        _ask(entry, seat, conversation, at=at)
    return True


def take(entry: Entry, seat: Seat, *, at: datetime) -> None:
    """Note that an agent has it now; the caller holds both locks and has seen to the conversation."""
    entry.state, entry.taken_by_id, entry.ended_at = Entry.State.TAKEN, seat.pk, at
    entry.save(update_fields=["state", "taken_by", "ended_at"])
    Holding.objects.get_or_create(
        conversation_id=entry.conversation_id, ended_at=None,
        defaults={"agent_id": seat.pk, "queue_id": entry.queue_id, "weight": entry.weight, "began_at": at},
    )  # fmt: skip
    seat.idle_since = at
    seat.save(update_fields=["used", "is_asked", "idle_since", "missed"])


def _ask(entry: Entry, seat: Seat, conversation: Conversation, *, at: datetime) -> None:
    made = Offer.objects.create(
        entry=entry, conversation_id=entry.conversation_id, agent_id=seat.pk, made_at=at,
        expires_at=at + timedelta(seconds=entry.queue.offer_seconds),
    )  # fmt: skip
    entry.state, seat.is_asked = Entry.State.OFFERED, True
    entry.save(update_fields=["state"])
    seat.save(update_fields=["used", "is_asked"])
    jobs.enqueue(EXPIRE_JOB, [jobs.Wish({"offer_id": made.pk}, due_at=made.expires_at)], priority=SOON)
    log.append(events.OfferMade(
        conversation_id=entry.conversation_id, customer_id=conversation.customer_id, agent_id=seat.pk,
        offer_id=made.pk, occurred_at=at, actor=ACTOR,
    ))  # fmt: skip


def _hand_over(entry: Entry, seat: Seat, conversation: Conversation, *, at: datetime) -> None:
    inbox.hand_over_automatically(
        conversation=conversation, assignee_id=seat.pk, team_id=conversation.team_id, actor=ACTOR, at=at
    )
    take(entry, seat, at=at)
    log.append(left(entry, conversation, at=at))


def left(entry: Entry, conversation: Conversation, *, at: datetime) -> events.QueueLeft:
    """Tell the log that somebody waits no more."""
    return events.QueueLeft(
        conversation_id=entry.conversation_id, customer_id=conversation.customer_id, queue_id=entry.queue_id,
        waited=round((at - entry.entered_at).total_seconds()), agent_id=entry.taken_by_id, occurred_at=at,
        actor=f"agent-{entry.taken_by_id}" if entry.taken_by_id else ACTOR,
    )  # fmt: skip


def _free(entry: Entry, passed: Sequence[int], lane: core.Lane) -> list[core.Free]:
    """List the best few who are free, as far as can be seen without their locks. They all fit the lane."""
    given: dict[str, Any] = {
        "lane": entry.lane_id,
        "weight": entry.weight,
        "passed": list(passed),
        "known": list(entry.known_by),
    }
    with db.busy_cursor() as cursor:
        cursor.execute(_SEATS, given)
        return [core.Free(pk, capacity, used, float(idle)) for pk, capacity, used, idle in cursor.fetchall()]


def _waiting(seat: Seat, passed: Sequence[int]) -> list[core.Waiting]:
    """List the most urgent of every lane the agent fits. All of them fit."""
    given: dict[str, Any] = {
        "agent": seat.pk, "lanes": list(seat.lanes), "room": seat.capacity - seat.used, "used": seat.used,
        "passed": list(passed),
    }  # fmt: skip
    with db.busy_cursor() as cursor:
        cursor.execute(_ENTRIES, given)
        return [
            core.Waiting(
                pk, core.Lane(lane), float(entered), float(urgent), weight, frozenset({seat.pk} if is_known else ())
            )
            for pk, lane, entered, urgent, weight, is_known in cursor.fetchall()
        ]


def _locked_seat(agent_id: int) -> Seat | None:
    free = Seat.objects.select_for_update(no_key=True, skip_locked=True)
    return free.filter(pk=agent_id, is_here=True, is_asked=False).first()


def _plain(seat: Seat) -> core.Free:
    return core.Free(seat.pk, seat.capacity, seat.used, seat.idle_since.timestamp())


def _shape(entry: Entry, lane: core.Lane | None = None) -> core.Waiting:
    """Give the entry as decisions see it. Whoever is looked at was selected by the lane, so it asks nothing more."""
    return core.Waiting(
        entry.pk, lane or core.Lane(entry.lane_id), entry.entered_at.timestamp(), entry.urgent_at.timestamp(),
        entry.weight, frozenset(entry.known_by), frozenset(entry.refused_by),
    )  # fmt: skip
