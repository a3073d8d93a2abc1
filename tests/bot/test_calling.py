"""A person is called: honest about when, with everything already said; and agents see it in their own language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from rafiq.accounts.models import Role
from rafiq.bot import services as bot
from rafiq.bot.dialogue import mood
from rafiq.bot.models import Promise, Silence, Turn
from rafiq.channels.webchat import live
from rafiq.customers import services as customers
from rafiq.customers.models import Identity
from rafiq.customers.segmenting import Condition
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.workforce import services as workforce
from rafiq.workforce import telling
from rafiq.workforce.timetable import Opening
from tests.bot.talk import Chat, know, now, switch_on
from tests.makers import make_agent, make_channel, make_reply, make_team

ASKED = "چند روز وقت دارم جنس رو پس بدم؟"
UNKNOWN = "هوای فردا در مریخ چطور است؟"
FRIDAY_NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
SATURDAY = Opening(False, datetime(2026, 11, 28, 4, 30, tzinfo=UTC), None, "Asia/Tehran")


def open_on(week: list[list[tuple[str, str]]]) -> None:
    boss = make_agent("Boss", role=Role.ADMINISTRATOR)
    workforce.save_hours(team=None, week=week, time_zone="Asia/Tehran", by=boss, at=now())


def closed_today() -> list[list[tuple[str, str]]]:
    """A week in which nobody is there today."""
    week = [[("08:00", "16:00")] for _day in range(7)]
    for ahead in (-1, 0, 1):
        week[(now() + timedelta(days=ahead)).weekday()] = []
    return week


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fa", "فردا، شنبه، ساعت ۸:۰۰ (به وقت تهران)"),
        ("ar", "غدًا السبت الساعة ٨:٠٠ ص (بتوقيت طهران)"),
        ("en", "tomorrow, Saturday, at 8:00 AM (Tehran time)"),
    ],
)
def test_when_people_are_back_is_said_as_the_customer_writes_it(language, said):
    with translation.override(language):
        words = telling.when(SATURDAY.opens_at, zone=SATURDAY.zone, language=language, at=FRIDAY_NIGHT)

    assert words.replace("\xa0", " ") == said


@pytest.mark.django_db
class TestNotKnowing:
    def test_it_says_so_calls_a_person_and_promises_when(self, plain_chat):
        open_on(closed_today())

        answer = plain_chat.say(UNKNOWN)

        assert "حدس" in answer
        assert "برمی‌گردیم" in answer
        assert "تهران" in answer
        promise = Promise.objects.get()
        assert promise.due_at > now()
        assert plain_chat.notes[0].extras["handover"]["due_at"] == promise.due_at.isoformat()
        assert plain_chat.conversation.waiting_since is not None
        assert plain_chat.conversation.assignee is None

    def test_while_people_are_there_it_names_no_time(self, plain_chat):
        open_on([[("00:00", "24:00")]] * 7)

        assert "همین‌جا پاسخ می‌دهد" in plain_chat.say(UNKNOWN)
        assert Promise.objects.get().due_at is None

    def test_it_still_answers_what_it_knows_and_the_customer_goes_on_waiting(self, plain_chat):
        plain_chat.say(UNKNOWN)

        assert "هفت روز" in plain_chat.say(ASKED)
        assert plain_chat.conversation.waiting_since is not None

    def test_the_second_time_it_leaves_the_conversation_to_people(self, plain_chat):
        plain_chat.say(UNKNOWN)
        plain_chat.say("طرز تهیهٔ قورمه‌سبزی چیست")

        assert plain_chat.session.reason == Silence.FAILED
        assert plain_chat.say(ASKED) == ""
        assert Promise.objects.count() == 1

    def test_an_answer_that_was_not_it_counts_too(self, plain_chat):
        plain_chat.say(ASKED)
        plain_chat.say("نه این نبود")
        plain_chat.say(UNKNOWN)

        assert plain_chat.session.reason == Silence.FAILED
        assert Turn.objects.get(kind=Turn.Kind.ANSWER).verdict == Turn.Verdict.DID_NOT

    def test_a_conversation_without_end_gets_a_person(self, plain_chat):
        plain_chat.say("سلام")
        type(plain_chat.session).objects.update(said=20)

        plain_chat.say(ASKED)

        assert plain_chat.session.reason == Silence.ENDLESS


@pytest.mark.django_db
class TestContact:
    def test_a_visitor_is_asked_once_and_what_they_leave_is_kept_as_a_claim(self, plain_chat):
        assert "ایمیل" in plain_chat.say(UNKNOWN)

        assert "+989123456789" in plain_chat.say("شماره‌ام ۰۹۱۲۳۴۵۶۷۸۹ است")
        identity = Identity.objects.get(kind="PHONE")
        assert (identity.value, identity.is_verified) == ("+989123456789", False)
        assert plain_chat.conversation.waiting_since is not None

    def test_it_is_taken_even_when_the_bot_is_silent_already(self, plain_chat):
        plain_chat.say("اپراتور")

        assert "me@shop.example" in plain_chat.say("me@shop.example")
        assert plain_chat.say("الو؟") == ""

    def test_whoever_can_be_reached_is_not_asked(self, plain_chat):
        plain_chat.write("سلام", email="me@shop.example")

        assert "ایمیل" not in plain_chat.say(UNKNOWN)

    def test_one_conversation_stays_one(self, plain_chat):
        for words in (UNKNOWN, "۰۹۱۲۳۴۵۶۷۸۹", "اپراتور"):
            plain_chat.say(words)

        assert type(plain_chat.conversation).objects.count() == 1


@pytest.mark.django_db
class TestReasons:
    @pytest.mark.parametrize(
        "said",
        [
            "شما دزدید!!", "ازتون شکایت می‌کنم", "افتضاح، واقعا خجالت بکشید", "کلاهبردار",
            "انتم نصابين", "سأشتكي لحماية المستهلك",
            "you are scammers", "this is ridiculous and unacceptable", "I will sue you", "shoma dozd hastid kesafat",
        ],
    )  # fmt: skip
    def test_anger_gets_a_person_at_once_with_the_mood_told(self, plain_chat, said):
        plain_chat.say(said)

        assert plain_chat.session.reason == Silence.ANGER
        assert plain_chat.notes[0].extras["handover"]["mood"] == "ANGRY"

    @pytest.mark.parametrize(
        "said",
        [
            "چطور شکایت ثبت کنم؟", "یخچالم خراب شده", "خیلی دیر شد", "متاسفانه نتونستم پرداخت کنم",
            "كيف أقدم شكوى؟", "الخلاط لا يعمل",
            "how do i file a complaint", "my fridge is broken", "i am sorry to bother you",
            "گاوصندوق دارید؟", "!!!!", "URGENT PLEASE",
        ],
    )  # fmt: skip
    def test_a_mishap_is_no_anger(self, said):
        assert mood.read(said).name != "ANGRY"

    def test_an_administrator_may_leave_anger_to_the_bot(self, plain_chat):
        switch_on(hands_over_anger=False)
        plain_chat.say("کلاهبردار")

        assert plain_chat.turn.reason != Silence.ANGER

    def test_an_important_customer_gets_a_person_at_once(self, plain_chat):
        boss = make_agent("Boss", role=Role.ADMINISTRATOR)
        conditions = [Condition("name", "is", "VIP")]
        segment = customers.save_segment(
            None, name="VIP", conditions=conditions, is_any=False, is_shared=True, by=boss, at=now()
        )
        switch_on(segment_id=segment.pk)

        plain_chat.say(ASKED, name="VIP")

        assert plain_chat.session.reason == Silence.IMPORTANT

    def test_so_does_a_conversation_with_the_tag(self, plain_chat):
        tag = inbox.save_tag(None, name="VIP", hue=1)
        switch_on(tag_id=tag.pk)
        said = plain_chat.write(ASKED)
        inbox.tag(conversation=said.conversation, tag=tag, by=make_agent(), at=now())

        bot.take(said.pk, at=now())

        assert plain_chat.session.reason == Silence.IMPORTANT


@pytest.mark.django_db(transaction=True)
def test_a_promise_is_kept_when_a_person_answers(chat, run_jobs):
    chat.say(UNKNOWN)
    make_reply(chat.conversation, make_agent(), at=now())
    run_jobs()

    assert Promise.objects.get().kept_at is not None


@pytest.mark.django_db
class TestShown:
    @pytest.mark.parametrize(
        ("language", "words"),
        [("fa", "به گفتهٔ مشتری"), ("ar", "بكلمات العميل"), ("en", "In the customer’s words")],
    )
    def test_the_note_speaks_the_agents_language(self, plain_chat, client, language, words):
        plain_chat.say(UNKNOWN)
        client.force_login(make_agent(language=language))

        page = client.get(reverse("inbox:conversation", args=[plain_chat.conversation.pk])).text

        assert words in page
        assert UNKNOWN in page

    def test_the_note_is_the_bots_and_holds_the_matter_and_not_the_call_for_a_person(self, plain_chat, client):
        plain_chat.say(ASKED)
        plain_chat.say("اپراتور لطفا")
        client.force_login(make_agent())

        page = client.get(reverse("inbox:conversation", args=[plain_chat.conversation.pk])).text

        assert plain_chat.notes[0].extras["handover"]["wants"] == [ASKED]
        assert "A former colleague" not in page

    def test_a_bots_answer_is_told_from_a_colleagues(self, plain_chat, client):
        plain_chat.say(ASKED)
        client.force_login(make_agent())

        page = client.get(reverse("inbox:conversation", args=[plain_chat.conversation.pk])).text

        assert "Automatic answer" in page
        assert "A former colleague" not in page

    def test_markup_in_what_was_said_stays_words(self, plain_chat, client):
        plain_chat.say("<script>alert(1)</script> اپراتور لطفا با آدم حرف بزنم")
        client.force_login(make_agent())

        page = client.get(reverse("inbox:conversation", args=[plain_chat.conversation.pk])).text

        assert "<script>alert" not in page

    def test_a_note_that_lost_its_shape_breaks_no_page(self, plain_chat, client):
        plain_chat.say("اپراتور")
        for broken in ({}, [], {"wants": 5, "values": [1], "due_at": "x", "reason": {}}, None):
            Message.objects.filter(kind="NOTE").update(extras={"handover": broken})
            client.force_login(make_agent())
            url = reverse("inbox:conversation", args=[plain_chat.conversation.pk])
            assert client.get(url).status_code == 200

    def test_the_chat_window_gets_name_links_and_buttons(self, plain_chat):
        plain_chat.say(ASKED)
        Message.objects.filter(kind="OUTBOUND").update(delivery="SENT")

        shown = live.snapshot(thread=plain_chat.thread, channel_id=plain_chat.channel.pk, after=0)["messages"][-1]

        assert shown["name"] == "دستیار"
        assert [one["text"] for one in shown["bot"]["buttons"]] == ["مشکلم حل شد", "با یک نفر صحبت کنم"]

    def test_a_messenger_gets_plain_words(self, db):
        switch_on()
        know()
        chat = Chat(kind="whatsapp")
        sender = ("PHONE", "+989120000000")

        answer = chat.say(ASKED, sender=sender)

        assert "شرایط و مهلت مرجوع کردن کالا" in answer
        assert "buttons" not in chat.newest_answer().extras


@pytest.mark.django_db
class TestSuggesting:
    @pytest.fixture
    def mail(self):
        switch_on()
        know()
        chat = Chat(channel=make_channel("mail"))
        chat.say(ASKED, sender=("EMAIL", "me@shop.example"))
        return chat

    def test_nothing_is_sent_and_the_agent_sees_it(self, mail, client):
        client.force_login(make_agent())

        page = client.get(reverse("bot_talk:suggestion", args=[mail.conversation.pk])).text

        assert mail.newest_answer() is None
        assert "هفت روز" in page
        assert mail.conversation.waiting_since is not None

    def test_nothing_is_suggested_where_the_bot_is_not_sure(self, mail):
        mail.say(UNKNOWN, sender=("EMAIL", "me@shop.example"))

        assert not Turn.objects.filter(state=Turn.State.SUGGESTED).exists()
        assert not mail.notes

    @pytest.mark.parametrize(
        ("address", "state"), [("suggestion_usage", "USED"), ("suggestion_dismissal", "DISMISSED")]
    )
    def test_it_is_used_or_dismissed_once(self, mail, client, address, state):
        client.force_login(make_agent())

        assert client.post(reverse(f"bot_talk:{address}", args=[mail.turn.pk])).status_code == 200
        assert mail.turn.state == state
        assert "هفت روز" not in client.get(reverse("bot_talk:suggestion", args=[mail.conversation.pk])).text

    def test_whoever_may_not_see_the_conversation_sees_no_suggestion(self, mail, client):
        team = make_team("Secret", is_private=True)
        boss = make_agent("Boss", role=Role.ADMINISTRATOR)
        inbox.assign(conversation=mail.conversation, assignee=None, team=team, by=boss, at=now())
        client.force_login(make_agent())

        assert client.get(reverse("bot_talk:suggestion", args=[mail.conversation.pk])).status_code == 404
        assert client.post(reverse("bot_talk:suggestion_usage", args=[mail.turn.pk])).status_code == 404


@pytest.mark.django_db
class TestChoosing:
    @pytest.fixture
    def asked(self, plain_chat):
        """The bot has asked which of two articles is meant."""
        plain_chat.say("سلام")
        options = [
            {"title": "شرایط و مهلت مرجوع کردن کالا", "source": "article", "key": "return"},
            {"title": "گارانتی و ضمانت دستگاه‌ها", "source": "article", "key": "warranty"},
        ]
        session = plain_chat.session
        session.state = {**session.state, "options": options}
        session.save(update_fields=["state"])
        return plain_chat

    @pytest.mark.parametrize("said", ["۲", "2", "دومی", "گارانتی و ضمانت دستگاه‌ها", "گارانتی"])
    def test_by_number_place_or_title(self, asked, said):
        assert "هجده ماه" in asked.say(said)

    def test_none_of_them_calls_a_person(self, asked):
        asked.say("هیچ‌کدام")

        assert asked.turn.kind == Turn.Kind.ABSTAIN

    def test_other_words_are_a_new_question_and_it_is_not_asked_twice(self, asked):
        asked.say(UNKNOWN)

        assert asked.session.state["options"] == []
        assert asked.session.failures == 1
