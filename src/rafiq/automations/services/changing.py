"""Rules are made, changed, ordered, removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from rafiq.accounts.models import Agent
from rafiq.automations import checking
from rafiq.automations.conditions import Conditions
from rafiq.automations.contracts import Step
from rafiq.automations.events import RulesChanged
from rafiq.automations.models import Rule, Run, Timer
from rafiq.automations.timing import Timing
from rafiq.platform import log

KEPT: Final = timedelta(days=180)


class NotTried(Exception):
    """A rule may be switched on only as it was tried."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a rule says: when, if, then."""

    event: str
    timing: Timing
    asked: Conditions
    steps: tuple[Step, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as fields of a rule."""
        return {
            "event": self.event, "timing": self.timing.plain(), "conditions": self.asked.plain(),
            "steps": [one.plain() for one in self.steps],
        }  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """A short name of it; it changes exactly when it does."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True).encode()).hexdigest()


@transaction.atomic
def save_rule(  # noqa: PLR0913  # each is a fact of its own
    rule: Rule | None, wording: Wording, *, name: str, is_on: bool, tried: str = "", by: Agent, at: datetime
) -> Rule:  # fmt: skip
    """Make a rule (the last in order) or change one; `tried` is the fingerprint of what was tried just now.

    What waits under a timing that is changed is void; so is all that waits once the rule is switched off. What
    happened before it was switched on is nothing to it, whenever it is read.

    Raises:
        NotTried: if it shall be on, and was not tried as it is.
        checking.Contradiction: if it could never hold.
    """
    checking.refuse(wording.event, wording.asked, wording.steps, at=at)
    found = rule or Rule(created_at=at, position=(Rule.objects.aggregate(last=Max("position"))["last"] or 0) + 1)
    if tried == wording.fingerprint:
        found.tried = tried
    if is_on and found.tried != wording.fingerprint:
        raise NotTried
    if rule is not None and wording.plain() != {name: getattr(rule, name) for name in wording.plain()}:
        found.version += 1
    for field, value in wording.plain().items():
        setattr(found, field, value)
    found.on_since = (found.on_since if found.is_on else at) if is_on else None
    found.name, found.is_on, found.changed_at, found.changed_by = name, is_on, at, by
    found.save()
    if not is_on:
        Timer.objects.filter(rule=found).delete()
    _announce(found, by=by, at=at)
    return found


@transaction.atomic
def order_rules(ids: Sequence[int], *, by: Agent, at: datetime) -> None:
    """Put the rules in this order; those that are not named stay behind them."""
    places = {pk: place for place, pk in enumerate(ids, 1)}
    rules = list(Rule.objects.select_for_update(no_key=True).filter(removed_at=None).order_by("position"))
    for place, rule in enumerate(sorted(rules, key=lambda one: places.get(one.pk, len(ids) + (one.position or 0))), 1):
        rule.position = place
    Rule.objects.bulk_update(rules, ["position"])
    _announce(None, by=by, at=at)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Agent, at: datetime) -> None:
    """Follow a rule no more; the record of what it did stays. Repeating it changes nothing."""
    Timer.objects.filter(rule=rule).delete()
    Rule.objects.filter(pk=rule.pk, removed_at=None).update(is_on=False, position=None, removed_at=at, changed_by=by)
    _announce(rule, by=by, at=at)


def forget(*, at: datetime) -> int:
    """Forget runs of more than half a year ago, and rules that were removed and of which no run is left."""
    count, _each = Run.objects.filter(ran_at__lt=at - KEPT).delete()
    Rule.objects.filter(removed_at__lt=at - KEPT, runs=None).delete()
    return count


def _announce(rule: Rule | None, *, by: Agent, at: datetime) -> None:
    log.append(RulesChanged(rule_id=rule.pk if rule else None, occurred_at=at, actor=by.actor))
