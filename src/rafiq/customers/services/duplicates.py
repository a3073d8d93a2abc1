"""Looks for customers who may be one person, and keeps the pairs a person should look at.

Work grows with what changed, never with how many customers there are: candidates come out of an index of clues, at
most LIMIT for each clue, so that a thousand people of one common name or company cost no more than a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from rafiq.accounts.models import Agent
from rafiq.customers import likeness
from rafiq.customers.likeness import Likeness, Person
from rafiq.customers.models import Clue, Customer, Identity, LikelyPair
from rafiq.platform import db

LIMIT = 20
CHUNK = 500
_SHARED = f"""
    SELECT DISTINCT least(mine.customer_id, other.customer_id), greatest(mine.customer_id, other.customer_id)
    FROM customers_clue AS mine
    CROSS JOIN LATERAL (
        SELECT theirs.customer_id FROM customers_clue AS theirs
        WHERE theirs.kind = mine.kind AND theirs.key = mine.key AND theirs.customer_id <> mine.customer_id
        ORDER BY theirs.customer_id DESC LIMIT {LIMIT}
    ) AS other
    WHERE mine.customer_id = ANY(%s::bigint[]) AND mine.kind <> 'COMPANY'
"""  # noqa: S608  # constants only
# Colleagues with a similar name: a slip of the finger changes the key a little. A large company is read so far.
_COLLEAGUES = f"""
    SELECT DISTINCT least(mine.customer_id, near.customer_id), greatest(mine.customer_id, near.customer_id)
    FROM customers_clue AS mine
    JOIN customers_clue AS named ON named.customer_id = mine.customer_id AND named.kind = 'NAME'
    CROSS JOIN LATERAL (
        SELECT colleague.customer_id FROM (
            SELECT customer_id FROM customers_clue AS at
            WHERE at.kind = 'COMPANY' AND at.key = mine.key AND at.customer_id <> mine.customer_id
            ORDER BY customer_id DESC LIMIT 1000
        ) AS colleague
        JOIN customers_clue AS called ON called.customer_id = colleague.customer_id AND called.kind = 'NAME'
        WHERE similarity(called.key, named.key) > 0.4
        ORDER BY similarity(called.key, named.key) DESC LIMIT {LIMIT}
    ) AS near
    WHERE mine.customer_id = ANY(%s::bigint[]) AND mine.kind = 'COMPANY'
