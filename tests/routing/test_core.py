"""Who takes what: the pure decisions, on small worlds made by hand and by chance."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.routing import core
from rafiq.routing.core import Free, Lane, Line, Severity, Waiting, best_for, can_take, next_for, urgent_at

ANY = Lane(1)
MOMENTS = st.integers(0, 4 * 86_400).map(float)


def waiting(number, *, at=0.0, lane=ANY, due=None, severity=Severity.NORMAL, tier=0, **more):
    return Waiting(
        number, lane, entered_at=at, urgent_at=urgent_at(at, due_at=due, severity=severity, tier=tier), **more
    )


class TestUrgency:
    def test_who_waits_longer_is_more_urgent(self):
        assert urgent_at(10) < urgent_at(20)

    def test_a_promise_that_is_due_soon_goes_before_one_that_is_due_later(self):
        assert urgent_at(600, due_at=700) < urgent_at(0, due_at=4 * 3_600)

    def test_an_old_promise_goes_before_a_new_one_in_the_end(self):
        assert urgent_at(0, due_at=4 * 3_600) < urgent_at(4 * 3_600, due_at=4 * 3_600 + 120)

    def test_an_emergency_goes_before_whoever_came_an_hour_earlier(self):
        assert urgent_at(3_600, severity=Severity.EMERGENCY) < urgent_at(0, tier=3)

    @given(MOMENTS, st.none() | MOMENTS, st.sampled_from(Severity), st.integers(-5, 9), st.integers(-5, 9))
    def test_it_lies_within_bounds_whatever_is_given(self, at, due, severity, tier, priority):
        found = urgent_at(at, due_at=due, severity=severity, tier=tier, priority=priority)

        assert at - core.MOST_LEAD <= found <= at + core.LONGEST


class TestWhoCan:
    def test_only_the_teams_it_is_offered_to(self):
        entry = waiting(1, lane=Lane(1, teams=frozenset({4})))

        assert not can_take(Free(1, teams=frozenset({5})), entry)
        assert can_take(Free(1, teams=frozenset({4, 5})), entry)

    def test_only_who_speaks_the_language(self):
        entry = waiting(1, lane=Lane(1, language="ar"))

        assert not can_take(Free(1, languages=frozenset({"fa"})), entry)
        assert can_take(Free(1, languages=frozenset({"fa", "ar"})), entry)

    @pytest.mark.parametrize(("level", "can"), [(2, False), (3, True), (5, True)])
    def test_only_at_the_level_that_is_wanted(self, level, can):
        assert can_take(Free(1, skills={7: level}), waiting(1, lane=Lane(1, skills={7: 3}))) is can

    def test_only_where_there_is_room(self):
        assert not can_take(Free(1, capacity=5, used=3), waiting(1, weight=3))
        assert can_take(Free(1, capacity=5, used=2), waiting(1, weight=3))

    def test_what_is_heavier_than_anybody_s_room_goes_to_who_has_nothing_else(self):
        assert can_take(Free(1, capacity=3, used=0), waiting(1, weight=5))
        assert not can_take(Free(1, capacity=0, used=0), waiting(1))

    def test_not_whom_it_was_refused_by(self):
        assert not can_take(Free(1), waiting(1, refused_by=frozenset({1})))


class TestWhoIsBest:
    def test_who_knows_the_customer_before_who_has_less_to_do(self):
        entry = waiting(1, known_by=frozenset({2}))

        assert best_for(entry, [Free(1, capacity=4), Free(2, capacity=4, used=2)]).id == 2

    def test_then_the_least_load_by_their_capacity(self):
        assert best_for(waiting(1), [Free(1, capacity=2, used=1), Free(2, capacity=6, used=2)]).id == 2

    def test_then_the_longest_idle(self):
        assert best_for(waiting(1), [Free(1, idle_since=9.0), Free(2, idle_since=5.0)]).id == 2

    def test_nobody_where_nobody_can(self):
        assert best_for(waiting(1, lane=Lane(1, language="ar")), [Free(1)]) is None

    @given(st.randoms(use_true_random=False))
    def test_the_order_they_are_handed_over_in_does_not_matter(self, chance):
        agents = [Free(number, capacity=4, used=number % 3, idle_since=number % 2) for number in range(12)]
        entries = [waiting(number, at=number % 5) for number in range(12)]
        shuffled, mixed = chance.sample(agents, 12), chance.sample(entries, 12)

        assert best_for(entries[0], agents) == best_for(entries[0], shuffled)
        assert next_for(agents[0], entries) == next_for(agents[0], mixed)


class TestWhatIsNext:
    def test_the_most_urgent(self):
        assert next_for(Free(1), [waiting(1, at=5), waiting(2, at=3)]).id == 2

    def test_somebody_they_know_a_little_sooner(self):
        known = waiting(2, at=100, known_by=frozenset({1}))

        assert next_for(Free(1), [waiting(1, at=0), known]).id == 2
        assert next_for(Free(1), [waiting(1, at=-30), known]).id == 1

    @settings(max_examples=60)
    @given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 2), st.booleans()), max_size=60))
    def test_the_line_answers_as_a_look_at_everybody_would(self, given_entries):
        lanes = [Lane(number, language=name) for number, name in enumerate(("fa", "ar", ""))]
        entries = [waiting(number, at=at, lane=lanes[lane]) for number, (at, lane, _) in enumerate(given_entries)]
        line, agent = Line(), Free(1, languages=frozenset({"fa"}))
        for entry in entries:
            line.join(entry)
        for number, (_, _, leaves) in enumerate(given_entries):
            if leaves:
                line.leave(number)
        left = [entry for entry in entries if entry.id in line]
        while left:
            chosen = next_for(agent, left)
            assert line.take_for(agent) == chosen
            if chosen is None:
                break
            left.remove(chosen)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.5, 3.0))
def test_nobody_starves_however_many_come_after_them(seed, pressure):
    """One agent and far too many customers: none is passed by somebody who came more than the bound after them."""
    chance, line, at = random.Random(seed), Line(), 0.0
    agent = Free(1)
    bound = core.LONGEST + core.MOST_LEAD + core.FAMILIAR
    here: dict[int, Waiting] = {}
    for number in range(400):
        at += chance.expovariate(pressure / 1_800)
        severity, tier = chance.choice(list(Severity)), chance.randrange(4)
        due = at + chance.expovariate(1 / 40_000)
        known = frozenset({1}) if chance.random() < 0.1 else frozenset()
        here[number] = waiting(number, at=at, due=due, severity=severity, tier=tier, known_by=known)
        line.join(here[number])
        if chance.random() < 0.5 and (taken := line.take_for(agent)) is not None:
            del here[taken.id]
            assert all(taken.entered_at <= one.entered_at + bound for one in here.values())


class TestExpecting:
    def test_the_first_in_line_waits_for_one_to_be_freed(self):
        assert core.expected_wait(0, servers=4, handling=400) == 100

    def test_each_before_adds_as_much(self):
        assert core.expected_wait(4, servers=4, handling=400) == 500

    def test_who_gives_up_makes_it_shorter(self):
        assert core.expected_wait(1, servers=1, handling=100, giving_up=0.01) == pytest.approx(100 + 50)

    def test_nobody_knows_where_nobody_is_there(self):
        assert core.expected_wait(3, servers=0, handling=400) is None
        assert core.expected_wait(3, servers=2, handling=0) is None

    def test_a_lane_half_of_whose_agents_are_mine_counts_half(self):
        able = {1: frozenset({1, 2}), 2: frozenset({2, 3})}

        assert core.place({1: 4, 2: 6}, mine=able[1], able=able) == 4 + 3

    def test_a_pace_learns_the_mean_and_who_gives_up(self):
        pace = core.Pace()
        for number in range(2_000):
            pace = pace.and_handled(100 + number % 2 * 100).and_waited(50, gave_up=number % 4 == 0)

        assert pace.handling == pytest.approx(150, rel=0.02)
        assert pace.giving_up == pytest.approx(1 / 200, rel=0.05)
