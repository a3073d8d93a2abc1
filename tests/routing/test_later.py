"""What happens later to those who wait: call-backs, the next zone when teams close, and what of it cannot work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.customers import services as customers
from rafiq.customers.segmenting import Condition
from rafiq.inbox.models import Message
from rafiq.routing import checking, registry, services
from rafiq.routing.models import Entry, Offer
from tests.makers import NOON, make_agent, make_channel, make_team
from tests.promises.world import make_hours
from tests.routing.making import later, make_queue, make_rule, sit, wait

pytestmark = pytest.mark.django_db


def entry_of(conversation):
    return Entry.objects.filter(conversation=conversation).latest("pk")


def spoken(conversation):
    return list(conversation.messages.filter(kind=Message.Kind.OUTBOUND).order_by("pk"))


def open_daily(team, zone, begin, end):
    make_hours(zone, {day: [(begin, end)] for day in range(7)}, team=team)


def due_jobs(name):
    """When jobs of a name are due, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [due for (due,) in cursor.fetchall()]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


class TestCallBack:
    def test_it_is_offered_at_its_time_also_where_nobody_is_told_how_long_it_takes(self):
        make_rule(make_queue(tells_wait=False, steps=[{"after": 300, "what": "CALL_BACK"}]))
        conversation = wait()
        entry = entry_of(conversation)

        services.overflow(entry.pk, step=0, at=later(300))
        services.overflow(entry.pk, step=0, at=later(301))

        [said] = spoken(conversation)
        assert "keep your place" in said.text
        assert [one["text"] for one in said.extras["buttons"]] == ["Please call me back", "Please answer in writing"]
        after = entry_of(conversation)
        assert (after.urgent_at, after.step) == (entry.urgent_at, 1)

    def test_nobody_is_offered_it_twice_over(self):
        make_rule(make_queue(steps=[{"after": 300, "what": "CALL_BACK"}]))
        conversation = wait()
        Entry.objects.update(wants_call=True)

        services.overflow(entry_of(conversation).pk, step=0, at=later(300))

        assert not spoken(conversation)

    def test_who_came_long_before_is_not_written_to_when_the_step_is_taken_late(self):
        make_rule(make_queue(steps=[{"after": 300, "what": "CALL_BACK"}]))
        conversation = wait()

        services.overflow(entry_of(conversation).pk, step=0, at=later(3600))

        assert not spoken(conversation)
        assert entry_of(conversation).step == 1

    def test_who_writes_where_nobody_sits_and_waits_is_told_nothing(self):
        make_rule(make_queue(steps=[{"after": 300, "what": "CALL_BACK"}]))
        conversation = wait(channel=make_channel("telegram"))

        services.overflow(entry_of(conversation).pk, step=0, at=later(300))

        assert not spoken(conversation)

    def test_the_sweep_offers_it_where_a_worker_died_behind_however_many_who_had_theirs(self, monkeypatch):
        monkeypatch.setattr("rafiq.routing.services.keeping.MOST", 2)
        make_rule(make_queue(steps=[{"after": 300, "what": "CALL_BACK"}]))
        for number in range(2):
            services.overflow(entry_of(wait(at=later(number))).pk, step=0, at=later(310))
        conversation = wait(at=later(60))

        services.sweep(at=later(400))

        assert len(spoken(conversation)) == 1


