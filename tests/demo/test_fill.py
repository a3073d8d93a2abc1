"""The demo company, stored."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Agent
from rafiq.customers.models import Customer, CustomField, LikelyPair, Segment
from rafiq.demo import fill
from rafiq.demo.answers import lines
from rafiq.inbox import queries
from rafiq.inbox.models import Conversation, Message
from rafiq.platform.log.models import Entry
from rafiq.promises import services as promises
from rafiq.promises.models import Promise
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    told: list[str] = []
    summary = fill.fill(at=NOON, conversations=80, tell=lambda done, total, what: told.append(what))
    return summary, told


def test_is_told_with_its_progress_and_log_ins(company):
    summary, told = company

    assert fill.is_filled()
    assert len(told) >= 5
    assert {one["role"] for one in summary["logins"]} == {"administrator", "supervisor", "agent"}
    assert all(Agent.objects.get(email=one["email"]).check_password(one["password"]) for one in summary["logins"])


def test_every_conversation_has_its_messages_its_log_and_can_be_found(company):
    agent = Agent.objects.get(role="ADMINISTRATOR")

    assert Conversation.objects.count() == 80 + len(lines("talks"))
    assert not Conversation.objects.exclude(pk__in=Message.objects.values("conversation")).exists()
    assert Entry.objects.filter(kind="inbox.conversation.opened").count() == 80 + len(lines("talks"))
    assert queries.counts(agent)["mine"] > 0
    assert queries.search(agent, "یخچال")


def test_nothing_is_owed_in_what_is_closed(company):
    assert not Conversation.objects.filter(resolved_at__isnull=False, waiting_since__isnull=False).exists()


def test_five_people_came_twice_and_somebody_should_look(company):
    pairs = {(pair.low.name, pair.high.name) for pair in LikelyPair.objects.select_related("low", "high")}

    assert {
        ("محمد رضایی", "Mohammad Rezaei"), ("خالد الحربي", "Khaled Al-Harbi"), ("سمیرا کریمی", "Samira Karimi"),
        ("نیلوفر یزدانی", "نیلوفر یزدانی"), ("Daniel Whitmore", "Daniel Whitmroe"),
    } <= pairs  # fmt: skip


def test_companies_fields_and_segments_are_there(company):
    named = Customer.objects.exclude(company_name="")

    assert named.exists()
    assert not named.filter(organisation=None).exists()
    assert CustomField.objects.count() == 3
    assert Segment.objects.filter(is_shared=True).count() == 6


def test_most_of_what_was_promised_was_kept():
    fill.fill(at=NOON, conversations=300, tell=lambda done, total, what: None)
    promises.follow_past()

    first = Promise.objects.filter(kind="FIRST_ANSWER").exclude(ending="CANCELLED")
    assert 0.02 < first.exclude(broken_at=None).count() / first.count() < 0.12
