"""Queues and rules are made, changed, ordered, removed; routing begins with the first rule, ends with the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Conversation
from rafiq.platform import db, jobs, log
from rafiq.routing import checking, events
from rafiq.routing.conditions import Conditions
from rafiq.routing.models import Entry, Queue, Rule
from rafiq.routing.services import entering, keeping
from rafiq.routing.services.steering import QueueGone

RELANE_JOB: Final = "routing.relane"
_QUEUE_FIELDS: Final = (
    "name", "is_active", "speaks", "skills", "priority", "way", "offer_seconds", "steps",
    "after_hours", "tells_wait",
)  # fmt: skip
_RULE_FIELDS: Final = ("name", "is_on", "severity", "tier")


class NameTaken(Exception):
    """Another queue has this name."""


class Loops(Exception):
    """Whoever waits would be moved in a circle."""


class NeverHolds(Exception):
    """The hours a rule asks for never come."""


class StillUsed(Exception):
    """Rules lead to this queue, or others overflow into it."""


@transaction.atomic
def save_queue(
    queue: Queue | None, values: Mapping[str, Any], *, team_ids: Sequence[int], by: Agent, at: datetime
) -> Queue:  # fmt: skip
    """Make or change a queue; `values` are fields of `Queue`. Those who wait in it are put in their new lanes.

    Raises:
        NameTaken: if another one has the name.
        Loops: if its overflow would lead back to it.
    """
    others = _held()
    found = queue or Queue(created_at=at)
    if checking.loops(found.pk, [*values["steps"], values.get("after_hours") or {}], others):
        raise Loops
    for name in _QUEUE_FIELDS:
        setattr(found, name, values.get(name, getattr(found, name)))
    with db.refused_as(NameTaken, constraint="queue_name_unique"):
        found.save()
    found.teams.set(team_ids)
    if queue is not None:
        jobs.enqueue(RELANE_JOB, [jobs.Wish({"queue_id": found.pk}, lock=f"routing-queue-{found.pk}")])
    _announce("queue", by=by, at=at)
    return found


@transaction.atomic
def remove_queue(queue: Queue, *, by: Agent, at: datetime) -> None:
    """Remove a queue nobody waits in, and no rule leads to.

    Raises:
        StillUsed: if there is one, or another queue overflows into it.
    """
    _held()
    leads = any(step.get("to") == queue.pk for other in Queue.objects.exclude(pk=queue.pk) for step in _moves(other))
    if leads or queue.rules.exists() or Entry.objects.filter(queue=queue, ended_at=None).exists():
        raise StillUsed
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            queue.delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # who entered a moment ago is told of here and not later
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise StillUsed from error
    _announce("queue", by=by, at=at)


@transaction.atomic
def save_rule(
    rule: Rule | None, values: Mapping[str, Any], asked: Conditions, *, queue: Queue, by: Agent, at: datetime
) -> Rule:  # fmt: skip
    """Make or change a rule; a new one is the last. Whoever waits already stays where they are.

    Raises:
        NeverHolds: if it asks for hours that never come.
        QueueGone: if somebody removed the queue meanwhile.
    """
    if queue.pk not in {one.pk for one in _held()}:
        raise QueueGone
    if checking.never_holds(asked, at=at):
        raise NeverHolds
    was_on = entering.is_on()
    found = rule or Rule(created_at=at, position=(Rule.objects.aggregate(last=Max("position"))["last"] or 0) + 1)
    for name in _RULE_FIELDS:
        setattr(found, name, values[name])
    found.conditions, found.queue = asked.plain(), queue
    found.save()
    _begin_or_end(was_on=was_on, at=at)
    _announce("rule", by=by, at=at)
    return found


@transaction.atomic
def order_rules(ids: Sequence[int], *, by: Agent, at: datetime) -> None:
    """Put the rules in this order; those that are not named stay behind them."""
    places = {pk: place for place, pk in enumerate(ids, 1)}
    rules = list(Rule.objects.select_for_update(no_key=True).order_by("position"))
    for place, rule in enumerate(sorted(rules, key=lambda one: places.get(one.pk, len(ids) + one.position)), 1):
        rule.position = place
    Rule.objects.bulk_update(rules, ["position"])
    _announce("order", by=by, at=at)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Agent, at: datetime) -> None:
    """Remove a rule; whoever waits because of it goes on waiting."""
    was_on = entering.is_on()
    rule.delete()
    _begin_or_end(was_on=was_on, at=at)
    _announce("rule", by=by, at=at)


def relane(queue_id: int, *, at: datetime) -> int:
    """Put those who wait in a queue into the lanes it has now; each in a transaction of its own. Returns how many."""
    ids = list(Entry.objects.filter(queue=queue_id, ended_at=None).order_by("urgent_at").values_list("pk", flat=True))
    for pk in ids:
        entering.renew(pk, at=at)
    return len(ids)


def _begin_or_end(*, was_on: bool, at: datetime) -> None:
    is_on = entering.is_on()
    if is_on and not was_on:
        keeping.start(at=at)
    elif was_on and not is_on:
        _end_all(at=at)


def _end_all(*, at: datetime) -> None:
    """Nothing is routed any more: everything is a list to take from, as before there were rules."""
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).filter(ended_at=None).order_by("pk")
    conversations = Conversation.objects.in_bulk(waiting.values_list("conversation_id", flat=True))
    for entry in waiting:
        entering.leave(entry, conversations[entry.conversation_id], at=at)


def _held() -> list[Queue]:
    """Hold all queues: nobody else changes queues or rules meanwhile; no circle closes, no place is given twice."""
    return list(Queue.objects.select_for_update(no_key=True).order_by("pk"))


def _moves(queue: Queue) -> list[dict[str, Any]]:
    return [step for step in queue.all_steps if step["what"] == "QUEUE"]


def _announce(what: str, *, by: Agent, at: datetime) -> None:
    log.append(events.RoutingChanged(what=what, occurred_at=at, actor=by.actor))
