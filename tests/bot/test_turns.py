"""A message and what the bot makes of it, through the real bus and the real jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from rafiq.bot import services as bot
from rafiq.bot.models import Silence, Turn
from rafiq.customers import services as customers
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.platform.log import dispatcher
from rafiq.platform.log.models import Cursor
from rafiq.platform.search.documents import Document
from tests.bot.talk import Chat, know, now, switch_on
from tests.makers import make_agent, make_channel, make_inbound, make_reply

through_the_bus = pytest.mark.django_db(transaction=True)
ASKED = "چند روز وقت دارم جنس رو پس بدم؟"
UNKNOWN = "هوای فردا در مریخ چطور است؟"


@through_the_bus
def test_a_message_is_heard_through_the_log_and_answered_by_jobs(chat):
    answer = chat.say(ASKED)

    assert "هفت روز" in answer
    assert chat.newest_answer().delivery == "SENT"


@through_the_bus
def test_what_the_log_holds_when_the_bot_is_switched_on_is_passed_over_and_what_comes_is_read(chat):
    switch_on(is_active=False)
    chat.write(ASKED)
    switch_on()

    assert Cursor.objects.get(subscriber="rafiq.bot.subscribers.hear").entry_id > 0
    assert dispatcher.dispatch_all(at=now()) > 0  # others read it
    assert Turn.objects.count() == 0
    assert "هفت روز" in chat.say(ASKED)


@through_the_bus
def test_whoever_switches_the_bot_on_does_not_have_it_answer_what_was_said_before(chat, run_jobs):
    at = now() - timedelta(days=1)
    intake.receive([make_inbound(ASKED, channel=chat.channel, thread=chat.thread, said_at=at)], at=at)

    dispatcher.dispatch_all(at=now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'bot.take' AND status = 'todo'")
        assert cursor.fetchone() == (0,)


class TestAnswering:
    def test_a_question_gets_the_fitting_passage_and_the_customer_is_owed_nothing(self, plain_chat):
        answer = plain_chat.say(ASKED)

        assert "هفت روز" in answer
        assert (plain_chat.turn.kind, plain_chat.turn.article_key) == (Turn.Kind.ANSWER, "return")
        assert plain_chat.conversation.waiting_since is None
        assert plain_chat.conversation.assignee is None

    def test_the_answer_has_no_author_and_says_that_it_is_a_bots(self, plain_chat):
        plain_chat.say(ASKED)

        sent = plain_chat.newest_answer()
        assert sent.author is None
        assert sent.extras["bot"]["name"] == "دستیار"
        assert sent.extras["is_automatic"]

    def test_the_language_is_the_messages(self, plain_chat):
        assert "سبعة أيام" in plain_chat.say("بدي رجع الغرض")
        assert "seven days" in plain_chat.say("can i send it back")

    def test_latin_letters_are_persian_or_arabic_where_they_are_meant_so(self, plain_chat):
        plain_chat.say("mikham jens ro pas bedam")

        assert plain_chat.turn.language == "fa"

    def test_an_internal_article_is_never_said_to_a_customer(self, plain_chat):
        plain_chat.say("قیمت همکاری برای همکاران")

        assert all("کارکنان" not in message.text for message in Message.objects.filter(kind="OUTBOUND"))
        assert plain_chat.turn.article_key != "wholesale"

    def test_what_is_for_customers_is_said_to_whoever_is_known_for_certain_only(self, plain_chat):
        secret = Document(
            source="article", key="club", language="fa", title="تخفیف باشگاه مشتریان", audience="CUSTOMERS",
            body="اعضای باشگاه با کد طلایی تخفیف می‌گیرند.", asked=("تخفیف باشگاه مشتریان چقدره",),
        )  # fmt: skip
        know(secret)
        stranger, known = Chat(channel=plain_chat.channel), Chat(channel=plain_chat.channel)
        facts = customers.Facts(email="vip@shop.example")
        customers.identify(visitor=known.thread, facts=facts, language="fa", at=now())

        assert "طلایی" not in stranger.say("تخفیف باشگاه مشتریان چقدره")
        assert "طلایی" in known.say("تخفیف باشگاه مشتریان چقدره")

    @pytest.mark.parametrize(
        ("kind", "sender", "is_known", "is_vouched"),
        [
            ("whatsapp", ("PHONE", "+989120000000"), True, False),
            ("mail", ("EMAIL", "me@shop.example"), False, False),
            ("webchat", ("VISITOR", "v"), False, False),
        ],
    )
    def test_who_is_known_for_certain(self, plain_chat, kind, sender, is_known, is_vouched):
        said = Chat(kind=kind).write(ASKED, sender=sender)

        situation = bot.see(said.pk, at=now()).situation

        assert situation.is_known == is_known
        assert ("CUSTOMERS" in situation.audiences) == is_vouched

    def test_a_snippet_answers_once_it_is_approved(self, plain_chat):
        given = {"language": "fa", "title": "نشانی شعبهٔ شیراز", "body": "شعبهٔ شیراز در خیابان زند است.", "at": now()}
        snippet = bot.save_snippet(None, **given, is_approved=False)
        assert "زند" not in plain_chat.say("نشانی شعبه شیراز")

        bot.save_snippet(snippet, **given, is_approved=True)
        assert "زند" in plain_chat.say("نشانی شعبه شیراز کجاست")
        assert plain_chat.turn.snippet_id == snippet.pk


class TestCourtesy:
    @pytest.mark.parametrize("said", ["سلام", "سلام خسته نباشید", "مرحبا كيفكم", "hi there!", "salam"])
    def test_a_greeting_is_answered_politely_and_nobody_is_called(self, plain_chat, said):
        assert plain_chat.say(said)
        assert plain_chat.turn.kind == Turn.Kind.SMALL_TALK
        assert not plain_chat.notes

    def test_a_greeting_with_a_question_is_a_question(self, plain_chat):
        assert "هفت روز" in plain_chat.say(f"سلام خسته نباشید {ASKED}")

    def test_whoever_asks_is_told_that_it_is_no_human(self, plain_chat):
        assert "no human" in plain_chat.say("are you a human?")

    def test_thanks_are_kept_with_the_answer_they_are_for(self, plain_chat):
        plain_chat.say(ASKED)
        answered = plain_chat.turn

        plain_chat.say("مشکلم حل شد")

        answered.refresh_from_db()
        assert answered.verdict == Turn.Verdict.HELPED


class TestWhatIsNotAnswered:
    def test_a_bot_that_is_switched_off(self, plain_chat):
        switch_on(is_active=False)
        assert plain_chat.say(ASKED) == ""

    def test_a_channel_where_it_does_nothing(self, plain_chat):
        switch_on(modes={str(plain_chat.channel.pk): "OFF"})
        assert plain_chat.say(ASKED) == ""

    def test_a_machine(self, plain_chat):
        assert plain_chat.say(ASKED, is_automatic=True) == ""

    def test_what_is_old(self, plain_chat):
        at = now() - timedelta(hours=2)
        said = make_inbound(ASKED, channel=plain_chat.channel, thread=plain_chat.thread, said_at=at)

        assert bot.take(intake.receive([said], at=at)[0].message_id, at=now()) is None

    def test_several_messages_in_a_row_get_one_answer(self, plain_chat):
        for said in [plain_chat.write(words) for words in ("سلام", "من یه جنس خریدم", ASKED)]:
            bot.take(said.pk, at=now())

        assert Message.objects.filter(conversation=plain_chat.conversation, kind="OUTBOUND").count() == 1
        assert "هفت روز" in plain_chat.newest_answer().text

    def test_a_wish_for_a_person_is_heard_whatever_was_said_after_it(self, plain_chat):
        for said in [plain_chat.write(words) for words in ("می‌خوام با آدم حرف بزنم", "الو؟")]:
            bot.take(said.pk, at=now())

        assert plain_chat.session.reason == Silence.ASKED

    @pytest.mark.parametrize(
        "said", ["x" * 100_000, "؟؟؟", "😀😀", "\u202e\u2066", "<script>alert(1)</script>", "{name} %s {{7}}"]
    )
    def test_nonsense_breaks_nothing(self, plain_chat, said):
        plain_chat.say(said)

        assert plain_chat.turn.kind in {Turn.Kind.ABSTAIN, Turn.Kind.PASSED, Turn.Kind.SMALL_TALK}

    def test_another_script_is_left_to_people(self, plain_chat):
        plain_chat.say("Привет, где мой заказ?")
        assert plain_chat.session.reason == Silence.LANGUAGE


@through_the_bus
class TestWhoHasTheWord:
    def test_after_an_agents_answer_the_bot_is_silent_until_the_conversation_is_closed(self, chat, run_jobs):
        chat.say(ASKED)
        agent = make_agent()
        make_reply(chat.conversation, agent, at=now())
        run_jobs()
        assert chat.say(ASKED) == ""

        inbox.resolve(conversation=chat.conversation, by=agent, at=now())
        inbox.assign(conversation=chat.conversation, assignee=None, team=None, by=agent, at=now())
        run_jobs()
        assert "هفت روز" in chat.say(ASKED)

    def test_whoever_takes_a_conversation_has_the_word(self, chat, run_jobs):
        chat.say("سلام")
        agent = make_agent()
        inbox.assign(conversation=chat.conversation, assignee=agent, team=None, by=agent, at=now())

        assert chat.say(ASKED) == ""

    def test_an_agent_who_answers_while_the_bot_thinks_is_not_talked_over(self, chat):
        said = chat.write(ASKED)
        make_reply(said.conversation, make_agent(), at=now())

        turn = bot.take(said.pk, at=now())

        assert turn.kind == Turn.Kind.PASSED
        assert Message.objects.filter(kind="OUTBOUND", author=None).count() == 0

    def test_the_bot_follows_a_merged_customer(self, chat, run_jobs):
        chat.say(UNKNOWN)
        other = Chat(run_jobs, channel=chat.channel)
        other.say("سلام")

        customers.merge(source=chat.conversation.customer, into=other.conversation.customer, at=now())
        run_jobs()

        assert chat.conversation.customer_id == other.conversation.customer_id
        assert "هفت روز" in chat.say(ASKED)

    def test_a_conversation_that_was_joined_takes_the_word_of_people_along(self, chat, run_jobs):
        chat.say("اپراتور")
        agent, mail = make_agent(), make_channel("mail")
        intake.receive(
            [make_inbound("Hi", channel=mail, thread=chat.thread, sender=("VISITOR", chat.thread))], at=now()
        )
        into = type(chat.conversation).objects.get(channel=mail)
        source = chat.conversation

        inbox.join(source, into=into, by=agent, at=now())
        run_jobs()

        assert chat.say(ASKED) == ""
        assert into.pk != source.pk


class TestQuiet:
    def test_what_only_the_bot_answered_is_closed_after_a_day(self, plain_chat):
        plain_chat.say(ASKED)
        assert bot.settle_quiet(at=now()) == 0

        assert bot.settle_quiet(at=now() + timedelta(days=2)) == 1
        assert not plain_chat.conversation.is_open

    def test_whoever_waits_for_a_person_is_never_closed(self, plain_chat):
        plain_chat.say(UNKNOWN)

        assert bot.settle_quiet(at=now() + timedelta(days=2)) == 0
