"""The log feeds the statistics; two workers at once count everything once, and a killed one leaves it to the next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from rafiq.insights import services
from rafiq.insights.models import Cell, Fact, Level, Period, Stale, StaleDay
from rafiq.insights.services import counting
from rafiq.platform.log import dispatcher
from tests.at_once import one_behind_another
from tests.insights.played import DAY, MINUTE, answer, begin, facts, resolve
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db(transaction=True)


def fed() -> None:
    while dispatcher.dispatch_all(at=NOON):
        pass


def opened() -> int:
    return sum(Cell.objects.filter(period=Period.DAY, level=Level.ALL).values_list("opened", flat=True))


def test_what_the_log_tells_is_counted():
    sara, talk = make_agent("Sara"), begin()
    answer(talk, sara, at=NOON + 5 * MINUTE)
    fed()
    assert Stale.objects.exists()

    services.count()

    assert [one.first_seconds for one in facts(talk)] == [300]
    assert (opened(), Stale.objects.count(), StaleDay.objects.count()) == (1, 0, 0)


def test_four_workers_at_once_count_everything_once():
    sara = make_agent("Sara")
    talks = [begin(NOON - place * DAY) for place in range(12)]
    for talk in talks:
        answer(talk, sara, at=talk.created_at + MINUTE)
        resolve(talk, sara, at=talk.created_at + 2 * MINUTE)
    fed()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _alone(), range(4)))

    assert (opened(), Fact.objects.count(), Stale.objects.count()) == (12, 12, 0)


def test_what_happens_while_it_is_counted_is_counted_next():
    sara, talk = make_agent("Sara"), begin()
    fed()

    def resolve_and_count() -> None:
        resolve(talk, sara, at=NOON + MINUTE)
        fed()
        services.count()

    one_behind_another(counting._count_some, resolve_and_count)
    fed()
    services.count()

    assert [one.resolved_at for one in facts(talk)] == [NOON + MINUTE]


def test_a_worker_that_is_killed_leaves_everything_to_the_next():
    talk = begin()
    fed()

    class Killed(Exception):
        pass

    with pytest.raises(Killed), transaction.atomic():
        counting._count_some()
        raise Killed
    assert (Fact.objects.count(), Stale.objects.exists()) == (0, True)

    services.count()
    assert len(facts(talk)) == 1


def test_counting_anew_and_counting_wait_for_each_other():
    begin()
    fed()

    one_behind_another(counting._count_some, lambda: services.count_everything(at=NOON))

    assert (opened(), Fact.objects.count()) == (1, 1)


def _alone() -> None:
    _then_close(services.count)


def _then_close(work: object) -> None:
    try:
        work()  # type: ignore[operator]
    finally:
        connection.close()
