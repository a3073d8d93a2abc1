"""Routine matters: asked for step by step, corrected, confirmed, done by the company's own program, once."""

from __future__ import annotations

import hashlib
import hmac
import json

import httpx
import pytest
from django.utils import translation

from rafiq.bot import services as bot
from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import filling, wording
from rafiq.bot.models import Action, ActionRun, Session, Silence, Turn
from rafiq.bot.queries import taught
from rafiq.bot.services import acting, requesting
from rafiq.customers import services as customers
from rafiq.inbox.models import Message
from tests.bot.companys import Company, serving
from tests.bot.talk import Chat, now
from tests.makers import make_agent, make_reply

ORDER = Parameter(
    name="order", kind="ORDER", titles={"fa": "شمارهٔ سفارش", "en": "Order"}, prompts={"fa": "شمارهٔ سفارشتان چیست؟"}
)
DAY = Parameter(name="day", kind="DATE", titles={"fa": "روز", "en": "Day"}, prompts={"fa": "چه روزی بیاییم؟"})
PHONE = Parameter(name="phone", kind="PHONE", titles={"fa": "تلفن", "en": "Phone"}, prompts={"fa": "شمارهٔ تماس شما؟"})


@pytest.fixture
def company():
    with serving() as found:
        yield found


def declare(company: Company, *parameters: Parameter, **more: object) -> str:
    """Declare and publish the action that everything below is about; return its secret."""
    values = {
        "name": "status", "url": company.url, "needs_confirmation": False,
        "results": {"fa": "سفارش شما {status} است و {order.day} می‌رسد. {nothing}"}, **more,
    }  # fmt: skip
    action, secret = bot.save_action(None, values, parameters=parameters, at=now())
    examples = [("fa", "سفارشم کجاست"), ("fa", "وضعیت سفارش"), ("en", "where is my order")]
    intent = {"name": "status", "does": "ACTION", "action": action}
    bot.save_intent(None, intent, examples=examples, at=now())
    bot.publish(by=None, at=now())
    return secret


def begin(chat: Chat, said: str = "سفارشم کجاست") -> str:
    """Let the action begin, whatever the engine makes of the words: understanding them is tested elsewhere."""
    chat.say("سلام")
    message = chat.write(said)
    seen = bot.see(message.pk, at=now())
    with translation.override("fa"):
        response = filling.begin(seen.situation, taught().actions["status"], {"intent": "status"})
        bot.write_turn(seen, response, at=now())
    return chat.newest_answer().text


def run(chat: Chat) -> str:
    """Do what was wished, and return what is said then."""
    for one in ActionRun.objects.filter(state="WAITING"):
        bot.run(one.pk, at=now())
    return chat.newest_answer().text


