"""Something happened in a conversation: the rules that wait for it are looked at, or begin to wait."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from rafiq.automations import triggers
from rafiq.automations.models import Rule
from rafiq.automations.queries.facts import Told, told
from rafiq.automations.services import firing, ringing
from rafiq.platform import jobs
from rafiq.platform.log import dispatcher
from rafiq.platform.log.reader import Row

logger = logging.getLogger(__name__)

CONSIDER_JOB: Final = "automations.consider"
READER: Final = "rafiq.automations.subscribers.hear"
HEARD: Final = tuple(dict.fromkeys(one.event for one in triggers.TRIGGERS.values()))


def hear(row: Row) -> None:
    """Have the rules looked at that wait for this row of the log; called inside the reader's transaction.

    What waits longer is wound up in the same transaction: a job for its very moment.
    """
    keys = triggers.of(row.kind, row.payload, row.actor)
    waiting = Rule.objects.filter(is_on=True, event__in=keys, on_since__lte=row.occurred_at)
    rules = list(waiting.order_by("position")) if keys else []
    now = [rule.pk for rule in rules if not rule.timing]
    if now:
        wish: dict[str, int | str | bool] = {"entry_id": row.entry_id, "rules": ",".join(map(str, now))}
        lock = f"automations-{row.payload['conversation_id']}"
        jobs.enqueue(CONSIDER_JOB, [jobs.Wish(wish, lock=lock)])
    fact = Told(row.entry_id, row.kind, row.actor, row.payload, row.occurred_at)
    for rule in rules:
        if rule.timing:
            ringing.wind_up(rule, fact)


def pass_over_the_past() -> None:
    """Let the reader begin with what happens from now on: no rule was there before."""
    dispatcher.read_from_here(READER)


def consider(entry_id: int, *, rules: str, at: datetime, is_last_try: bool = False) -> int:
    """Let rules do what they say because of a fact, in their order, each in a transaction; return how many did.

    One that breaks holds up no other, and is tried again by the job; what was done by then is not done twice.
    """
    fact = told(entry_id)
    if fact is None:
        return 0
    done, occasion = 0, f"entry-{entry_id}"
    broken: Exception | None = None
    for rule_id in map(int, rules.split(",")):
        try:
            done += firing.fire(rule_id, fact, occasion=occasion, at=at) is not None
        except Exception as error:
            logger.exception("Rule %s broke on log row %s", rule_id, entry_id)
            if is_last_try:
                firing.give_up(rule_id, fact, occasion=occasion, at=at)
            else:
                broken = error
    if broken is not None:
        raise broken
    return done