class TestFollowTheSun:
    """Tehran until midnight on its clocks, Toronto from three in the afternoon to eight in the evening on its own."""

    @pytest.fixture
    def zones(self):
        tehran, toronto = make_team("Tehran"), make_team("Toronto")
        open_daily(tehran, "Asia/Tehran", "08:00", "24:00")
        open_daily(toronto, "America/Toronto", "15:00", "20:00")
        queue = make_queue(teams=[tehran], after_hours={"what": "TEAM", "to": toronto.pk})
        make_rule(queue)
        return tehran, toronto

    @pytest.mark.parametrize(
        ("come", "closes"),
        [
            (utc(2026, 11, 22, 20, 0), utc(2026, 11, 22, 20, 30)),
            (utc(2026, 10, 31, 20, 0), utc(2026, 10, 31, 20, 30)),  # Toronto's clocks go back in that night
            (utc(2026, 11, 1, 20, 0), utc(2026, 11, 1, 20, 30)),
        ],
    )
    def test_who_still_waits_at_midnight_is_offered_to_the_next_zone(self, zones, come, closes):
        _tehran, toronto = zones
        abroad = sit(teams=[toronto.pk], at=come)
        conversation = wait(at=come)
        assert not Offer.objects.exists()
        assert due_jobs("routing.close") == [closes]

        assert not services.close(entry_of(conversation).pk, at=closes - timedelta(seconds=1))
        assert services.close(entry_of(conversation).pk, at=closes)

        assert Offer.objects.get(conversation=conversation).agent == abroad
        assert entry_of(conversation).entered_at == come
        assert not services.close(entry_of(conversation).pk, at=closes)

    def test_who_comes_while_they_are_closed_is_offered_to_the_next_zone_at_once(self, zones):
        night = utc(2026, 11, 22, 21, 0)
        conversation = wait(at=night)

        assert due_jobs("routing.close") == [night]
        assert services.close(entry_of(conversation).pk, at=night)
        assert set(entry_of(conversation).lane.teams) == {one.pk for one in zones}

    def test_a_timer_that_died_is_made_good_by_the_sweep(self, zones):
        conversation = wait(at=utc(2026, 11, 22, 20, 0))

        services.sweep(at=utc(2026, 11, 22, 20, 29))
        assert not entry_of(conversation).is_after_hours
        services.sweep(at=utc(2026, 11, 22, 20, 31))

        assert entry_of(conversation).is_after_hours

    def test_it_may_move_to_the_next_zones_queue_and_keeps_its_place(self):
        tehran = make_team("Tehran")
        open_daily(tehran, "Asia/Tehran", "08:00", "20:00")
        evening = make_queue("Evening")
        make_rule(make_queue(teams=[tehran], after_hours={"what": "QUEUE", "to": evening.pk}))
        come = utc(2026, 11, 22, 16, 0)
        conversation = wait(at=come)

        assert services.close(entry_of(conversation).pk, at=utc(2026, 11, 22, 16, 30))

        moved = entry_of(conversation)
        assert (moved.queue, moved.entered_at) == (evening, come)

    @pytest.mark.parametrize(
        ("at", "hours", "is_open"),
        [
            (utc(2026, 10, 31, 23, 59), "open", True),  # 19:59 in Toronto, still on summer time
            (utc(2026, 11, 1, 0, 0), "closed", True),
            (utc(2026, 11, 2, 0, 59), "open", True),  # the day after the change an hour later by the sun
            (utc(2026, 11, 2, 1, 0), "closed", True),
            (utc(2026, 11, 2, 0, 59), "closed", False),
        ],
    )
    def test_a_rule_by_hours_knows_the_change_of_clocks(self, at, hours, is_open):
        toronto = make_team("Toronto")
        open_daily(toronto, "America/Toronto", "15:00", "20:00")
        make_rule(make_queue(), conditions={"hours": hours, "hours_of": toronto.pk})

        wait(at=at)

        assert Entry.objects.exists() is is_open


