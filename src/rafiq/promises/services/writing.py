"""What a case came to is written: promises, what is told of them, and the timers of their next moments."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.db.models import Max

from rafiq.platform.log.append import append_all
from rafiq.promises.models import Promise, Standing
from rafiq.promises.services import timing
from rafiq.promises.services.cases import Case
from rafiq.promises.services.matching import Rules

_COLUMNS = [
    one.name for one in Promise._meta.concrete_fields if one.name not in {"id", "conversation", "kind", "round"}
]


def locked_case(standing: Standing) -> Case:
    """Lock the open promises of a conversation; of one that nobody followed yet there are none."""
    found = Promise.objects.select_for_update(no_key=True, of=("self",)).select_related("version__made_by")
    mine = found.filter(conversation=standing.conversation_id, ended_at=None).order_by("pk")
    is_new = standing.pk is None

    @cache
    def rounds() -> dict[str, int]:
        known = Promise.objects.filter(conversation=standing.conversation_id).values_list("kind")
        return {} if is_new else dict(known.annotate(last=Max("round")))

    kind = getattr(standing, "kind", "")  # of its channel, where it was read with it
    rules = Rules(kinds={standing.channel_id: kind} if kind else {})
    return Case(standing, [] if is_new else list(mine), rounds=lambda kind: rounds().get(kind, 0), rules=rules)


def write(case: Case) -> None:
    """Write what has changed in one conversation."""
    if case.changed:
        Promise.objects.bulk_update(case.changed.values(), _COLUMNS)
    write_made([case])
    # One whose timer is set already gets another one at most: a timer whose moment is past does nothing.
    timing.set_timers([*case.made, *case.changed.values()])


def write_made(cases: Iterable[Case]) -> None:
    """Write the promises that are new in these conversations, and tell everything."""
    told = list(cases)
    made = [promise for case in told for promise in case.made]
    if made:
        Promise.objects.bulk_create(made)
    append_all(
        timing.fact(one.event, one.promise, customer_id=case.standing.customer_id, at=one.at, **one.more)
        for case in told
        for one in case.facts
    )
