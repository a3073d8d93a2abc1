"""What a case came to is written: promises, what is told of them, and the timers of their next moments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from rafiq.platform.log.append import append_all
from rafiq.promises.models import Promise, Standing
from rafiq.promises.services import timing
from rafiq.promises.services.cases import Case
from rafiq.promises.services.matching import Rules


def locked_case(standing: Standing) -> Case:
    """Lock the open promises of a conversation."""
    found = Promise.objects.select_for_update(no_key=True, of=("self",)).select_related("version__made_by")
    mine = list(found.filter(conversation=standing.conversation_id, ended_at=None).order_by("pk"))

    def rounds(kind: str) -> int:
        known = Promise.objects.filter(conversation=standing.conversation_id, kind=kind)
        return known.aggregate(last=Max("round"))["last"] or 0

    return Case(standing, mine, rounds=rounds, rules=Rules())


def write(case: Case) -> None:
    """Write what has changed in one conversation."""
    for promise in case.changed.values():
        promise.save(force_update=True)
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
