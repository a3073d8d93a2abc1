"""Rolled-up rows against plain SQL over the facts: some thousand facts of four months, any range, any filter."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from rafiq.accounts.models import Agent, Company, Role
from rafiq.inbox.models import Conversation
from rafiq.insights import queries, report, services, sketch
from rafiq.insights.models import Cell, Fact, StaleDay
from rafiq.insights.queries import Clock, Dimension, Wanted
from rafiq.insights.report import Asked
from rafiq.insights.services import facts as counted
from rafiq.platform import calendars
from tests.insights.played import DAY, MINUTE
from tests.makers import NOON, make_agent, make_conversation

pytestmark = pytest.mark.django_db
ZONE = "Asia/Tehran"
TODAY = date(2026, 11, 22)
LANGUAGES, CHANNELS = ("fa", "ar", "en", ""), ("webchat", "mail", "sms")
COUNTED = ("opened", "reopened", "waited", "left", "resolved", "transferred", "by_bot", "rated", "satisfied")


@pytest.fixture
def boss() -> Agent:
    return make_agent("Boss", role=Role.SUPERVISOR)


@pytest.fixture
def facts() -> list[Fact]:
    """As they might be; a tenth still waits, a tenth was closed without an answer."""
    Company.objects.create(pk=1, name="Narvan", time_zone=ZONE)
    chance = random.Random(8)
    first = make_conversation()
    talks = Conversation.objects.bulk_create(
        Conversation(
            customer=first.customer, channel=first.channel, thread=str(n), created_at=NOON, last_at=NOON,
            resolved_at=NOON,
        )
        for n in range(400)
    )  # fmt: skip
    made = Fact.objects.bulk_create(fact(chance, talk, number) for talk in talks for number in range(1, 6))
    days = {calendars.local_date(at, zone=ZONE) for one in made for at in (one.opened_at, one.resolved_at) if at}
    StaleDay.objects.bulk_create(StaleDay(day=day) for day in days)
    services.count(seconds=120)
    return made


def fact(chance: random.Random, talk: Conversation, number: int) -> Fact:
    opened = NOON - DAY * 130 * chance.random()
    kind = chance.choices(["answered", "waits", "left", "bot"], [7, 1, 1, 1])[0]
    wait = int(chance.lognormvariate(7, 2))
    is_resolved = kind in {"left", "bot"} or (kind == "answered" and chance.random() < 0.9)
    lasted = wait + int(chance.lognormvariate(8, 2))
    one = Fact(
        conversation=talk, number=number, opened_at=opened, team=chance.randrange(4), agent=chance.randrange(5),
        answerer=chance.randrange(5), channel=chance.choice(CHANNELS), language=chance.choice(LANGUAGES),
    )  # fmt: skip
    if kind == "answered":
        one.first_at, one.first_seconds, one.first_business = opened + wait * MINUTE / 60, wait, wait // 3
        one.answers = chance.randint(1, 3)
    if kind == "left":
        one.left_seconds, one.left_business = lasted, lasted // 3
    if kind == "waits":
        one.waiting_since = opened
    if is_resolved:
        one.resolved_at = opened + timedelta(seconds=lasted)
        one.resolved_seconds, one.resolved_business = lasted, lasted // 3
        one.is_by_bot, one.transfers = kind == "bot", chance.randrange(2)
        one.came_back = chance.random() < 0.2
        one.is_first_contact = one.answers == 1 and not one.came_back
        one.rating = chance.randrange(6)
    return one


def some_wanted(seed: int) -> Wanted:
    """Any range, narrowed by nothing, one thing, or two."""
    chance = random.Random(seed)
    first = TODAY - timedelta(days=chance.randrange(1, 140))
    last = min(TODAY, first + timedelta(days=chance.choice([0, 3, 29, 89, 139])))
    values = {"agent": chance.randrange(5), "team": chance.randrange(4), "channel": chance.choice(CHANNELS),
              "language": chance.choice(LANGUAGES)}  # fmt: skip
    narrowed = {name: values[name] for name in chance.sample(list(values), chance.choice([0, 0, 1, 1, 2]))}
    return Wanted(first=first, last=last, clock=chance.choice(list(Clock)), **narrowed)  # type: ignore[arg-type]


def each(check: Callable[[Wanted], None]) -> None:
    for seed in range(40):
        check(some_wanted(seed))


def test_every_count_is_that_of_the_conversations_it_leads_to(facts, boss):
    def check(wanted):
        found = queries.counts(wanted).get(None, queries.Counts())
        shown = {name: getattr(found, name) for name in COUNTED}
        behind = {
            name: queries.listed(boss, wanted, name, zone=ZONE, today=TODAY + timedelta(days=200)).count()
            for name in COUNTED
        }
        assert shown == behind, wanted

    each(check)


@pytest.mark.parametrize("by", list(Dimension))
def test_the_parts_add_up_to_the_whole(facts, by):
    def check(wanted):
        if by in wanted.filters:
            return
        where = Asked(ZONE, TODAY, NOON)
        whole, parts = report.whole(wanted, where), report.parts(wanted, where, by=by)
        assert report.total(one.counts for one in parts.values()) == whole.counts
        assert report.total(one.decided for one in parts.values()) == whole.decided
        assert sketch.merged(*(one.first.ended for one in parts.values())) == whole.first.ended
        assert sum(one.still for one in parts.values()) == whole.still

    each(check)


def test_quantiles_are_nearly_those_of_the_waits_themselves(facts, boss):
    def check(wanted):
        column = "resolved_seconds" if wanted.clock is Clock.WALL else "resolved_business"
        behind = queries.listed(boss, wanted, "resolved", zone=ZONE, today=TODAY)
        waits = sorted(behind.values_list(column, flat=True))
        found = report.whole(wanted, Asked(ZONE, TODAY, NOON)).resolved
        assert found.count == len(waits)
        for share in (0.5, 0.9) if waits else ():
            exact = waits[max(0, -int(-share * len(waits) // 1) - 1)]
            assert found.quantile(share).seconds == pytest.approx(exact, rel=sketch.ERROR, abs=1)

    each(check)


def test_the_days_the_hours_and_the_week_add_up_to_the_range(facts):
    def check(wanted):
        whole = queries.counts(wanted).get(None, queries.Counts())
        began = whole.opened + whole.reopened
        assert report.total(day.counts for day in report.days(wanted)) == whole
        assert sum(report.week(wanted).values()) == began
        assert sum(count for count, _ in report.hours(wanted).values()) == began

    each(check)


def test_hours_are_those_of_the_companys_clock(facts, boss):
    wanted = Wanted(first=TODAY - timedelta(days=120), last=TODAY)
    for (weekday, hour), count in report.week(wanted).items():
        found = queries.listed(boss, wanted, "begun", zone=ZONE, today=TODAY, weekday=weekday, hour=hour)
        assert found.count() == count


def test_the_conversations_of_a_wait_are_those_of_its_column(facts, boss):
    wanted = Wanted(first=TODAY - timedelta(days=120), last=TODAY, clock=Clock.WALL)
    ended = report.whole(wanted, Asked(ZONE, TODAY, NOON)).first.ended
    for low, high in ((0, 100), (101, 150), (151, 10_000)):
        found = queries.listed(boss, wanted, "waited", zone=ZONE, today=TODAY, buckets=(low, high))
        assert found.count() == sum(count for bucket, count in ended.items() if low <= bucket <= high)


def test_few_rows_are_read(facts):
    wanted = Wanted(first=date(2026, 8, 10), last=date(2026, 11, 20))
    which = queries.wanted.rows(wanted)

    assert which.values["months"] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert len(which.values["days"]) == 22 + 20


def test_rolling_up_again_changes_nothing(facts):
    def rows() -> list[dict[str, object]]:
        return list(Cell.objects.order_by("pk").values())

    before = rows()
    StaleDay.objects.bulk_create(StaleDay(day=day) for day in {one["start"] for one in before})
    services.count(seconds=120)

    assert rows() == before


def test_a_changed_fact_takes_nothing_along(facts):
    """Whatever a fact added to its old day goes with it."""
    counted.rewrite([facts[0].conversation_id])  # the log tells nothing of it: its facts go
    StaleDay.objects.bulk_create(
        StaleDay(day=day)
        for day in {
            calendars.local_date(at, zone=ZONE) for one in facts[:5] for at in (one.opened_at, one.resolved_at) if at
        }
    )
    services.count(seconds=120)

    found = queries.counts(Wanted(first=date(2026, 1, 1), last=TODAY))[None]
    assert found.opened + found.reopened == Fact.objects.filter(opened_at__lt=NOON + DAY).count() == len(facts) - 5
