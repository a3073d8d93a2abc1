"""What the demo company answers with: its help centre, its bot, and what ninety days left behind."""

from __future__ import annotations

import pytest
from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.bot import queries as bot
from rafiq.bot.models import Case, Intent, Turn
from rafiq.demo import fill
from rafiq.demo.answers import LANGUAGES, lines, taught
from rafiq.demo.outside import orders
from rafiq.inbox.models import Channel, Conversation
from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Anyone, Staff
from rafiq.knowledge.models import AskedWay, Freshness, State, Translation
from rafiq.knowledge.queries import gaps
from rafiq.platform.search.models import Entry
from rafiq.workforce import queries as workforce
from tests.makers import NOON


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """Filled once for all of these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill.fill(at=NOON, conversations=40, tell=lambda done, total, what: None)
        yield
        transaction.set_rollback(True)


def test_the_help_centre_has_all_articles_in_three_languages_and_some_that_are_not_finished(company):
    shown = Translation.objects.filter(live__isnull=False)

    assert {language: shown.filter(language=language).count() for language in LANGUAGES} == dict.fromkeys(LANGUAGES, 74)
    assert set(Translation.objects.filter(live=None).values_list("state", flat=True)) == {
        State.DRAFT, State.IN_REVIEW, State.SCHEDULED,
    }  # fmt: skip
    assert not shown.filter(published_at__gt=NOON).exists()
    late = Translation.objects.select_related("source__translation").get(article__key="repair-cost", language="en")
    assert knowledge.freshness(late) == Freshness.OUTDATED


def test_what_is_shown_is_found_at_once_and_only_by_whom_it_is_for(company):
    agent = Agent.objects.get(email="elham@narvan.example")

    assert Entry.objects.filter(source="article").count() == 222
    assert "track-order" in [one.key for one in knowledge.search(Anyone(), "پیگیری سفارش", language="fa")]
    assert "angry-customers" not in [one.key for one in knowledge.search(Anyone(), "angry customer", language="en")]
    assert "angry-customers" in [one.key for one in knowledge.search(Staff(agent.pk), "angry customer", language="en")]


def test_gaps_votes_and_suggestions_are_there_to_look_at(company):
    found = gaps.gaps(at=NOON, language="fa")

    assert "تلویزیون" in " ".join(gap.asked for gap in found)
    unhelpful = [one.article_id for one in gaps.unhelpful(reader_language="fa")[:8]]
    assert Translation.objects.filter(article__in=unhelpful, article__key="repair-cost").exists()
    assert AskedWay.objects.filter(state=AskedWay.State.SUGGESTED, count__gt=2).exists()


def test_the_bot_speaks_in_the_chat_window_suggests_for_mail_and_is_silent_elsewhere(company):
    settings = bot.settings()
    modes = {one.kind: settings.mode_of(channel_id=one.pk, kind=one.kind) for one in Channel.objects.all()}

    assert settings.is_active
    assert modes == {"webchat": "ANSWER", "mail": "SUGGEST", "kavenegar": "OFF", "telegram": "OFF"}


def test_what_it_was_taught_is_published_whole(company):
    live = bot.taught()

    assert len(live.intents) == Intent.objects.count() == 12
    assert set(live.actions) == {"order-status", "move-visit", "change-address"}
    assert all({code for code, _words in one.examples} == set(LANGUAGES) for one in live.intents.values())
    articles = {one.article_key for one in live.intents.values() if one.does == "ARTICLE"}
    assert articles == set(Translation.objects.filter(article__key__in=articles).values_list("article__key", flat=True))
    assert not Case.objects.filter(expected="INTENT", intent=None).exists()


def test_its_conversations_tell_of_answers_silence_people_and_mistakes(company):
    turns = Turn.objects.select_related("message", "answer")

    assert turns.count() == len(lines("talks")) == 40
    assert {"ANSWER", "ABSTAIN", "HAND_OVER", "ACTION", "INTENT"} == set(turns.values_list("kind", flat=True))
    assert turns.filter(corrected_at__isnull=False).count() == 3
    assert all(turn.message.said_at < turn.answer.said_at <= NOON for turn in turns)
    assert not Conversation.objects.filter(pk__in=turns.values("session__conversation"), resolved_at__gt=NOON).exists()


def test_people_are_there_at_their_own_hours(company):
    now = workforce.opening(at=NOON)

    assert now is not None
    assert now.zone == "Asia/Tehran"


def test_its_actions_follow_the_order_system_wherever_it_listens(company):
    taught.point("http://127.0.0.1:4321")

    assert {one.url for one in bot.taught().actions.values()} == {
        f"http://127.0.0.1:4321/orders/{name}" for name in ("order-status", "move-visit", "change-address")
    }


def test_the_order_system_knows_its_orders_and_says_so_in_the_customers_language():
    known, answer = orders.answer("/orders/order-status", b'{"values": {"order": "NV-482913"}, "language": "fa"}')
    unknown, refusal = orders.answer("/orders/move-visit", b'{"values": {"order": "NV-1"}, "language": "ar"}')

    assert (known, answer["order"]) == (200, "NV-482913")
    assert set(answer["status"]) == set(LANGUAGES)
    assert unknown == 404
    assert "رقم" in refusal["message"]
