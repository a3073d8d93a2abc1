"""Promises follow the log: made, kept, paused, cancelled, through the real bus."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.inbox import services as inbox
from rafiq.promises import services
from rafiq.promises.models import Ending, Kind, Promise
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, as_rows, bot_says, follow, make_policy, only, says, told

pytestmark = pytest.mark.django_db
ONE = timedelta(hours=1)


class TestFirstAnswer:
    def test_is_promised_from_the_opening_and_kept_by_a_person(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        make_reply(conversation, make_agent(), at=NOON + timedelta(minutes=20))
        follow()

        promise = only(kind=Kind.FIRST_ANSWER)
        assert (promise.began_at, promise.due_at) == (NOON, NOON + ONE)
        assert (promise.ending, promise.ended_at) == (Ending.KEPT, NOON + timedelta(minutes=20))
        assert promise.broken_at is None
        assert promise.warned_at is None
        assert told() == ["made", "kept"]

    def test_is_kept_at_the_very_second_and_late_after_it(self):
        make_policy(first_seconds=HOUR)
        in_time, late = make_conversation(), make_conversation()
        agent = make_agent()
        make_reply(in_time, agent, at=NOON + ONE)
        make_reply(late, agent, at=NOON + ONE + timedelta(microseconds=1))
        follow()

        assert only(conversation=in_time).ending == Ending.KEPT
        broken = only(conversation=late)
        assert (broken.ending, broken.broken_at) == (Ending.LATE, NOON + ONE)
        assert broken.warned_at == NOON + 0.75 * ONE

    def test_is_not_kept_by_the_bot(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        bot_says(conversation, settles=False)
        follow()

        assert only().is_open

    def test_counts_from_what_the_bot_handed_over_where_it_answered_before(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        bot_says(conversation, at=NOON, settles=True)
        later = NOON + timedelta(minutes=90)
        says(conversation, "A person, please", at=later)
        bot_says(conversation, at=later, settles=False)
        follow()

        first, second = Promise.objects.order_by("round")
        assert (first.ending, first.reason, first.broken_at) == (Ending.CANCELLED, "SETTLED", None)
        assert (second.kind, second.round, second.began_at) == (Kind.FIRST_ANSWER, 2, later)
        assert second.is_open

    def test_a_machine_is_owed_none(self):
        make_policy(first_seconds=HOUR, resolution_seconds=HOUR)
        make_conversation("I am out of office", is_automatic=True)
        follow()

        assert not Promise.objects.exists()

    def test_is_owed_no_more_once_it_is_settled_without(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        inbox.resolve(conversation=conversation, by=make_agent(), at=NOON + ONE * 2)
        follow()

        promise = only()
        assert (promise.ending, promise.reason) == (Ending.CANCELLED, "RESOLVED")
        assert promise.broken_at == NOON + ONE


class TestNextAnswer:
    def test_is_promised_from_the_first_word_that_waits(self):
        make_policy(next_seconds=HOUR)
        conversation = make_conversation()
        agent = make_agent()
        make_reply(conversation, agent)
        first = NOON + timedelta(minutes=10)
        says(conversation, at=first)
        says(conversation, at=first + timedelta(minutes=5))
        make_reply(conversation, agent, at=first + timedelta(minutes=30))
        says(conversation, at=NOON + ONE * 3)
        follow()

        kept, waiting = Promise.objects.order_by("round")
        assert (kept.began_at, kept.ending) == (first, Ending.KEPT)
        assert (waiting.round, waiting.due_at) == (2, NOON + ONE * 4)

    def test_fractions_of_a_second_are_left_out(self):
        make_policy(first_seconds=HOUR)
        make_conversation(at=NOON + timedelta(microseconds=900_000))
        follow()

        assert only().due_at == NOON + ONE


class TestResolution:
    def test_its_clock_stands_still_while_the_customer_is_owed_nothing(self):
        make_policy(resolution_seconds=4 * HOUR)
        conversation = make_conversation()
        agent = make_agent()
        make_reply(conversation, agent, at=NOON + ONE)
        follow()
        paused = only()
        assert (paused.paused_at, paused.remaining, paused.due_at) == (NOON + ONE, 3 * HOUR, None)

        says(conversation, at=NOON + ONE * 24)
        follow()
        running = only()
        assert (running.paused_at, running.due_at) == (None, NOON + ONE * 27)
        assert running.warn_at == NOON + ONE * 26

        inbox.resolve(conversation=conversation, by=agent, at=NOON + ONE * 25)
        follow()
        assert only().ending == Ending.KEPT

    @pytest.mark.parametrize(("pauses", "due"), [(True, NOON + ONE * 6), (False, NOON + ONE * 4)])
    def test_and_while_it_is_put_aside_if_so_chosen(self, pauses, due):
        make_policy(resolution_seconds=4 * HOUR, pauses_snoozed=pauses)
        conversation = make_conversation()
        agent = make_agent()
        inbox.snooze(conversation=conversation, until=NOON + ONE * 3, by=agent, at=NOON + ONE)
        inbox.wake_due(at=NOON + ONE * 3)
        follow()

        assert only().due_at == due

    def test_a_new_round_begins_when_it_is_opened_again_and_the_past_stays(self):
        make_policy(resolution_seconds=HOUR, next_seconds=HOUR)
        conversation = make_conversation()
        agent = make_agent()
        make_reply(conversation, agent)
        inbox.resolve(conversation=conversation, by=agent, at=NOON + ONE)
        follow()
        before = as_rows()

        says(conversation, "It broke again", at=NOON + ONE * 24)
        follow()

        assert as_rows()[0]["kind"] == Kind.NEXT_ANSWER
        again = only(kind=Kind.RESOLUTION, round=2)
        assert (again.began_at, again.due_at) == (NOON + ONE * 24, NOON + ONE * 25)
        assert [row for row in as_rows() if row["ended_at"]] == before

    def test_opened_again_by_an_agent_it_waits_for_the_customer(self):
        make_policy(resolution_seconds=HOUR)
        conversation = make_conversation()
        agent = make_agent()
        inbox.resolve(conversation=conversation, by=agent, at=NOON)
        inbox.reopen(conversation=conversation, by=agent, at=NOON + ONE)
        follow()

        again = only(round=2)
        assert (again.paused_at, again.remaining) == (NOON + ONE, HOUR)


class TestJoining:
    def test_what_is_joined_owes_nothing_any_more_and_its_customer_has_waited_since_then(self):
        make_policy(first_seconds=HOUR, resolution_seconds=4 * HOUR)
        agent = make_agent()
        source = make_conversation(thread="a", sender=("VISITOR", "same"))
        stays = make_conversation(thread="b", sender=("VISITOR", "same"), at=NOON + timedelta(minutes=30))
        inbox.join(source, into=stays, by=agent, at=NOON + timedelta(minutes=40))
        follow()

        assert set(Promise.objects.filter(conversation=source).values_list("reason", flat=True)) == {"JOINED"}
        assert only(conversation=stays, kind=Kind.FIRST_ANSWER).due_at == NOON + ONE

    def test_parted_again_each_owes_its_own(self):
        make_policy(first_seconds=HOUR)
        agent = make_agent()
        source = make_conversation(thread="a", sender=("VISITOR", "same"))
        stays = make_conversation(thread="b", sender=("VISITOR", "same"))
        inbox.join(source, into=stays, by=agent, at=NOON)
        inbox.part(source, by=agent, at=NOON + timedelta(minutes=10))
        follow()

        assert only(conversation=source, round=2).is_open
        assert only(conversation=stays).is_open


class TestOtherConditions:
    def test_an_urgent_one_is_owed_sooner_from_its_beginning(self):
        make_policy("Urgent", first_seconds=600, conditions={"priorities": ["URGENT"]})
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        follow()
        assert only().due_at == NOON + ONE

        services.set_priority(conversation=conversation, level="URGENT", actor="agent-1", at=NOON + ONE / 12)
        follow()

        promise = only()
        assert (promise.due_at, promise.version.name) == (NOON + ONE / 6, "Urgent")

    def test_what_would_have_been_over_before_is_broken_when_the_terms_changed(self):
        make_policy("Urgent", first_seconds=600, conditions={"priorities": ["URGENT"]})
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        services.set_priority(conversation=conversation, level="URGENT", actor="agent-1", at=NOON + ONE / 2)
        make_reply(conversation, make_agent(), at=NOON + ONE * 0.6)
        follow()

        promise = only()
        assert (promise.ending, promise.broken_at) == (Ending.LATE, NOON + ONE / 2)

    def test_a_tag_and_a_team_may_bring_another_policy_and_take_it_away(self):
        tag = inbox.save_tag(None, name="Safety", hue=1)
        team = make_team()
        make_policy("Safety", first_seconds=600, conditions={"tags": [tag.pk], "teams": [team.pk]})
        conversation = make_conversation()
        agent = make_agent()
        inbox.tag(conversation=conversation, tag=tag, by=agent, at=NOON)
        follow()
        assert not Promise.objects.exists()

        inbox.assign(conversation=conversation, assignee=None, team=team, by=agent, at=NOON)
        follow()
        assert only().due_at == NOON + ONE / 6

        inbox.untag(conversation=conversation, tag=tag, by=agent, at=NOON + ONE / 60)
        follow()
        assert only().reason == "RULES"


class TestPoliciesChange:
    def test_what_was_promised_keeps_its_terms(self):
        policy = make_policy(first_seconds=HOUR, next_seconds=HOUR)
        conversation = make_conversation()
        follow()
        agent = make_agent("Chief", role="SUPERVISOR")
        terms = services.Terms(name="Stricter", base="ALWAYS", first_seconds=60, next_seconds=60)
        services.save_policy(policy, terms, by=agent, at=NOON + timedelta(minutes=5))
        services.set_priority(conversation=conversation, level="HIGH", actor="agent-1", at=NOON + ONE / 6)
        make_reply(conversation, agent, at=NOON + timedelta(minutes=30))
        says(conversation, at=NOON + timedelta(minutes=40))
        follow()

        first, later = only(kind=Kind.FIRST_ANSWER), only(kind=Kind.NEXT_ANSWER)
        assert (first.ending, first.version.number, first.target) == (Ending.KEPT, 1, HOUR)
        assert (later.version.number, later.due_at) == (2, NOON + timedelta(minutes=41))

    def test_a_removed_policy_promises_nothing_more(self):
        policy = make_policy()
        services.remove_policy(policy, by=make_agent(), at=NOON - ONE)
        make_conversation()
        follow()

        assert not Promise.objects.exists()

    def test_a_conversation_that_began_before_the_first_policy_is_followed_from_then_on(self):
        conversation = make_conversation(at=NOON - ONE * 30)
        make_reply(conversation, make_agent(), at=NOON - ONE * 29)
        make_policy(next_seconds=HOUR, at=NOON - ONE)
        says(conversation)
        follow()

        assert (only().kind, only().due_at) == (Kind.NEXT_ANSWER, NOON + ONE)
