"""Transcripts, corrections and the dashboard: what people see of the bot, and what it learns from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts.models import Role
from rafiq.bot import lessons, services
from rafiq.bot.desk import figures
from rafiq.bot.desk.queries import dashboard
from rafiq.bot.models import BotSettings, IntentExample, Session, Turn
from rafiq.inbox import services as inbox
from rafiq.knowledge.models import AskedWay
from tests.bot.desk_world import make_answered, make_turn
from tests.knowledge.making import show
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_agent("Chief", role=Role.SUPERVISOR)


@pytest.fixture
def browser(client, chief):
    client.force_login(chief)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"bot_settings:{name}", args=args)


class TestTranscripts:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"answered?", "unknown?", "person?"}), ("only=answered", {"answered?"}),
            ("only=abstained", {"unknown?"}), ("only=handed_over", {"person?"}), ("only=unhelpful", {"unknown?"}),
            ("language=fa", {"person?"}), ("only=nonsense", {"answered?", "unknown?", "person?"}),
            ("channel=999999", set()),
        ],
    )  # fmt: skip
    def test_are_narrowed(self, browser, query, found):
        make_answered(make_conversation("answered?"))
        make_turn(make_conversation("unknown?"), kind="ABSTAIN", verdict="DID_NOT")
        make_turn(make_conversation("person?"), kind="HAND_OVER", language="fa")
        make_turn(make_conversation("passed?"), kind="PASSED", state="SILENT")

        rows = browser.get(f"{at('transcripts')}?{query}").context["rows"]

        assert {row.asked for row in rows} == found

    def test_go_on_where_a_page_ended(self, browser):
        turns = [
            make_answered(make_conversation(f"q{place}"), at=NOON + timedelta(minutes=place)) for place in range(33)
        ]

        first = browser.get(at("transcripts"))
        second = browser.get(at("transcripts"), {"after": first.context["after"]})

        shown = [row.pk for page in (first, second) for row in page.context["rows"]]
        assert shown == [turn.pk for turn in reversed(turns)]

    def test_cost_the_same_however_many_there_are(self, browser, django_assert_max_num_queries):
        for place in range(25):
            make_answered(make_conversation(f"q{place}"))

        with django_assert_max_num_queries(12):
            browser.get(at("transcripts"))

    def test_tell_of_one_conversation_why_in_plain_words(self, browser):
        evidence = {"decision": "ANSWER", "hits": [{"title": "Returns", "coverage": 0.7, "phrase": 0.9}]}
        talk = make_conversation("can i send it bak")
        make_answered(talk, reading="can i send it back", confidence=0.83, evidence=evidence)

        page = browser.get(at("dialogue", talk.pk)).text

        assert "Understood as: “can i send it back”." in page
        assert "Sure to 83%." in page
        assert "“Returns” has 70% of the telling words of the question." in page
        assert "People ask for it in nearly these words." in page

    def test_of_a_conversation_without_the_bot_are_not_there(self, browser):
        assert browser.get(at("dialogue", make_conversation().pk)).status_code == 404


class TestCorrecting:
    def test_to_an_article_teaches_a_way_of_asking_and_can_be_undone(self, browser, chief):
        article = show("Returning a product")
        turn = make_turn(make_conversation("can i send it back pls"), kind="ABSTAIN")

        answer = browser.post(at("correction", turn.pk), {"article_key": article.article.key})

        assert answer.status_code == 303
        way = AskedWay.objects.get()
        assert (way.text, way.state, way.translation) == ("can i send it back pls", "APPROVED", article)
        turn.refresh_from_db()
        assert (turn.corrected_by, turn.correction["article_key"]) == (chief, article.article.key)
        [lesson] = lessons.corrected()
        assert (lesson.text, lesson.article_key) == ("can i send it back pls", article.article.key)

        browser.post(at("correction_undo", turn.pk))

        way.refresh_from_db()
        turn.refresh_from_db()
        assert (way.state, turn.correction, turn.corrected_at) == ("DISMISSED", {}, None)
        assert list(lessons.corrected()) == []

    def test_to_an_intent_teaches_an_example_and_can_be_undone(self, browser):
        intent = services.save_intent(None, {"name": "late"}, examples=[("en", "where is it")], at=NOON)
        turn = make_turn(make_conversation("it did not come"), kind="ABSTAIN")

        browser.post(at("correction", turn.pk), {"intent": "late"})

        learned = IntentExample.objects.get(source="CORRECTION")
        assert (learned.intent, learned.text, learned.language) == (intent, "it did not come", "en")

        browser.post(at("correction_undo", turn.pk))
        assert [one.text for one in intent.examples.all()] == ["where is it"]

    def test_undone_leaves_an_example_that_was_there_before(self, browser):
        intent = services.save_intent(None, {"name": "late"}, examples=[("en", "it did not come")], at=NOON)
        turn = make_turn(make_conversation("it did not come"), kind="ABSTAIN")

        browser.post(at("correction", turn.pk), {"intent": "late"})
        browser.post(at("correction_undo", turn.pk))

        assert intent.examples.count() == 1

    def test_to_a_person_makes_a_question_without_an_answer(self, browser):
        turn = make_answered(make_conversation("my mother died"))

        browser.post(at("correction", turn.pk), {"should": "PERSON"})

        assert list(lessons.corrected()) == [lessons.Lesson("my mother died", "en")]

    def test_what_is_learned_holds_nothing_personal(self, browser):
        talk = make_conversation("Mina here, 09121234567, mina@shop.example, order 998877 comes too late", name="Mina")
        turn = make_answered(talk)
        intent = services.save_intent(None, {"name": "late"}, at=NOON)

        browser.post(at("correction", turn.pk), {"intent": "late"})

        [kept] = intent.examples.values_list("text", flat=True)
        assert "comes too late" in kept
        assert not any(one in kept for one in ("Mina", "0912", "shop.example", "998877"))

    @pytest.mark.parametrize("words", ["09121234567", "mina@shop.example"])
    def test_what_is_nothing_but_personal_teaches_nothing(self, browser, words):
        turn = make_answered(make_conversation(words))
        intent = services.save_intent(None, {"name": "late"}, at=NOON)

        assert browser.post(at("correction", turn.pk), {"intent": "late"}).status_code == 422
        assert not intent.examples.exists()

    def test_a_second_correction_takes_the_place_of_the_first(self, browser):
        services.save_intent(None, {"name": "late"}, at=NOON)
        turn = make_turn(make_conversation("it did not come"), kind="ABSTAIN")

        browser.post(at("correction", turn.pk), {"intent": "late"})
        browser.post(at("correction", turn.pk), {"should": "PERSON"})

        assert not IntentExample.objects.exists()
        turn.refresh_from_db()
        assert turn.correction["should"] == "PERSON"

    @pytest.mark.parametrize("given", [{}, {"article_key": "gone"}, {"intent": "gone\0"}, {"should": "FLY"}])
    def test_nonsense_is_refused_in_words(self, browser, given):
        turn = make_answered(make_conversation("hello"))

        assert browser.post(at("correction", turn.pk), given).status_code == 422
        turn.refresh_from_db()
        assert turn.corrected_at is None

    def test_is_not_for_agents(self, client):
        turn = make_answered(make_conversation("hello"))
        client.force_login(make_agent())

        assert client.post(at("correction", turn.pk), {"should": "PERSON"}).status_code == 403
        turn.refresh_from_db()
        assert turn.corrected_at is None


class TestDashboard:
    @pytest.fixture
    def week(self):
        """Six conversations of this week, made by hand; each has the outcome its words name."""
        now = timezone.now()
        shop, mail = make_channel(), make_channel("mail")
        make_answered(make_conversation("resolved", channel=shop), at=now, seconds=2)
        make_answered(make_conversation("resolved too", channel=mail), at=now, seconds=4, language="fa")
        asked = make_conversation("answered, then a person", channel=shop)
        make_answered(asked, at=now, seconds=30)
        make_reply(asked, make_agent("Kaveh"), at=now)
        make_turn(make_conversation("handed over", channel=shop), kind="HAND_OVER", at=now)
        unknown = make_turn(make_conversation("abstained", channel=shop), kind="ABSTAIN", at=now)
        Session.objects.filter(pk=unknown.session_id).update(silent_since=now, reason="FAILED")
        make_answered(make_conversation("wrong", channel=shop), at=now, seconds=6, verdict="DID_NOT")
        make_turn(make_conversation("suggested", channel=mail), state="USED", at=now)
        make_turn(make_conversation("suggested in vain", channel=mail), state="DISMISSED", at=now)
        make_answered(make_conversation("long ago", channel=shop), at=now - timedelta(days=900))
        return shop, mail

    def numbers(self, browser, **query: object) -> dict[str, int]:
        context = browser.get(at("dashboard"), query).context
        return {tile["kind"]: tile["share"].part for tile in context["tiles"]}

    def test_counts_each_conversation_once_by_what_became_of_it(self, browser, week):
        assert self.numbers(browser) == {"resolved": 2, "handed_over": 2, "abstained": 1, "wrong": 1}

    def test_is_narrowed_by_language_and_channel(self, browser, week):
        _shop, mail = week

        assert self.numbers(browser, language="fa") == {"resolved": 1, "handed_over": 0, "abstained": 0, "wrong": 0}
        assert self.numbers(browser, channel=mail.pk)["resolved"] == 1

    def test_tells_how_fast_it_is_what_it_saved_and_what_became_of_suggestions(self, browser, week):
        services.save_settings({"minutes": 15}, at=NOON)

        context = browser.get(at("dashboard")).context

        assert context["speed"].median == 5.0  # of 2, 4, 6 and 30 seconds
        assert (context["saved"], context["saved_hours"]) == (2, "0.5")
        assert (context["suggestions"].part, context["suggestions"].whole) == (1, 2)

    @pytest.mark.parametrize(
        ("outcome", "asked"),
        [
            ("resolved", {"resolved", "resolved too"}), ("abstained", {"abstained"}), ("wrong", {"wrong"}),
            ("handed_over", {"handed over", "answered, then a person"}),
        ],
    )  # fmt: skip
    def test_leads_to_the_conversations_behind_each_number(self, browser, week, outcome, asked):
        tiles = {tile["kind"]: tile["href"] for tile in browser.get(at("dashboard")).context["tiles"]}

        rows = browser.get(tiles[outcome]).context["rows"]

        assert {row.asked for row in rows} == asked

    def test_needs_two_statements_for_its_figures(self, chief, week, django_assert_num_queries):
        wanted = dashboard.Wanted(
            starts=figures.week_starts(at=timezone.now(), weeks=12, language="fa", zone="Asia/Tehran")
        )
        with django_assert_num_queries(2):
            dashboard.cells(chief, wanted)
            dashboard.speed(chief, wanted)

    def test_counts_only_what_its_reader_may_see(self, week):
        agent = make_agent()
        hidden = make_conversation("confidential", thread="secret")
        make_answered(hidden, at=timezone.now())
        team = make_team("Executive", is_private=True)
        inbox.assign(conversation=hidden, assignee=None, team=team, by=make_agent(role=Role.SUPERVISOR), at=NOON)
        wanted = dashboard.Wanted(starts=figures.week_starts(at=timezone.now(), weeks=4, language="en", zone="UTC"))

        def count(reader: object) -> int:
            return sum(cell.conversations for cell in dashboard.cells(reader, wanted))  # type: ignore[arg-type]

        assert (count(agent), count(make_agent(role=Role.SUPERVISOR))) == (6, 7)

    def test_minutes_are_changed_by_administrators_only(self, client, browser):
        assert browser.post(at("dashboard"), {"minutes": "9"}).status_code == 403
        client.force_login(make_agent(role=Role.ADMINISTRATOR))
        assert client.post(at("dashboard"), {"minutes": "0"}).status_code == 422
        assert client.post(at("dashboard"), {"minutes": "9"}).status_code == 303
        assert BotSettings.objects.get().minutes == 9

    def test_is_empty_without_turns_and_says_so(self, browser):
        assert "Nothing to count yet" in browser.get(at("dashboard")).text


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (0, 0, 0, 1)]
)
def test_the_interval_of_a_share_is_wilsons(part, whole, low, high):
    assert figures.wilson(part, whole) == pytest.approx((low, high), abs=0.001)


def test_weeks_begin_where_the_reader_begins_them():
    persian = figures.week_starts(at=NOON, weeks=2, language="fa", zone="Asia/Tehran")

    assert [one.isoformat() for one in persian] == [
        "2026-11-13T20:30:00+00:00", "2026-11-20T20:30:00+00:00", "2026-11-27T20:30:00+00:00",
    ]  # fmt: skip


def test_only_turns_that_said_something_are_seen(chief):
    make_turn(make_conversation("x"), kind="PASSED", state="SILENT")
    wanted = dashboard.Wanted(starts=figures.week_starts(at=NOON, weeks=4, language="en", zone="UTC"))

    assert dashboard.cells(chief, wanted) == []
    assert Turn.objects.count() == 1
