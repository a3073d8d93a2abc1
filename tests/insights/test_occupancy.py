"""How busy people were, and who left without an answer: against somebody who counts minute by minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.accounts.models import Role
from rafiq.inbox import services as inbox
from rafiq.insights import occupancy, services, sketch, statistics
from rafiq.insights.models import Occupancy
from rafiq.insights.queries import Dimension, Wanted
from rafiq.insights.queries.occupancy import occupied
from rafiq.insights.statistics import Waits
from rafiq.routing import services as routing
from rafiq.workforce import services as workforce
from tests.insights.played import MINUTE, begin, resolve, settle
from tests.makers import NOON, make_agent, make_reply

pytestmark = pytest.mark.django_db
MIDNIGHT = NOON.replace(hour=0)
DAY = 24 * 60
STATES = ["ONLINE", "AWAY", "OFF"]
MOMENTS = st.integers(0, DAY)


def at(minute):
    return MIDNIGHT + minute * MINUTE


@given(
    first=st.sampled_from(STATES),
    changes=st.lists(st.tuples(MOMENTS, st.sampled_from(STATES)), max_size=8),
    held=st.lists(st.tuples(MOMENTS, MOMENTS), max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_the_day_is_what_a_count_of_its_minutes_finds(first, changes, held):
    told, state = [], first
    for minute, to in sorted(changes, key=lambda one: one[0]):
        told.append((at(minute), state, to))
        state = to
    there = occupancy.available(told, current=state, begin=at(0), end=at(DAY))
    busy = occupancy.joined((at(min(one)), at(max(one))) for one in held)

    def is_there(minute):
        last = [to for moment, _was, to in told if moment <= at(minute)]
        return (last[-1] if last else first) == "ONLINE"

    def is_busy(minute):
        return any(min(one) <= minute < max(one) for one in held)

    minutes = [minute for minute in range(DAY) if is_there(minute)]
    assert occupancy.seconds(there) == 60 * len(minutes)
    assert occupancy.seconds(occupancy.both(there, busy)) == 60 * sum(is_busy(minute) for minute in minutes)


@given(
    left=st.lists(st.integers(1, 40), max_size=30),
    stayed=st.lists(st.integers(1, 40), max_size=30),
    ends=st.lists(st.integers(0, 45), max_size=5, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_who_left_of_those_who_waited_so_long_is_what_a_plain_count_finds(left, stayed, ends):
    def histogram(buckets):
        return {one: buckets.count(one) for one in buckets}

    found = statistics.leaving(Waits(histogram(left), histogram(stayed)), sorted(ends))

    low = 0
    for (share, first, last), end in zip(found, [*sorted(ends), 10**9], strict=True):
        assert first == low
        assert share.part == sum(low <= one <= end for one in left)
        assert share.whole == sum(one >= low for one in [*left, *stayed])
        low = last + 1
    assert sum(share.part for share, _, _ in found) == len(left)


def test_patience_counts_those_who_were_answered_as_having_stayed():
    minute, hour = sketch.bucket(60), sketch.bucket(3600)
    assert Waits({minute: 1}, {hour: 1}).quantile(0.5).seconds == pytest.approx(60, rel=0.02)
    assert Waits({minute: 1}, {hour: 9}).quantile(0.5).is_beyond


class TestCounting:
    @pytest.fixture
    def agent(self):
        agent = make_agent()
        workforce.choose_availability(agent, availability="ONLINE", at=at(8 * 60))
        return agent

    def hold(self, agent, *, begin_at, end_at=None):
        """Let an agent have a chat between two minutes of the day."""
        routing.sit([routing.Person(agent.pk, is_here=True, capacity=9)], at=at(0))
        talk = begin(at(begin_at))
        talk = inbox.assign(conversation=talk, assignee=agent, team=None, by=agent, at=at(begin_at))
        routing.follow(talk.pk, at=at(begin_at))
        if end_at is not None:
            resolve(talk, agent, at=at(end_at))
            routing.follow(talk.pk, at=at(end_at))

    def count(self, minute):
        services.occupy(at=at(minute))
        return Occupancy.objects.filter(day=NOON.date()).values_list("available", "busy").first()

    def test_two_at_once_count_once_and_only_while_they_are_there(self, agent):
        self.hold(agent, begin_at=9 * 60, end_at=10 * 60)
        self.hold(agent, begin_at=9 * 60 + 30, end_at=10 * 60 + 30)
        self.hold(agent, begin_at=15 * 60)
        workforce.choose_availability(agent, availability="OFF", at=at(16 * 60))

        assert self.count(18 * 60) == (8 * 3600, int(2.5 * 3600))
        assert self.count(18 * 60) == (8 * 3600, int(2.5 * 3600))

    def test_without_routing_nothing_is_known(self, agent):
        assert self.count(18 * 60) is None
        assert occupied(Wanted(first=NOON.date(), last=NOON.date()))[None].whole == 0

    def test_it_belongs_to_people_and_not_to_teams(self, agent):
        self.hold(agent, begin_at=9 * 60, end_at=10 * 60)
        self.count(12 * 60)
        day = {"first": NOON.date(), "last": NOON.date()}

        share = occupied(Wanted(**day), by=Dimension.AGENT)[agent.pk]
        assert (share.part, share.whole) == (3600, 4 * 3600)
        assert occupied(Wanted(**day, agent=agent.pk))[None] == share
        assert occupied(Wanted(**day, agent=agent.pk + 1))[None].whole == 0
        assert occupied(Wanted(**day, team=1)) == occupied(Wanted(**day), by=Dimension.TEAM) == {}


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_page_tells_how_busy_people_were_and_who_left(client, language):
    chief = make_agent("Chief", role=Role.SUPERVISOR, language=language)
    left, answered = begin(NOON), begin(NOON)
    make_reply(answered, chief, at=NOON + 5 * MINUTE)
    resolve(left, chief, at=NOON + timedelta(minutes=30))
    settle()
    Occupancy.objects.create(day=NOON.date(), agent=chief.pk, available=3600, busy=1800)
    client.force_login(chief)

    page = client.get("/performance/", {"range": "own", "first": "2026-11-22", "last": "2026-11-22", "by": "agent"})

    words = {
        "fa": ("اشتغال", "۵۰٪", "چه کسانی بی‌پاسخ رفتند"), "ar": ("الإشغال", "٥٠", "من غادر دون رد"),
        "en": ("Occupancy", "50%", "Who left without an answer"),
    }  # fmt: skip
    assert all(one in page.content.decode() for one in words[language])
