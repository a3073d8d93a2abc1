"""What the bot promised stays in sight: in lists, in the conversation, and counted until a person answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.bot import queries
from rafiq.bot import services as bot
from rafiq.bot.models import Promise
from rafiq.inbox import services as inbox
from rafiq.workforce import services as workforce
from tests.bot.talk import Chat, now
from tests.bot.test_calling import closed_today, open_on
from tests.makers import make_agent, make_reply, make_team

pytestmark = pytest.mark.django_db
UNKNOWN = "هوای فردا در مریخ چطور است؟"


@pytest.fixture
def night_chat(plain_chat) -> Chat:
    """Somebody was told at night when people are back."""
    open_on(closed_today())
    plain_chat.say(UNKNOWN)
    return plain_chat


@pytest.fixture
def chief(client):
    found = make_agent("Nasrin", role=Role.SUPERVISOR, language="en")
    client.force_login(found)
    return found


def pass_time() -> None:
    Promise.objects.update(due_at=now() - timedelta(hours=1))


def promised_in(page) -> str:
    text = page.content.decode()
    return text[text.index("bot-promised") :][:400] if "bot-promised" in text else ""


class TestInSight:
    def test_in_the_list_and_in_the_conversation(self, client, chief, night_chat):
        conversation = night_chat.conversation

        for address in (
            reverse("inbox:home") + "?view=unassigned",
            reverse("inbox:conversation", args=[conversation.pk]),
        ):
            assert "The chatbot promised an answer" in promised_in(client.get(address, follow=True)), address

    def test_that_it_is_overdue_is_said_in_words(self, client, chief, night_chat):
        pass_time()

        page = client.get(reverse("inbox:conversation", args=[night_chat.conversation.pk]))

        assert "broken" in promised_in(page)

    def test_until_a_person_answers(self, client, chief, night_chat):
        make_reply(night_chat.conversation, chief)
        bot.a_person_answered(night_chat.conversation.pk, at=now())

        page = client.get(reverse("inbox:conversation", args=[night_chat.conversation.pk]))

        assert promised_in(page) == ""

    def test_one_without_a_time_is_no_clock(self, client, chief, plain_chat):
        plain_chat.say(UNKNOWN)

        page = client.get(reverse("inbox:conversation", args=[plain_chat.conversation.pk]))

        assert promised_in(page) == ""


class TestCounted:
    def test_the_dashboard_lists_what_is_owed_and_tells_what_is_late(self, client, chief, night_chat):
        pass_time()

        page = client.get(reverse("bot_settings:dashboard"))

        assert (page.context["owed"], page.context["late"]) == (1, 1)
        assert reverse("inbox:conversation", args=[night_chat.conversation.pk]) in page.content.decode()

    def test_only_what_its_reader_may_see(self, night_chat):
        boss, agent = make_agent("Chief", role=Role.SUPERVISOR), make_agent("Elham")
        team = make_team("Executive", is_private=True)
        inbox.assign(conversation=night_chat.conversation, assignee=None, team=team, by=boss, at=now())

        assert queries.open_promises(boss).count() == 1
        assert queries.open_promises(agent).count() == 0


class TestHours:
    def test_holidays_of_the_company_are_told_and_promised_past(self, plain_chat):
        boss = make_agent("Boss", role=Role.ADMINISTRATOR)
        week = [[("00:00", "24:00")] for _day in range(7)]
        hours = workforce.save_hours(team=None, week=week, time_zone="UTC", by=boss, at=now())
        today = now().date()
        workforce.save_day(None, of=hours, on=today, intervals=[], note="جشن نارون", by=boss, at=now())

        answer = plain_chat.say(UNKNOWN)

        assert "جشن نارون" in answer
        assert Promise.objects.get().due_at.date() == today + timedelta(days=1)
