"""Conversations change hands and state through resources that can be repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rafiq.inbox.models import ConversationTag, Tag
from rafiq.inbox.presentation import snoozing
from tests.makers import make_agent, make_conversation, make_team, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara", zone="Asia/Tehran")
    client.force_login(agent)
    return agent


@pytest.fixture
def conversation(agent):
    return make_conversation("The fridge is warm", thread="one")


def put(client, name, conversation, data="", *more):
    return client.put(reverse(f"inbox:{name}", args=[conversation.pk, *more]), data)


def delete(client, name, conversation, *more):
    return client.delete(reverse(f"inbox:{name}", args=[conversation.pk, *more]))


class TestAssignment:
    def test_can_be_taken(self, client, agent, conversation):
        answer = put(client, "assignment", conversation, f"assignee={agent.pk}")

        conversation.refresh_from_db()
        assert conversation.assignee == agent
        assert "yours now" in answer.content.decode()

    def test_can_be_handed_to_a_team_and_given_back(self, client, agent, conversation):
        team = make_team("Tehran")
        put(client, "assignment", conversation, f"team={team.pk}")
        conversation.refresh_from_db()
        assert conversation.team == team

        put(client, "assignment", conversation)
        conversation.refresh_from_db()
        assert (conversation.team, conversation.assignee) == (None, None)

    def test_stays_in_the_team_when_a_colleague_takes_it(self, client, agent, conversation):
        team = make_team("Tehran")
        put(client, "assignment", conversation, f"team={team.pk}")
        put(client, "assignment", conversation, f"assignee={agent.pk}")

        conversation.refresh_from_db()
        assert (conversation.team, conversation.assignee) == (team, agent)

    @pytest.mark.parametrize(("data", "status"), [("assignee=999999", 404), ("assignee=x", 409), ("team=-1", 409)])
    def test_to_nobody_known_is_refused(self, client, agent, conversation, data, status):
        assert put(client, "assignment", conversation, data).status_code == status

    def test_offers_those_who_match(self, client, agent, conversation):
        make_agent("Badr")

        page = client.get(reverse("inbox:assignment", args=[conversation.pk]), {"q": "bad"}).content.decode()

        assert "Badr" in page
        assert "Sara" not in page


class TestTags:
    def test_are_put_on_and_taken_off_however_often(self, client, agent, conversation):
        tag = Tag.objects.create(name="Delivery")
        for _ in range(2):
            assert put(client, "tag", conversation, "", tag.pk).status_code == 204
        assert ConversationTag.objects.count() == 1
        for _ in range(2):
            assert delete(client, "tag", conversation, tag.pk).status_code == 204
        assert not ConversationTag.objects.exists()

    def test_offer_those_that_match(self, client, agent, conversation):
        for name in ("يخچال", "Invoice"):
            Tag.objects.create(name=name)

        page = client.get(reverse("inbox:tags", args=[conversation.pk]), {"q": "یخچال"}).content.decode()

        assert "يخچال" in page
        assert "Invoice" not in page


class TestSnooze:
    def test_until_a_moment_and_awake_again(self, client, agent, conversation):
        until = timezone.now() + timedelta(hours=1)
        put(client, "snooze", conversation, f"until={until:%Y-%m-%dT%H:%M:%S}%2B00:00")
        conversation.refresh_from_db()
        assert conversation.snoozed_until == until.replace(microsecond=0)

        delete(client, "snooze", conversation)
        conversation.refresh_from_db()
        assert conversation.snoozed_until is None

    def test_until_a_day_of_the_agents_calendar_in_the_agents_zone(self, client, agent, conversation):
        agent.calendar = "jalali"
        agent.save()
        parts = snoozing.day_to_write(timezone.now() + timedelta(days=3), agent)
        persian = parts.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

        answer = put(client, "snooze", conversation, f"day={persian}&time=09:00")

        conversation.refresh_from_db()
        assert answer.status_code == 200
        assert conversation.snoozed_until.astimezone(UTC).strftime("%H:%M") == "05:30"

    @pytest.mark.parametrize("data", ["", "until=2020-01-01T00:00:00Z", "day=1405/13/40", "until=nonsense", "day=x"])
    def test_until_no_moment_ahead_is_refused(self, client, agent, conversation, data):
        answer = put(client, "snooze", conversation, data)

        conversation.refresh_from_db()
        assert answer.status_code == 422
        assert conversation.snoozed_until is None

    def test_offers_mornings_of_the_agents_zone_and_week(self, agent):
        friday = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)  # 23:30 in Tehran

        offered = {choice.icon: choice.until for choice in snoozing.choices(agent, at=friday)}

        assert offered["sun"] == datetime(2026, 11, 28, 5, 30, tzinfo=UTC)
        assert offered["calendar"] == datetime(2026, 11, 28, 5, 30, tzinfo=UTC)
        assert "moon" not in offered


class TestResolution:
    def test_is_offered_to_be_undone(self, client, agent, conversation):
        answer = put(client, "resolution", conversation)
        conversation.refresh_from_db()
        assert not conversation.is_open
        assert reverse("inbox:resolution", args=[conversation.pk]) in answer.content.decode()

        assert delete(client, "resolution", conversation).status_code == 204
        conversation.refresh_from_db()
        assert conversation.is_open

    def test_by_two_at_once_tells_the_second(self, client, agent, conversation):
        put(client, "resolution", conversation)

        assert put(client, "resolution", conversation).status_code == 409

    def test_stays_when_the_customer_has_begun_anew(self, client, agent, conversation):
        put(client, "resolution", conversation)
        late = timezone.now() + timedelta(days=400)
        receipt = receive("Another matter", thread="one", at=late)
        answer = delete(client, "resolution", conversation)

        is_new = receipt.conversation_id != conversation.pk
        assert answer.status_code == (409 if is_new else 204)
