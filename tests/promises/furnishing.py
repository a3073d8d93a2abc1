"""Promises for the office that crawlers visit: policies with something wrong, one promise open, one broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.promises import services
from rafiq.promises.models import Promise
from tests.makers import NOON, make_conversation
from tests.promises.world import HOUR, follow, make_policy


def furnish_promises(boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Let something be promised under policies of this name; return their ids by the names addresses know."""
    rules = {"tells": ["SUPERVISORS"], "warns": ["SUPERVISORS"], "raises": True}
    long_ago = at - timedelta(days=1)
    policy = make_policy(
        words, by=boss, first_seconds=HOUR, next_seconds=90, resolution_seconds=30 * HOUR, at=long_ago,
        base="COMPANY", escalation=rules,
    )  # fmt: skip
    make_policy(words, by=boss, first_seconds=60, conditions={"tags": [987_654]}, at=long_ago)
    talk = make_conversation(words, name=words, at=at)
    follow()
    broken = Promise.objects.get(conversation=talk, kind="FIRST_ANSWER")
    for moment in (broken.warn_at, broken.due_at):
        services.ring(broken.pk, moment=moment, at=moment)
    return {"policy": policy.pk}
