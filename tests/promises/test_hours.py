"""Due moments are the timetable's: exact across zones, summer time, holidays, nights and pauses."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.inbox import services as inbox
from rafiq.platform import calendars
from rafiq.promises import presentation
from rafiq.promises.models import Kind, Promise, Version
from rafiq.promises.services import reckoning
from rafiq.workforce.timetable import Calendar, Timetable
from tests.makers import make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, follow, make_hours, make_policy, moment, only, says

DAILY = {day: [("08:00", "20:00")] for day in range(7)}
NIGHTLY = {day: [("22:00", "24:00")] for day in range(7)} | {6: [("00:00", "06:00")]}


@pytest.mark.django_db
class TestHours:
    def test_what_comes_in_the_evening_is_due_the_next_morning(self):
        make_hours("Asia/Tehran", DAILY)
        make_policy(first_seconds=4 * HOUR, base="COMPANY")
        make_conversation(at=moment("Asia/Tehran", 2026, 11, 22, 19, 0))
        follow()

        assert only().due_at == moment("Asia/Tehran", 2026, 11, 23, 11, 0)
        assert only().warn_at == moment("Asia/Tehran", 2026, 11, 23, 10, 0)

    def test_each_team_has_its_own_clock(self):
        beirut = make_team("Beirut")
        make_hours("Asia/Tehran", DAILY)
        make_hours("Asia/Beirut", {day: [("09:00", "18:00")] for day in range(5)}, team=beirut)
        make_policy(first_seconds=HOUR, base="TEAM", base_team_id=beirut.pk)
        make_conversation(at=moment("Asia/Beirut", 2026, 11, 20, 17, 30))  # a Friday
        follow()

        assert only().due_at == moment("Asia/Beirut", 2026, 11, 23, 9, 30)

    @pytest.mark.parametrize(
        ("day", "hours_later"),
        [
            ((2026, 3, 8), 3),  # the night is an hour shorter: 22–24 and 0–6 are seven hours
            ((2026, 11, 1), 5),  # and an hour longer
        ],
    )
    def test_the_night_the_clocks_change(self, day, hours_later):
        make_hours("America/Toronto", NIGHTLY)
        make_policy(first_seconds=6 * HOUR, base="COMPANY")
        year, month, number = day
        sunday = datetime(year, month, number, tzinfo=UTC)
        saturday = sunday - timedelta(days=1)
        make_conversation(at=moment("America/Toronto", saturday.year, saturday.month, saturday.day, 22, 0))
        follow()

        due = calendars.local(only().due_at, zone="America/Toronto")
        wanted = {3: (5, 0), 5: (3, 0)}[hours_later]
        assert (due.date(), (due.hour, due.minute)) == (sunday.date(), wanted)
        assert only().due_at - only().began_at == timedelta(hours=6)

    def test_a_day_that_is_different_counts_as_it_is(self):
        hours = make_hours("Asia/Tehran", DAILY)
        hours.special_days.create(date=datetime(2026, 11, 23, tzinfo=UTC).date(), note="Snow")
        make_hours("Asia/Tehran", DAILY)  # tells everybody to read the hours anew
        make_policy(first_seconds=4 * HOUR, base="COMPANY")
        make_conversation(at=moment("Asia/Tehran", 2026, 11, 22, 19, 0))
        follow()

        assert only().due_at == moment("Asia/Tehran", 2026, 11, 24, 11, 0)

    def test_official_holidays_do_not_count(self):
        make_hours("Asia/Tehran", DAILY, country="IR")
        make_policy(first_seconds=2 * HOUR, base="COMPANY")
        make_conversation(at=moment("Asia/Tehran", 2027, 2, 10, 19, 0))  # 11 February: Revolution Day
        follow()

        assert only().due_at == moment("Asia/Tehran", 2027, 2, 12, 9, 0)

    def test_pauses_over_nights_cost_no_business_time(self):
        make_hours("Asia/Tehran", DAILY)
        make_policy(resolution_seconds=3 * HOUR, base="COMPANY")
        agent = make_agent()
        conversation = make_conversation(at=moment("Asia/Tehran", 2026, 11, 22, 18, 0))
        make_reply(conversation, agent, at=moment("Asia/Tehran", 2026, 11, 22, 19, 0))
        says(conversation, at=moment("Asia/Tehran", 2026, 11, 22, 23, 0))
        make_reply(conversation, agent, at=moment("Asia/Tehran", 2026, 11, 23, 8, 30))
        says(conversation, at=moment("Asia/Tehran", 2026, 11, 23, 19, 0))
        follow()

        assert only().due_at == moment("Asia/Tehran", 2026, 11, 24, 8, 30)

    def test_settled_in_the_last_second_of_a_day_is_settled_in_time(self):
        make_hours("Asia/Tehran", DAILY)
        make_policy(resolution_seconds=HOUR, base="COMPANY")
        conversation = make_conversation(at=moment("Asia/Tehran", 2026, 11, 22, 19, 0))
        end = moment("Asia/Tehran", 2026, 11, 22, 20, 0)
        inbox.resolve(conversation=conversation, by=make_agent(), at=end)
        follow()

        assert (only().due_at, only().ending) == (end, "KEPT")


ZONES = st.sampled_from(["Asia/Tehran", "America/Toronto", "Asia/Beirut", "Australia/Lord_Howe", "UTC"])
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 730 * 24 * HOUR).map(lambda seconds: _FIRST + timedelta(seconds=seconds))
DAYS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(13, 24)).map(lambda one: ((one[0] * HOUR, one[1] * HOUR),)),
    min_size=7, max_size=7,
)  # fmt: skip
STEPS = st.lists(st.integers(0, 40 * HOUR), max_size=6)


@settings(max_examples=60, deadline=None)
@given(ZONES, DAYS, MOMENTS, STEPS, st.integers(1, 60 * HOUR))
def test_the_time_between_begin_and_due_without_the_pauses_is_the_target(zone, week, begin, steps, target):
    """Whatever the pauses, zones and nights: of the business seconds that pass until it is due, none is lost."""
    timetable = Timetable((Calendar(zone, tuple(week)),))
    marks = [begin]
    for step in steps:
        marks.append(marks[-1] + timedelta(seconds=step))
    pauses = list(zip(marks[1::2], marks[2::2], strict=False))
    due = reckoning.reached(timetable, begin=begin, pauses=pauses, seconds=target)

    assert due is not None
    over = [(one, other) for one, other in pauses if one < due]
    assert all(other <= due for _one, other in over)
    passed = timetable.seconds_between(begin, due) - sum(timetable.seconds_between(*one) for one in over)
    assert passed == target
    assert reckoning.spent(timetable, begin=begin, pauses=over, until=due) == target


@settings(max_examples=60, deadline=None)
@given(ZONES, DAYS, MOMENTS, STEPS, st.integers(1, 60 * HOUR))
def test_what_is_left_at_a_pause_and_the_rest_are_the_whole(zone, week, begin, steps, target):
    """Pausing and going on, step by step, ends where reckoning all at once ends."""
    timetable = Timetable((Calendar(zone, tuple(week)),))
    promise = Promise(kind=Kind.RESOLUTION, version=Version(warn_percent=75), target=target, began_at=begin)
    reckoning.reckon(promise, timetable)
    at = begin
    for place, step in enumerate(steps):
        at += timedelta(seconds=step)
        if place % 2:
            reckoning.go_on(promise, timetable, at=at)
        elif at >= promise.due_at:
            break
        else:
            left = timetable.seconds_between(at, promise.due_at)
            reckoning.pause(promise, timetable, at=at)
            assert promise.remaining == left
    if promise.paused_at is None:
        pauses = reckoning.pauses_of(promise)
        assert promise.due_at == reckoning.reached(timetable, begin=begin, pauses=pauses, seconds=target)
        assert promise.warn_at <= promise.due_at


@given(MOMENTS, st.integers(1, 100 * HOUR))
@settings(max_examples=30, deadline=None)
def test_without_pauses_it_is_the_timetables_own_answer(begin, target):
    timetable = Timetable((Calendar("Asia/Tehran", (((8 * HOUR, 20 * HOUR),),) * 7),))

    assert reckoning.reached(timetable, begin=begin, pauses=[], seconds=target) == timetable.after(begin, target)


@pytest.mark.parametrize("is_short", [False, True])
def test_the_browser_writes_lengths_of_time_as_the_server_does(is_short):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here; the browser tests run the script anyway")
    lengths = [0, 1, 2, 3, 11, 59, 60, 61, 119, 600, 3599, 3661, 7199, 7260, 10_860, 86_400, 90_061, 172_800, 9_999_999]
    script = Path(__file__).parents[2] / "src/rafiq/promises/static/promises/duration.js"
    program = (
        f"import {{ duration }} from {json.dumps(script.as_uri())};"
        f"const all = {{}}; for (const language of ['fa', 'ar', 'en'])"
        f" all[language] = {lengths}.map((one) => duration(one, language, {json.dumps(is_short)}));"
        "console.log(JSON.stringify(all));"
    )
    told = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=True, timeout=60
    )

    wanted = {
        language: [presentation.length(one, language, is_short=is_short) for one in lengths]
        for language in ("fa", "ar", "en")
    }
    assert json.loads(told.stdout) == wanted