@pytest.mark.django_db
class TestFillingIn:
    def test_one_thing_after_the_other_until_all_is_there(self, plain_chat, company):
        declare(company, ORDER, DAY, needs_confirmation=True)

        assert begin(plain_chat) == "شمارهٔ سفارشتان چیست؟"
        assert plain_chat.say("۱۲۳۴۵۶") == "چه روزی بیاییم؟"
        check = plain_chat.say("۲۵ آذر ۱۴۰۵")

        assert "123456" in check
        assert "۲۵ آذر ۱۴۰۵" in check

    def test_what_was_said_already_is_not_asked_for_again(self, plain_chat, company):
        declare(company, ORDER, DAY)

        assert begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست") == "چه روزی بیاییم؟"

    def test_nonsense_is_asked_for_again_with_the_reason_and_the_way_out(self, plain_chat, company):
        declare(company, DAY)
        begin(plain_chat)

        again = plain_chat.say("نمی‌دونم والا")

        assert "تاریخی در آن پیدا نکردم" in again
        assert "لغو" in again

    def test_after_three_times_a_person_takes_over_with_what_was_filled_in(self, plain_chat, company):
        declare(company, ORDER, DAY)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")

        for _time in range(3):
            plain_chat.say("نمی‌دونم والا")

        assert plain_chat.session.is_silent
        assert plain_chat.notes[-1].extras["handover"]["values"] == [["شمارهٔ سفارش", "123456"]]

    @pytest.mark.parametrize(
        "said", ["لغو", "بی‌خیال", "إلغاء", "cancel", "never mind", "نمی‌خوام دیگه", "Cancel please"]
    )
    def test_it_can_be_left_at_any_point(self, plain_chat, company, said):
        declare(company, ORDER, DAY)
        begin(plain_chat)

        plain_chat.say(said)

        assert plain_chat.session.state["form"] is None
        assert not ActionRun.objects.exists()

    def test_a_person_comes_out_of_a_form_too(self, plain_chat, company):
        declare(company, ORDER)
        begin(plain_chat)

        plain_chat.say("اپراتور")

        assert plain_chat.session.reason == Silence.ASKED

    def test_the_last_thing_can_be_corrected_at_once(self, plain_chat, company):
        declare(company, ORDER, DAY)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")

        assert plain_chat.say("اشتباه زدم") == "شمارهٔ سفارشتان چیست؟"

    def test_anything_can_be_changed_before_it_is_confirmed(self, plain_chat, company):
        declare(company, ORDER, PHONE, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")
        plain_chat.say("۰۹۱۲۳۴۵۶۷۸۹")

        assert "کدام را عوض کنم" in plain_chat.say("نه")
        assert plain_chat.say("تلفن") == "شمارهٔ تماس شما؟"
        assert "+989351112233" in plain_chat.say("۰۹۳۵۱۱۱۲۲۳۳")

    def test_whoever_is_not_known_for_certain_may_not(self, plain_chat, company):
        declare(company, ORDER, who=Action.Who.KNOWN)

        assert "خودتان هستید" in begin(plain_chat)
        assert plain_chat.session.state["form"] is None

    def test_whoever_is_known_may(self, plain_chat, company):
        declare(company, ORDER, who=Action.Who.KNOWN)
        plain_chat.say("سلام")
        facts = customers.Facts(email="me@shop.example")
        customers.identify(visitor=plain_chat.thread, facts=facts, language="fa", at=now())

        assert begin(plain_chat) == "شمارهٔ سفارشتان چیست؟"

    def test_a_colleague_in_copy_is_not_the_customer(self, plain_chat, company):
        declare(company, ORDER, who=Action.Who.KNOWN)
        plain_chat.say("سلام")
        facts = customers.Facts(email="me@shop.example")
        customers.identify(visitor=plain_chat.thread, facts=facts, language="fa", at=now())
        stranger = plain_chat.write("سفارشم کجاست")
        Message.objects.filter(pk=stranger.pk).update(extras={"from": "stranger@elsewhere.example"})

        assert not bot.see(stranger.pk, at=now()).situation.is_known


@pytest.mark.django_db
class TestDoing:
    def test_the_company_is_asked_signed_and_its_answer_told(self, plain_chat, company):
        secret = declare(company, ORDER)
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        assert run(plain_chat) == "سفارش شما در راه است و شنبه می‌رسد. —"
        asked = company.asked[0]
        told = json.loads(asked["body"])
        assert (told["action"], told["values"], told["language"]) == ("status", {"order": "123456"}, "fa")
        moment, _, digest = asked["headers"]["Rafiq-Signature"].removeprefix("t=").partition(",v1=")
        expected = hmac.new(secret.encode(), f"{moment}.".encode() + asked["body"], hashlib.sha256).hexdigest()
        assert digest == expected

    def test_a_question_by_get_has_its_values_in_the_address(self, plain_chat, company):
        declare(company, ORDER, method="GET")
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        run(plain_chat)

        assert "order=123456" in company.asked[0]["path"]

    def test_a_program_that_is_away_is_asked_again_with_the_same_key(self, plain_chat, company):
        declare(company, ORDER)
        company.answers = [(503, {}), (429, {}), (200, {"status": "در راه"})]
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        for _time in range(2):
            with pytest.raises(acting.Again):
                run(plain_chat)

        assert "در راه" in run(plain_chat)
        assert len({one["headers"]["Idempotency-Key"] for one in company.asked}) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            b"not json", b"[1, 2]", b"[" * 50_000, b'{"status": "' + b"x" * 100_000, b"\xff\xfe",
            b'{"status": "\\u0000"}', b'{"status": "\\ud800"}', b'{"status": NaN}', b'{"status": 1e999}',
        ],
    )  # fmt: skip
    def test_nonsense_is_told_to_nobody_and_a_person_takes_over(self, plain_chat, company, answer):
        declare(company, ORDER)
        company.answers = [(200, answer)]
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        said = run(plain_chat)

        assert "الان انجام نشد" in said
        assert plain_chat.session.reason == Silence.ACTION
        assert plain_chat.notes[-1].extras["handover"]["values"] == [["شمارهٔ سفارش", "123456"]]

    def test_a_program_that_stays_away_is_given_up(self, plain_chat, company, monkeypatch):
        monkeypatch.setattr(requesting, "TIMEOUT", httpx.Timeout(0.2))
        declare(company, ORDER)
        company.sleeps = 0.5
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        for _time in range(2):
            with pytest.raises(acting.Again):
                run(plain_chat)
        run(plain_chat)

        assert ActionRun.objects.get().state == ActionRun.State.FAILED
        assert plain_chat.session.reason == Silence.ACTION

    def test_a_program_that_answers_a_drop_at_a_time_is_away(self, plain_chat, company, monkeypatch):
        monkeypatch.setattr(requesting, "SECONDS", 0.2)
        declare(company, ORDER)
        company.drips = 0.05
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        with pytest.raises(acting.Again):
            run(plain_chat)

    def test_what_the_program_refuses_is_told_in_its_words(self, plain_chat, company):
        declare(company, ORDER)
        company.answers = [(404, {"message": "چنین سفارشی نداریم."})]
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")

        assert run(plain_chat) == "چنین سفارشی نداریم."
        assert not plain_chat.session.is_silent

    def test_it_is_done_once_however_often_the_job_runs(self, plain_chat, company):
        declare(company, ORDER)
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")
        pk = ActionRun.objects.get().pk

        for _time in range(3):
            bot.run(pk, at=now())

        assert len(company.asked) == 1
        assert Message.objects.filter(text__contains="در راه").count() == 1

    def test_an_agent_who_answered_meanwhile_is_not_talked_over(self, plain_chat, company):
        declare(company, ORDER)
        begin(plain_chat, "سفارش ۱۲۳۴۵۶ من کجاست")
        make_reply(plain_chat.conversation, make_agent(), at=now())

        run(plain_chat)

        assert ActionRun.objects.get().state == ActionRun.State.DONE
        assert plain_chat.newest_answer().author is not None

    def test_values_of_an_answer_are_words_and_nothing_else(self):
        said = acting.filled("{a} {b.c} {d}", {"a": "{b.c}", "b": {"c": 5}, "d": ["x"]})

        assert said == "{b.c} 5 —"


@pytest.mark.django_db(transaction=True)
def test_an_action_goes_through_the_jobs_from_its_confirmation_on(chat, company, run_jobs):
    declare(company, ORDER, needs_confirmation=True)
    begin(chat, "سفارش ۱۲۳۴۵۶ من کجاست")

    answer = chat.say("بله")

    assert "در راه" in answer
    assert Session.objects.get().said >= 3
    assert Turn.objects.filter(kind="ACTION").count() == 1
    with translation.override("fa"):
        assert wording.one_moment() in Message.objects.filter(kind="OUTBOUND").values_list("text", flat=True)
