"""The simulation runs the product's own decisions, and comes to what queueing theory says."""

from __future__ import annotations

import random

import pytest

from rafiq.bench import _day, _erlang
from rafiq.bench._simulated import Customer, Shift, Simulation, poisson
from rafiq.routing import core

LANE = core.Lane(1)


def test_erlang_c_of_a_single_agent_is_the_share_of_time_they_are_busy():
    found = _erlang.erlang_c(arrivals=0.5, service=1, agents=1)

    assert found.waits == pytest.approx(0.5)
    assert found.mean_wait == pytest.approx(1.0)


def test_erlang_a_without_impatience_is_erlang_c():
    patient = _erlang.erlang_a(arrivals=8, service=1, agents=10, giving_up=1e-9)
    exact = _erlang.erlang_c(arrivals=8, service=1, agents=10)

    assert patient.waits == pytest.approx(exact.waits, rel=1e-4)
    assert patient.mean_wait == pytest.approx(exact.mean_wait, rel=1e-4)


def test_erlang_a_where_all_rates_are_one_is_poisson():
    """With giving up as fast as service nobody's place matters: the number there is Poisson."""
    found = _erlang.erlang_a(arrivals=1, service=1, agents=1, giving_up=1)

    assert found.waits == pytest.approx(1 - 0.36787944117)
    assert found.gives_up == pytest.approx(0.36787944117)


def test_the_simulation_agrees_with_both():
    for giving_up in (0.0, 0.5):
        chance = random.Random(3)
        found = Simulation(
            poisson((chance.expovariate(4) for _ in range(60_000)), chance, lane=LANE, giving_up=giving_up),
            [Shift(core.Free(number)) for number in range(6)],
            handling=lambda chance=chance: chance.expovariate(1), unseen=500,
        ).run()  # fmt: skip
        rates = {"arrivals": 4, "service": 1, "agents": 6}
        exact = _erlang.erlang_a(**rates, giving_up=giving_up) if giving_up else _erlang.erlang_c(**rates)

        assert found.waited / found.came == pytest.approx(exact.waits, rel=0.06)
        assert found.seconds / found.came == pytest.approx(exact.mean_wait, rel=0.06)
        assert found.gave_up / found.came == pytest.approx(exact.gives_up, rel=0.06, abs=1e-9)


def test_who_comes_while_nobody_is_there_waits_for_the_shift():
    shift = Shift(core.Free(0), begin=100, end=200)
    found = Simulation(iter([Customer(10, LANE)]), [shift], handling=lambda: 5).run()

    assert (found.taken, found.seconds) == (1, 90)


def test_a_day_is_the_same_every_time_and_call_backs_keep_people_from_giving_up():
    first = _day.run(days=3, seed=5, calls=False)
    again = _day.run(days=3, seed=5, calls=False)
    calls = _day.run(days=3, seed=5, calls=True)

    assert first == again
    assert calls.called_back > 0
    assert calls.gave_up < first.gave_up
    assert first.came == first.taken + first.gave_up


def test_our_estimate_is_nearer_than_the_last_one_s_wait():
    found = _day.run(days=6, seed=11, calls=False)

    assert _day.errors(found, which=0).weighted < _day.errors(found, which=1).weighted
