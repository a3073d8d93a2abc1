"""Queues, rules and an offer for the office that crawlers visit, some of them with something wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.routing import services
from rafiq.routing.models import Entry, Offer, Queue, Rule
from tests.makers import NOON, make_conversation


def furnish_routing(boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Let somebody wait and be offered; return the ids by the names addresses know. Nothing is switched on."""
    steps = [
        {"after": 120, "what": "CALL_BACK"}, {"after": 300, "what": "TEAM", "to": 987_654},
        {"after": 600, "what": "BOT"}, {"after": 900, "what": "QUEUE", "to": 987_654},
    ]  # fmt: skip
    queue = Queue.objects.create(
        name=words, created_at=at, skills={"987654": 3}, speaks="fa", is_active=True, steps=steps,
        after_hours={"what": "EVERYBODY"},
    )  # fmt: skip
    closed = Queue.objects.create(name=f"{words} دوم", created_at=at, is_active=False)
    rule = Rule.objects.create(
        name=words, position=1, queue=closed, is_on=True, severity=3, created_at=at,
        conditions={"words": [words], "languages": ["fa", "ar"], "hours": "open"},
    )  # fmt: skip
    Rule.objects.create(name=f"{words} دوم", position=2, queue=queue, created_at=at, conditions={"nonsense": 1})
    talk = make_conversation(words, name=words, at=at)
    lane = services.lane_for(teams=[], skills={}, language="")
    given = {"entered_at": at, "urgent_at": at, "lane": lane}
    entry = Entry.objects.create(conversation=talk, queue=queue, state="OFFERED", severity=2, **given)
    offer = Offer.objects.create(
        entry=entry, conversation=talk, agent=boss, made_at=at, expires_at=at + timedelta(days=400)
    )
    return {"queue": queue.pk, "rule": rule.pk, "offer": offer.pk}
