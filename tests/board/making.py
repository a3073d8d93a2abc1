"""A desk for the board's tests: queues, customers who wait, agents who have something, promises at risk."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from rafiq.accounts.models import Role
from rafiq.board import services
from rafiq.board.models import Alert, Kind
from rafiq.inbox import services as inbox
from rafiq.promises import services as promises
from rafiq.promises.models import Promise
from rafiq.routing import services as routing
from rafiq.workforce import services as workforce
from tests.makers import NOON, make_agent, make_conversation
from tests.promises.world import HOUR, follow, make_policy
from tests.routing.making import make_queue

__all__ = ["HOUR", "NOON", "follow", "make_policy", "make_queue"]


def make_chief(name="Rima", **fields):
    return make_agent(name, **({"role": Role.SUPERVISOR} | fields))


def queued(queue, text="Hello", *, at=NOON, **fields):
    """Let a customer write and wait in a queue."""
    conversation = make_conversation(text, at=at, **fields)
    with transaction.atomic():
        return routing.enter(conversation, queue, rule=None, at=at, since=at)


def held(agent, text="Mine", *, at=NOON, **fields):
    """Let an agent have a conversation whose customer waits."""
    conversation = make_conversation(text, at=at, **fields)
    return inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=at)


def present(agent, *, at=NOON, capacity=3):
    """Let an agent be at work, with a seat."""
    workforce.choose_availability(agent, availability="ONLINE", at=at)
    routing.sit([routing.Person(agent.pk, is_here=True, capacity=capacity)], at=at)
    return agent


def at_risk(conversation):
    """Let the moment come at which its first answer is at risk; a policy must promise one."""
    follow()
    promise = Promise.objects.get(conversation=conversation, kind="FIRST_ANSWER", ended_at=None)
    promises.ring(promise.pk, moment=promise.warn_at, at=promise.warn_at)
    return promise


def make_alert(kind=Kind.WAITING, *, by=None, at=NOON, queue=None, team=None, **fields):
    by = by or make_chief()
    values = {
        "kind": kind, "threshold": 2, "calm_minutes": 5, "people": [by.pk], "by_mail": False, "is_on": True,
        "queue_id": queue.pk if queue else None, "team_id": team.pk if team else None,
    }  # fmt: skip
    return services.save_alert(None, values | fields, by=by, at=at)


def later(minutes):
    return NOON + timedelta(minutes=minutes)


def fresh(alert):
    return Alert.objects.get(pk=alert.pk)
