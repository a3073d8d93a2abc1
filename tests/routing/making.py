"""Makers of queues, rules and agents who are there."""

from __future__ import annotations

import itertools
from datetime import timedelta

from rafiq.routing import services
from rafiq.routing.models import Queue, Rule
from tests.makers import NOON, make_agent, make_conversation

_numbers = itertools.count(1)


def make_queue(name="Chats", *, teams=(), **fields):
    queue = Queue.objects.create(name=f"{name} {next(_numbers)}", created_at=NOON, **({"speaks": ""} | fields))
    queue.teams.set(teams)
    return queue


def make_rule(queue=None, *, is_on=True, **fields):
    queue = queue or make_queue()
    number = next(_numbers)
    return Rule.objects.create(
        name=f"Rule {number}", position=number, is_on=is_on, queue=queue, created_at=NOON, **fields
    )


def sit(agent=None, *, at=NOON, **known):
    """Let an agent be there, with room for three."""
    agent = agent or make_agent()
    services.sit([services.Person(agent.pk, **({"is_here": True, "capacity": 3} | known))], at=at)
    return agent


def wait(text="Hello", *, at=NOON, **fields):
    """Let a customer write, and follow what becomes of it as the log would have it."""
    conversation = make_conversation(text, at=at, **fields)
    services.follow(conversation.pk, at=at)
    return conversation


def later(seconds):
    return NOON + timedelta(seconds=seconds)
