"""What is promised by an agent or a rule, beside what policies promise by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rafiq.inbox import services as inbox
from rafiq.platform.log.models import Entry
from rafiq.promises import queries, services
from rafiq.promises.models import Ending, Kind, Promise
from rafiq.promises.queries.flags import flags_of
from tests.at_once import together
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, as_rows, follow, forget, make_policy, only, says, told

pytestmark = pytest.mark.django_db
ONE = timedelta(hours=1)
GIVEN = "promises.policy.given"


def make_given(name="Refunds", **terms):
    return make_policy(name, is_given=True, **terms or {"resolution_seconds": 48 * HOUR})


def give(conversation, policy, *, at=NOON, actor="automation-7"):
    return services.give_policy(conversation, policy.pk if policy else None, actor=actor, at=at)


def test_it_counts_for_what_it_promises_and_leaves_the_rest():
    make_policy("All", first_seconds=HOUR, resolution_seconds=5 * HOUR)
    conversation, refunds = make_conversation(), make_given()
    assert give(conversation, refunds, at=NOON + ONE / 2)
    follow()

    first, resolution = only(kind=Kind.FIRST_ANSWER), only(kind=Kind.RESOLUTION, ended_at=None)
    assert (first.version.name, first.due_at) == ("All", NOON + ONE)
    assert (resolution.version.name, resolution.due_at) == ("Refunds", NOON + 48.5 * ONE)
    assert told() == ["made", "made", "moved"]


def test_what_was_broken_stays_broken_and_is_promised_anew():
    make_policy("All", resolution_seconds=HOUR)
    conversation, refunds = make_conversation(), make_given()
    give(conversation, refunds, at=NOON + 3 * ONE)
    follow()

    broken, anew = Promise.objects.order_by("round")
    assert (broken.broken_at, broken.ending, broken.reason) == (NOON + ONE, Ending.CANCELLED, "GIVEN")
    assert (anew.due_at, anew.broken_at) == (NOON + 51 * ONE, None)

    give(conversation, None, at=NOON + 4 * ONE)  # nothing is put off by that
    follow()
    says(conversation, at=NOON + 5 * ONE)
    follow()
    again = only(round=2)
    assert (again.version.name, again.due_at, again.broken_at) == ("All", NOON + ONE, NOON + 4 * ONE)


def test_what_was_promised_first_while_given_has_a_beginning_of_its_own():
    conversation, quick = make_conversation(), make_given("Quick", first_seconds=9 * HOUR)
    follow()
    give(conversation, quick, at=NOON + ONE)
    follow()
    make_policy("All", first_seconds=3 * HOUR, at=NOON + ONE)
    give(conversation, None, at=NOON + 2 * ONE)
    follow()
    assert (only().version.name, only().due_at) == ("All", NOON + 3 * ONE)


def test_it_counts_nowhere_by_itself_whatever_it_was_told_to_ask():
    policy = make_given(conditions={"kinds": ["webchat"]})
    make_conversation()
    follow()

    assert not Promise.objects.exists()
    assert policy.versions.get().conditions == {}


@pytest.mark.parametrize("is_read_between", [True, False])
def test_taken_back_the_policies_count_again_from_their_own_beginning(is_read_between):
    make_policy("All", first_seconds=2 * HOUR)
    conversation, slow = make_conversation(), make_given("Slow", first_seconds=9 * HOUR)
    for number in range(3):  # whoever gives and takes back again and again puts nothing off
        assert give(conversation, slow, at=NOON + ONE + timedelta(minutes=number))
        if is_read_between:
            follow()
            assert only().due_at == NOON + 10 * ONE + timedelta(minutes=number)
        assert not give(conversation, slow, at=NOON + 2 * ONE)
        assert give(conversation, None, at=NOON + ONE + timedelta(minutes=number, seconds=30))
    follow()

    assert (only().version.name, only().due_at, only().before) == ("All", NOON + 2 * ONE, None)
    assert not give(conversation, None)


def test_taken_back_it_has_stood_still_as_long_as_it_did():
    make_policy("All", resolution_seconds=10 * HOUR)
    conversation, refunds, agent = make_conversation(), make_given(), make_agent()
    make_reply(conversation, agent, at=NOON + ONE)
    give(conversation, refunds, at=NOON + 3 * ONE)
    says(conversation, at=NOON + 5 * ONE)
    make_reply(conversation, agent, at=NOON + 6 * ONE)
    follow()
    assert only().remaining == 47 * HOUR

    give(conversation, None, at=NOON + 7 * ONE)
    follow()
    assert (only().version.name, only().remaining) == ("All", 8 * HOUR)  # of ten, two had passed
    says(conversation, at=NOON + 9 * ONE)
    follow()
    assert only().due_at == NOON + 17 * ONE


def test_while_the_customer_is_owed_nothing_its_clock_stands_still():
    conversation, refunds = make_conversation(), make_given()
    make_reply(conversation, make_agent(), at=NOON + ONE)
    give(conversation, refunds, at=NOON + 2 * ONE)
    follow()
    assert (only().is_paused, only().remaining) == (True, 48 * HOUR)

    says(conversation, at=NOON + 3 * ONE)
    follow()
    assert only().due_at == NOON + 51 * ONE


def test_it_ends_with_the_conversation():
    conversation, refunds, agent = make_conversation(), make_given(), make_agent()
    give(conversation, refunds)
    inbox.resolve(conversation=conversation, by=agent, at=NOON + ONE)
    says(conversation, at=NOON + 2 * ONE)
    follow()

    assert [one.ending for one in Promise.objects.all()] == [Ending.KEPT]
    assert queries.given_policy(conversation.pk) is None
    assert give(conversation, refunds, at=NOON + 3 * ONE)


def test_in_a_closed_conversation_nothing_is_promised_and_nothing_under_a_policy_that_is_off():
    conversation, refunds, chief = make_conversation(), make_given(), make_agent()
    services.remove_policy(refunds, by=chief, at=NOON)
    with pytest.raises(services.NoSuchPolicy):
        give(conversation, refunds)
    inbox.resolve(conversation=conversation, by=chief, at=NOON)
    with pytest.raises(services.NothingOpen):
        give(conversation, make_given())
    assert not Entry.objects.filter(kind=GIVEN).exists()


def test_read_again_the_log_makes_the_same():
    make_policy("All", first_seconds=HOUR, resolution_seconds=5 * HOUR)
    conversation, refunds = make_conversation(), make_given()
    give(conversation, refunds, at=NOON + ONE / 2)
    follow()
    before = as_rows()
    follow()
    assert as_rows() == before

    forget()
    follow()
    assert as_rows() == before


def test_what_was_given_goes_on_where_conversations_are_joined_and_goes_with_its_own():
    make_policy("All", resolution_seconds=500 * HOUR)
    refunds, agent = make_given(), make_agent()
    target = make_conversation(thread="b", sender=("VISITOR", "same"))
    later = NOON + 72 * ONE
    source = make_conversation(thread="a", sender=("VISITOR", "same"), at=later)
    give(source, refunds, at=later)
    inbox.join(source, into=target, by=agent, at=later + ONE)
    follow()

    owed = only(conversation=target)
    assert (owed.version.name, owed.due_at, owed.broken_at) == ("Refunds", later + 48 * ONE, None)
    assert only(conversation=source).reason == "JOINED"
    assert queries.given_policy(target.pk) == refunds.pk
    assert not give(target, refunds, at=later + 2 * ONE)

    inbox.part(source, by=agent, at=later + 3 * ONE)
    follow()
    assert only(conversation=target, ended_at=None).due_at == NOON + 500 * ONE
    back = only(conversation=source, ended_at=None)
    assert (back.version.name, back.due_at) == ("Refunds", later + 48 * ONE)
    assert queries.given_policy(target.pk) is None


def test_after_a_join_it_can_be_taken_back():
    refunds, agent = make_given(), make_agent()
    source, target = (make_conversation(thread=one, sender=("VISITOR", "same")) for one in ("a", "b"))
    give(source, refunds)
    inbox.join(source, into=target, by=agent, at=NOON + ONE)
    follow()
    assert give(target, None, at=NOON + 2 * ONE)
    follow()
    assert only(conversation=target).reason == "RULES"


def test_an_answer_that_is_owed_is_not_owed_twice():
    make_policy("All", first_seconds=HOUR, next_seconds=HOUR)
    quick, agent = make_given("Quick", first_seconds=HOUR // 2, next_seconds=HOUR // 2), make_agent()
    target = make_conversation(thread="b", sender=("VISITOR", "same"))
    source = make_conversation(thread="a", sender=("VISITOR", "same"))
    make_reply(source, agent, at=NOON + timedelta(minutes=5))
    inbox.join(source, into=target, by=agent, at=NOON + timedelta(minutes=10))
    give(target, quick, at=NOON + timedelta(minutes=15))
    follow()

    assert only(conversation=target, ended_at=None).due_at == NOON + timedelta(minutes=45)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_promises():
    conversation, refunds = make_conversation(), make_given()
    changed = together(8, lambda _place: give(conversation, refunds))
    assert sorted(changed) == [False] * 7 + [True]
    assert Entry.objects.filter(kind=GIVEN).count() == 1


def test_what_is_given_covers_no_policy_and_is_covered_by_none():
    given, usual = make_given(), make_policy("All", first_seconds=HOUR)
    make_given("Again")
    versions = queries.newest()
    assert [one.policy_id for one in versions][:2] == [given.pk, usual.pk]
    assert not flags_of(versions, at=NOON)


class TestPages:
    @pytest.fixture
    def agent(self, client):
        agent = make_agent("Mina")
        client.force_login(agent)
        return agent

    def menu(self, client, conversation):
        return client.get(reverse("promises:conversation", args=[conversation.pk])).text

    def put(self, client, conversation, policy):
        return client.put(reverse("promises:given", args=[conversation.pk]), f"policy={policy}")

    def test_an_agent_promises_more_and_takes_it_back(self, client, agent):
        conversation, refunds = make_conversation(at=timezone.now()), make_given()
        make_policy("All", first_seconds=HOUR)
        assert "Promise more" in self.menu(client, conversation)

        assert self.put(client, conversation, refunds.pk).status_code == 204
        assert self.menu(client, conversation).count('aria-checked="true"') == 2  # with the priority
        page = client.get(reverse("inbox:conversation", args=[conversation.pk])).text
        assert "promised “<bdi>Refunds</bdi>”" in page

        assert self.put(client, conversation, "").status_code == 204
        assert queries.given_policy(conversation.pk) is None

    def test_only_what_is_offered_is_given(self, client, agent):
        conversation, usual = make_conversation(), make_policy("All", first_seconds=HOUR)
        assert "Promise more" not in self.menu(client, conversation)
        for policy in (usual.pk, 987_654, "x"):
            refused = self.put(client, conversation, policy)
            assert (refused.status_code, "does not count any more" in refused.text) == (422, True)

    def test_what_a_rule_gave_is_named_and_can_be_taken_back_though_it_is_not_offered(self, client, agent):
        conversation, usual = make_conversation(), make_policy("All", first_seconds=HOUR)
        give(conversation, usual)
        menu = self.menu(client, conversation)
        assert self.put(client, conversation, usual.pk).status_code == 204
        assert ("Promise more" in menu, menu.count('<bdi class="clip">All</bdi>')) == (True, 1)
        assert self.put(client, conversation, "").status_code == 204
        assert queries.given_policy(conversation.pk) is None

    def test_nothing_is_promised_in_what_is_closed_or_hidden(self, client, agent):
        refunds, closed, hidden = make_given(), make_conversation(), make_conversation()
        inbox.resolve(conversation=closed, by=agent, at=NOON)
        inbox.assign(conversation=hidden, assignee=None, team=make_team(is_private=True), by=agent, at=NOON)
        assert self.put(client, closed, refunds.pk).status_code == 422
        assert self.put(client, hidden, refunds.pk).status_code == 404

    def test_a_supervisor_makes_one(self, client):
        client.force_login(make_agent("Nasrin", role="SUPERVISOR"))
        said = {
            "name": "Refunds", "is_active": "on", "is_given": "on", "priorities": ["URGENT"], "resolution": "48",
            "resolution_unit": "3600", "first_unit": "60", "next_unit": "60", "base": "ALWAYS", "warn_percent": "75",
        }  # fmt: skip
        client.post(reverse("promises_settings:new_policy"), said)
        [made] = queries.newest()
        assert (made.is_given, made.conditions) == (True, {})
        assert "Only where it is given" in client.get(reverse("promises_settings:policies")).text
        assert 'name="is_given"' in client.get(reverse("promises_settings:policy", args=[made.policy_id])).text
