"""The demo's world: the same every time, whole, in order, and readable."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from rafiq.demo.world import World, WorldConversation, WorldMessage, build, clock, staff
from rafiq.platform import calendars

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return build(seed=7, now=NOW)


def messages_of(world: World) -> list[WorldMessage]:
    return [message for conversation in world.conversations for message in conversation.messages]


def closed(world: World) -> list[WorldConversation]:
    return [conversation for conversation in world.conversations if conversation.status == "closed"]


class TestBuilding:
    def test_gives_the_same_world_twice(self, world):
        assert build(seed=7, now=NOW) == world

    def test_gives_another_world_for_another_seed(self, world):
        assert build(seed=8, now=NOW).conversations != world.conversations

    def test_refuses_a_time_without_a_zone(self):
        with pytest.raises(ValueError, match="time zone"):
            build(seed=7, now=datetime(2026, 11, 22))  # noqa: DTZ001

    @pytest.mark.parametrize("days", [1, 7, 30])
    def test_fits_a_short_span(self, days):
        short = build(seed=3, now=NOW, days=days, conversations=60)
        moments = [message.said_at for message in messages_of(short)]
        assert NOW - timedelta(days) <= min(moments)
        assert max(moments) <= NOW

    def test_makes_as_many_conversations_as_asked_for(self, world):
        assert len(world.conversations) == 600
        assert len(build(seed=1, now=NOW, conversations=25).conversations) == 25


class TestWholeness:
    def test_keys_are_unique(self, world):
        for rows in (world.teams, world.agents, world.tags, world.customers, world.conversations):
            assert len({row.key for row in rows}) == len(rows)

    def test_every_reference_resolves(self, world):
        agents = {agent.key for agent in world.agents}
        tags = {tag.key for tag in world.tags}
        for conversation in world.conversations:
            assert conversation.customer in {customer.key for customer in world.customers}
            assert conversation.team in {team.key for team in world.teams}
            assert conversation.assignee in agents | {None}
            assert set(conversation.tags) <= tags
            assert {event.actor for event in conversation.events} <= agents
            assert {event.subject for event in conversation.events} <= agents | tags | {None}

    def test_only_staff_write_answers_and_notes(self, world):
        agents = {agent.key for agent in world.agents}
        for message in messages_of(world):
            assert (message.author is None) == (message.kind == "inbound")
            assert message.author in agents | {None}
            assert set(message.mentions) <= agents - {message.author}

    def test_mentions_are_written_in_the_note(self, world):
        names = {agent.key: agent.name for agent in world.agents}
        mentions = [(message, key) for message in messages_of(world) for key in message.mentions]
        assert len(mentions) > 20
        assert all(f"@{names[key]}" in message.text and message.kind == "note" for message, key in mentions)

    def test_agents_answer_in_languages_they_speak(self, world):
        speaks = {agent.key: agent.speaks for agent in world.agents}
        for conversation in world.conversations:
            authors = {message.author for message in conversation.messages if message.author}
            assert all(conversation.language in speaks[author] for author in authors)

    def test_agents_belong_to_teams_that_exist_and_read_real_calendars(self, world):
        for agent in world.agents:
            assert set(agent.teams) <= {team.key for team in world.teams}
            assert agent.calendar in set(calendars.Calendar)
            assert ZoneInfo(agent.time_zone)
            assert agent.email.endswith("@narvan.example")

    def test_addresses_are_unique_and_invented(self, world):
        emails = [customer.email for customer in world.customers if customer.email]
        phones = [customer.phone for customer in world.customers if customer.phone]
        assert len(set(emails)) == len(emails)
        assert len(set(phones)) == len(phones)
        assert all(re.fullmatch(r"[a-z]+\.?[a-z]*\d+@[a-z]+\.example", email) for email in emails)
        assert all(re.fullmatch(r"\+\d{10,13}", phone) for phone in phones)

    def test_the_private_team_holds_what_supervisors_took_over(self, world):
        private = [conversation for conversation in world.conversations if conversation.team == "escalations"]
        assert private
        assert {conversation.assignee for conversation in private} <= {"arash", "rima"}


class TestTimes:
    def test_everything_is_in_order_and_in_the_past(self, world):
        for conversation in world.conversations:
            said = [message.said_at for message in conversation.messages]
            done = [event.at for event in conversation.events]
            assert said == sorted(said)
            assert done == sorted(done)
            assert NOW - timedelta(days=90) <= min(said)
            assert max(said + done) <= NOW

    def test_customers_exist_before_their_first_word(self, world):
        created = {customer.key: customer.created_at for customer in world.customers}
        assert all(each.messages[0].said_at > created[each.customer] for each in world.conversations)

    def test_no_customer_has_two_conversations_at_once(self, world):
        by_customer: dict[str, list[WorldConversation]] = {}
        for conversation in world.conversations:
            by_customer.setdefault(conversation.customer, []).append(conversation)
        for told in by_customer.values():
            assert all(before.status == "closed" for before in told[:-1])
            assert all(before.events[-1].at < after.messages[0].said_at for before, after in pairwise(told))

    def test_closed_conversations_end_closed_and_are_rated_afterwards(self, world):
        for conversation in closed(world):
            assert conversation.events[-1].kind == "closed"
            assert conversation.events[-1].at >= conversation.messages[-1].said_at
            assert not conversation.rating or conversation.events[-1].at < conversation.rating.rated_at <= NOW

    def test_sleepers_wake_at_nine_in_their_agents_zone(self, world):
        zones = {agent.key: agent.time_zone for agent in world.agents}
        for conversation in world.conversations:
            assert (conversation.snoozed_until is not None) == (conversation.status == "snoozed")
            if conversation.snoozed_until and conversation.assignee:
                local = calendars.local(conversation.snoozed_until, zone=zones[conversation.assignee])
                assert (local.hour, local.minute) == (9, 0)
                assert conversation.snoozed_until > NOW

    def test_finished_work_was_done_in_hours_of_work(self, world):
        team_of = {agent.key: agent.teams[0] for agent in world.agents}
        late = [
            message
            for conversation in closed(world)
            for message in conversation.messages
            if message.author and clock.opening(team_of[message.author], after=message.said_at) - message.said_at
        ]
        # The first hour's backlog may run a little past the end of a short day.
        assert len(late) < 0.01 * len(messages_of(world))

    def test_customers_write_by_day_more_than_by_night(self, world):
        hours = Counter(
            calendars.local(conversation.messages[0].said_at, zone="Asia/Tehran").hour
            for conversation in closed(world)
            if conversation.language == "fa"
        )
        assert sum(hours[hour] for hour in range(1, 6)) < 0.1 * sum(hours[hour] for hour in range(9, 14))

    def test_teams_open_when_their_hours_say(self):
        friday_night = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
        opens = clock.opening("tehran", after=friday_night).astimezone(ZoneInfo("Asia/Tehran"))
        assert (opens.strftime("%A"), opens.hour) == ("Saturday", 8)
        assert set(staff.HOURS) == set(staff.ZONES)


class TestShares:
    def test_languages_are_shared_out(self, world):
        count = Counter(conversation.language for conversation in world.conversations)
        assert count == {"fa": 270, "ar": 180, "en": 150}

    def test_some_are_open_a_few_asleep(self, world):
        count = Counter(conversation.status for conversation in world.conversations)
        assert count == {"open": 35, "snoozed": 8, "closed": 557}

    def test_open_ones_wait_in_many_ways(self, world):
        waiting = [conversation for conversation in world.conversations if conversation.status == "open"]
        assert 5 <= sum(conversation.assignee is None for conversation in waiting) <= 25
        unanswered = [each for each in waiting if each.messages[-1].kind == "inbound"]
        assert len(unanswered) > 20
        waits = [NOW - conversation.messages[-1].said_at for conversation in unanswered]
        assert min(waits) < timedelta(minutes=15)
        assert max(waits) > timedelta(hours=2)

    def test_most_are_rated_and_most_of_those_well(self, world):
        scores = Counter(each.rating.score for each in closed(world) if each.rating)
        assert 0.45 < scores.total() / len(closed(world)) < 0.62
        assert 0.6 < (scores[4] + scores[5]) / scores.total() < 0.9
        assert scores[1] >= 10

    def test_there_are_about_as_many_customers_as_planned(self, world):
        assert 300 < len(world.customers) < 400

    def test_canned_replies_come_in_three_languages(self, world):
        assert Counter(reply.language for reply in world.canned_replies) == {"fa": 10, "ar": 10, "en": 10}
        assert len({(reply.language, reply.shortcut) for reply in world.canned_replies}) == 30

    def test_tags_are_twelve_and_all_used(self, world):
        used = {tag for conversation in world.conversations for tag in conversation.tags}
        assert used == {tag.key for tag in world.tags}
        assert len(world.tags) == 12