class TestGoingAhead:
    """Whoever a rule finds by words, a segment or how valued they are goes before those who came earlier."""

    def first_taken(self):
        agent = sit(at=later(600))
        services.fill(agent.pk, at=later(600))
        return Offer.objects.get(state="OPEN").conversation

    def test_an_emergency_by_its_words(self):
        queue = make_queue()
        make_rule(queue, severity=3, conditions={"words": ["smoke", "دود"]})
        make_rule(queue)
        for number in range(3):
            wait(at=later(number))

        burning = wait("از یخچالم دود بلند می‌شود", at=later(500))

        assert self.first_taken() == burning

    def test_a_valued_customer_by_their_segment(self):
        boss = make_agent(role=Role.ADMINISTRATOR)
        conditions = [Condition("name", "has", "Golden")]
        segment = customers.save_segment(
            None, name="Golden", is_shared=True, is_any=False, conditions=conditions, by=boss, at=NOON
        )
        queue = make_queue()
        make_rule(queue, tier=3, conditions={"segments": [segment.pk]})
        make_rule(queue)
        wait(at=later(1))

        golden = wait(name="Golden Appliances", at=later(500))

        assert self.first_taken() == golden

    def test_a_queue_that_goes_before_others(self):
        make_rule(make_queue(priority=3), conditions={"words": ["executive"]})
        make_rule()
        wait(at=later(1))

        chosen = wait("For the executive desk", at=later(500))

        assert self.first_taken() == chosen

    def test_the_page_says_how_far(self, client, boss):
        make_rule(make_queue(priority=1), severity=2, tier=1)

        page = client.get(reverse("routing_settings:rules")).content.decode()

        assert "Goes 2 hours 15 minutes ahead" in page
        assert "Urgent" in page


class TestFlags:
    def flags(self, queue, *teams):
        return checking.flags_of_queue(queue, [one.pk for one in teams], checking.staff(at=NOON))

    def test_a_team_that_is_gone(self):
        assert "team that is gone" in self.flags(make_queue(steps=[{"after": 60, "what": "TEAM", "to": 987_654}]))[-1]

    def test_a_team_that_is_asked_anyway(self):
        team = make_team("Beirut")
        assert "from the beginning" in self.flags(make_queue(steps=[{"after": 60, "what": "TEAM", "to": team.pk}]))[-1]

    def test_a_queue_that_is_switched_off(self):
        other = make_queue(is_active=False)
        assert "switched off" in self.flags(make_queue(after_hours={"what": "QUEUE", "to": other.pk}))[-2]

    def test_a_bot_that_is_not_there(self, monkeypatch):
        queue = make_queue(steps=[{"after": 60, "what": "BOT"}])
        monkeypatch.setattr(registry, "_STAND_INS", [lambda: False])
        assert "The assistant is switched off" in self.flags(queue)[-1]
        monkeypatch.setattr(registry, "_STAND_INS", [lambda: True])
        assert not any("assistant" in one for one in self.flags(queue))

    def test_hours_that_never_end(self):
        assert "never close" in self.flags(make_queue(after_hours={"what": "EVERYBODY"}))[-1]

    def test_a_zone_that_sleeps_when_this_one_does(self):
        tehran, dubai, toronto = make_team("Tehran"), make_team("Dubai"), make_team("Toronto")
        open_daily(tehran, "Asia/Tehran", "08:00", "20:00")
        open_daily(dubai, "Asia/Dubai", "10:00", "16:00")
        open_daily(toronto, "America/Toronto", "15:00", "20:00")

        def said(to):
            return self.flags(make_queue(teams=[tehran], after_hours={"what": "TEAM", "to": to.pk}), tehran)

        assert "Dubai is never there" in said(dubai)[-1]
        assert not any("never there" in one for one in said(toronto))

    def test_only_talking_leaves_them_waiting_for_ever(self):
        found = self.flags(make_queue(skills={"9": 5}, steps=[{"after": 60, "what": "CALL_BACK"}]))
        assert any("waits for ever" in one for one in found)

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"tags": [987_654]}, "tag that is gone"),
            ({"segments": [987_654]}, "segment of customers that is gone"),
            ({"hours": "open", "hours_of": 987_654}, "team that is gone"),
            ({"channels": ["telegram"]}, "kind of channel that is gone"),
        ],
    )
    def test_a_rule_that_asks_for_what_is_gone(self, asked, words):
        rule = make_rule(conditions=asked)
        [found] = checking.flags_of_rules([rule], at=NOON).values()
        assert any(words in one for one in found)