"""  # noqa: S608  # constants only


def look_at(customer_ids: Iterable[int], *, at: datetime) -> int:
    """Look anew for doubles of these customers; return how many pairs are suggested with them.

    Repeating it changes nothing. A pair that a person dismissed comes back only for a reason it did not have.
    """
    ids = sorted(set(customer_ids))
    with transaction.atomic():
        _write_clues(ids, _people(ids))
        found = _candidates(ids)
        people = _people(sorted({pk for pair in found for pk in pair}))
        alike = {
            pair: likeness.compare(people[pair[0]], people[pair[1]]) for pair in found if people.keys() >= set(pair)
        }
        likely = {pair: verdict for pair, verdict in alike.items() if verdict.score >= likeness.THRESHOLD}
        _keep(ids, likely, at=at)
    return len(likely)


def look_at_all(*, at: datetime) -> Iterator[int]:
    """Look at every customer, CHUNK at a time, each in a transaction of its own; yield how many each time."""
    for ids in _chunks():
        _write_clues_alone(ids)
    with connection.cursor() as cursor:  # PostgreSQL would take a table that was just filled for an empty one
        cursor.execute("ANALYZE customers_clue")
    for ids in _chunks():
        look_at(ids, at=at)
        yield len(ids)


def _chunks() -> Iterator[list[int]]:
    last = 0
    while ids := list(_living().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def look_at_new(*, since: datetime, at: datetime) -> int:
    """Look at customers who got an address since a moment; return how many there were.

    What a known visitor merely types into a form is told by no event, so this is asked every few minutes.
    """
    fresh = Identity.objects.filter(added_at__gte=since).exclude(kind=Identity.Kind.VISITOR)
    ids = sorted(set(fresh.values_list("customer", flat=True)))
    for start in range(0, len(ids), CHUNK):
        look_at(ids[start : start + CHUNK], at=at)
    return len(ids)


@transaction.atomic
def dismiss(pair: LikelyPair, *, by: Agent, at: datetime) -> None:
    """Two people were looked at and are two; they come back only for a new reason."""
    open_ones = LikelyPair.objects.filter(pk=pair.pk, state=LikelyPair.State.OPEN)
    open_ones.update(state=LikelyPair.State.DISMISSED, decided_at=at, decided_by=by)


def _living() -> QuerySet[Customer]:
    return Customer.objects.filter(merged_into=None)


def _people(ids: list[int]) -> dict[int, Person]:
    """Read customers with their addresses; those who were merged are nobody any more."""
    addresses: dict[int, list[likeness.Address]] = {}
    rows = Identity.objects.filter(customer__in=ids).exclude(kind=Identity.Kind.VISITOR).order_by("pk")
    for pk, kind, value, label, is_verified in rows.values_list("customer", "kind", "value", "label", "is_verified"):
        addresses.setdefault(pk, []).append(likeness.Address(kind, value, label, is_verified))
    found = _living().filter(pk__in=ids).values_list("pk", "name", "company_name", "city")
    return {row[0]: Person(*row, tuple(addresses.get(row[0], ()))) for row in found}


@transaction.atomic
def _write_clues_alone(ids: list[int]) -> None:
    _write_clues(ids, _people(ids))


def _write_clues(ids: list[int], people: dict[int, Person]) -> None:
    wanted = {(pk, *clue) for pk, person in people.items() for clue in likeness.clues(person)}
    stored = {
        row[1:]: row[0] for row in Clue.objects.filter(customer__in=ids).values_list("pk", "customer", "kind", "key")
    }
    if old := [pk for clue, pk in stored.items() if clue not in wanted]:
        Clue.objects.filter(pk__in=old).delete()
    new = [Clue(customer_id=pk, kind=kind, key=key) for pk, kind, key in sorted(wanted - stored.keys())]
    if new:
        Clue.objects.bulk_create(new, ignore_conflicts=True)


def _candidates(ids: list[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for statement in (_SHARED, _COLLEAGUES):
            cursor.execute(statement, [db.array(ids)])
            found.update(cursor.fetchall())
    return found


def _keep(ids: list[int], likely: dict[tuple[int, int], Likeness], *, at: datetime) -> None:
    stored = {(pair.low_id, pair.high_id): pair for pair in LikelyPair.objects.filter(Q(low__in=ids) | Q(high__in=ids))}
    new = []
    for (low, high), verdict in sorted(likely.items()):
        reasons = [reason.plain() for reason in verdict.reasons]
        pair = stored.pop((low, high), None)
        if pair is None:
            new.append(LikelyPair(low_id=low, high_id=high, score=verdict.score, reasons=reasons, found_at=at))
        elif (pair.score, pair.reasons) != (verdict.score, reasons) or pair.state == LikelyPair.State.MERGED:
            _refresh(pair, verdict.score, reasons, at=at)
    LikelyPair.objects.bulk_create(new, ignore_conflicts=True)
    gone = [pair.pk for pair in stored.values() if pair.state == LikelyPair.State.OPEN]
    LikelyPair.objects.filter(pk__in=gone, state=LikelyPair.State.OPEN).delete()


def _refresh(pair: LikelyPair, score: float, reasons: list[dict[str, Any]], *, at: datetime) -> None:
    known = {(reason["kind"], reason["value"]) for reason in pair.reasons}
    fresh = [reason for reason in reasons if (reason["kind"], reason["value"]) not in known and reason["weight"] > 0]
    if pair.state == LikelyPair.State.MERGED or (pair.state == LikelyPair.State.DISMISSED and fresh):
        pair.state, pair.found_at, pair.decided_at, pair.decided_by = LikelyPair.State.OPEN, at, None, None
    elif pair.state == LikelyPair.State.DISMISSED:
        return
    pair.score, pair.reasons = score, reasons
    pair.save()
