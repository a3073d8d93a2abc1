"""What people do in the middle: send a thumb, ask something else, leave in their own words, write half a number."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Company
from rafiq.bot import services as bot
from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import mood, politeness
from rafiq.bot.models import Action, ActionRun, Silence, Turn
from rafiq.customers.models import Identity
from tests.bot.companys import serving
from tests.bot.talk import now
from tests.bot.test_forms import DAY, ORDER, PHONE, begin, declare

pytestmark = pytest.mark.django_db
ADDRESS = Parameter(name="address", kind="TEXT", titles={"fa": "نشانی"}, prompts={"fa": "نشانی جدید؟"})
ASKED = "چند روز وقت دارم جنس رو پس بدم؟"
UNKNOWN = "هوای فردا در مریخ چطور است؟"


@pytest.fixture
def company():
    with serving() as found:
        yield found


def publish_anew(*parameters: Parameter) -> None:
    """Publish the action with other parameters, while somebody fills them in."""
    bot.save_action(Action.objects.get(), {}, parameters=parameters, at=now())
    bot.publish(by=None, at=now())


class TestSigns:
    def test_a_thumb_confirms(self, plain_chat, company):
        declare(company, ORDER, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")

        plain_chat.say("👍🏽")

        assert ActionRun.objects.get().values == {"order": "123456"}

    def test_a_thumb_down_asks_what_to_change(self, plain_chat, company):
        declare(company, ORDER, DAY, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")
        plain_chat.say("فردا")

        plain_chat.say("👎")

        assert plain_chat.session.state["form"]["is_choosing"]
        assert not ActionRun.objects.exists()

    @pytest.mark.parametrize("said", ["؟؟", "🤔", "👍", "..."])
    def test_in_a_form_it_asks_again_and_takes_no_sign_for_a_value(self, plain_chat, company, said):
        declare(company, ADDRESS)
        begin(plain_chat)

        assert "نشانی جدید؟" in plain_chat.say(said)
        assert plain_chat.session.state["form"]["values"] == {}

    @pytest.mark.parametrize("said", ["😡😡😡", "🤬"])
    def test_an_angry_face_gets_a_person(self, plain_chat, said):
        plain_chat.say(said)

        assert plain_chat.session.reason == Silence.ANGER

    def test_a_thumb_after_an_answer_says_that_it_helped(self, plain_chat):
        plain_chat.say(ASKED)
        answered = plain_chat.turn

        assert plain_chat.say("👍")
        answered.refresh_from_db()
        assert answered.verdict == Turn.Verdict.HELPED

    @pytest.mark.parametrize("said", ["؟", "👎", "؟؟؟؟"])
    def test_a_thumb_down_or_a_question_mark_after_it_that_it_did_not(self, plain_chat, said):
        plain_chat.say(ASKED)
        answered = plain_chat.turn

        assert "عبارت دیگری" in plain_chat.say(said) or plain_chat.session.failures == 1
        answered.refresh_from_db()
        assert answered.verdict == Turn.Verdict.DID_NOT

    @pytest.mark.parametrize("said", ["؟", "👋", "...", "❤️"])
    def test_nobody_is_left_without_a_word(self, plain_chat, said):
        assert plain_chat.say(said)


class TestForms:
    @pytest.mark.parametrize("said", ["۲", "٢", "2", "2."])
    def test_digits_of_any_script_choose_at_the_end(self, plain_chat, company, said):
        declare(company, ORDER, DAY, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")
        plain_chat.say("فردا")

        plain_chat.say(said)

        assert plain_chat.session.state["form"]["is_choosing"]

    @pytest.mark.parametrize("parameter", [DAY, PHONE, ADDRESS], ids=lambda one: one.kind)
    def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(self, plain_chat, company, parameter):
        declare(company, parameter)
        begin(plain_chat)

        answer = plain_chat.say(ASKED)

        assert "هفت روز" in answer
        assert parameter.prompts["fa"] in answer
        assert plain_chat.turn.article_key == "return"
        form = plain_chat.session.state["form"]
        assert (form["values"], form["misses"]) == ({}, 0)

    @pytest.mark.parametrize("said", ["نمی‌دونم والا مرجوع کنم", "یادم نیست", "گارانتی ضمانت"])
    def test_what_asks_nothing_is_no_question(self, plain_chat, company, said):
        declare(company, DAY)
        begin(plain_chat)

        plain_chat.say(said)

        assert plain_chat.session.state["form"]["misses"] == 1

    def test_one_before_the_confirmation_too(self, plain_chat, company):
        declare(company, ORDER, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")

        answer = plain_chat.say(ASKED)

        assert "هفت روز" in answer
        assert "123456" in answer
        plain_chat.say("بله")
        assert ActionRun.objects.exists()

    def test_what_is_an_answer_to_the_form_is_no_question(self, plain_chat, company):
        declare(company, ADDRESS, ORDER)
        begin(plain_chat)

        plain_chat.say("شیراز، خیابان گارانتی، کوچه مرجوع کردن کالا")

        assert plain_chat.session.state["form"]["values"]["address"].startswith("شیراز")

    @pytest.mark.parametrize(
        "said",
        ["دیگه لازم نیست ولش کن", "ولش کن نمیخوام", "میخوام لغوش کنم", "فعلا نه", "نظرم عوض شد", "خلص ما بدي",
         "انسى الموضوع", "i changed my mind", "nvm", "stop this", "actually never mind",
         "I don't want to do this anymore", "no, forget it"],
    )  # fmt: skip
    def test_it_is_left_in_many_words(self, said):
        assert politeness.is_cancel(said)

    @pytest.mark.parametrize(
        "said", ["لغو سفارش چقدر طول می‌کشد", "بازگشت", "123456", "how do i cancel an order", "خیابان بعدا"]
    )
    def test_and_not_by_others(self, said):
        assert not politeness.is_cancel(said)

    def test_what_is_published_meanwhile_asks_anew_for_what_no_longer_fits(self, plain_chat, company):
        declare(company, Parameter(name="day", kind="TEXT", prompts={"fa": "روز؟"}), needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("سر صبح شنبه")
        publish_anew(DAY, ORDER)

        assert "چه روزی بیاییم؟" in plain_chat.say("بله")
        assert not ActionRun.objects.exists()

    @pytest.mark.parametrize("said", ["اپراتور", "دزدا!", "😡"])
    def test_whoever_takes_over_in_the_middle_sees_what_was_filled_in(self, plain_chat, company, said):
        declare(company, ORDER, DAY)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")

        plain_chat.say(said)

        assert plain_chat.notes[-1].extras["handover"]["values"] == [["شمارهٔ سفارش", "123456"]]

    def test_what_is_no_longer_asked_for_is_not_sent(self, plain_chat, company):
        declare(company, ORDER, ADDRESS, needs_confirmation=True)
        begin(plain_chat)
        plain_chat.say("۱۲۳۴۵۶")
        plain_chat.say("شیراز")
        publish_anew(ORDER)

        plain_chat.say("بله")

        assert ActionRun.objects.get().values == {"order": "123456"}


class TestReaching:
    @pytest.mark.parametrize("said", ["شمارم ۰۹۱۲۳۴", "0912 123", "0912", "foo@bar", "ایمیلم foo@"])
    def test_half_a_number_is_said_to_be_incomplete_and_is_no_failure(self, plain_chat, said):
        plain_chat.say(UNKNOWN)

        assert "کامل نیست" in plain_chat.say(said)
        assert plain_chat.session.failures == 1
        assert "+989121234567" in plain_chat.say("۰۹۱۲۱۲۳۴۵۶۷")

    def test_it_is_said_after_the_hand_over_too(self, plain_chat):
        plain_chat.say("اپراتور")

        assert "کامل نیست" in plain_chat.say("0912 123")

    def test_the_second_time_it_is_kept_as_it_was_written(self, plain_chat):
        plain_chat.say("اپراتور")
        plain_chat.say("9988 776")

        assert "9988 7766" in plain_chat.say("9988 7766")
        assert plain_chat.session.state["contact"] == "9988 7766"

    @pytest.mark.parametrize("said", ["نه", "نمی‌خوام بدم", "I'd rather not", "لا اريد", "no thanks"])
    def test_nobody_must_give_one(self, plain_chat, said):
        plain_chat.say("اپراتور")

        assert plain_chat.say(said)
        assert not plain_chat.session.state["waits_for_contact"]

    def test_a_question_with_a_number_in_it_is_none(self, plain_chat):
        plain_chat.say(UNKNOWN)

        plain_chat.say("کالای 12345678 را دارید؟")

        assert plain_chat.turn.kind != Turn.Kind.CONTACT

    def test_a_form_that_asks_for_a_phone_gets_it(self, plain_chat, company):
        declare(company, PHONE, ORDER)
        plain_chat.say(UNKNOWN)
        begin(plain_chat)

        plain_chat.say("09121234567")

        assert plain_chat.session.state["form"]["values"] == {"phone": "+989121234567"}

    def test_numbers_are_read_as_where_the_company_is(self, plain_chat):
        Company.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Riyadh", "language": "fa"})

        plain_chat.say("اپراتور")
        plain_chat.say("0501234567")

        assert Identity.objects.filter(value="+966501234567").exists()


class TestRepeating:
    def test_the_same_again_and_again_is_a_failure(self, plain_chat):
        plain_chat.say(ASKED)
        plain_chat.say(ASKED)

        plain_chat.say(ASKED)

        assert plain_chat.session.reason == Silence.FAILED


@pytest.mark.parametrize(
    "said",
    ["شیر گاو دارید؟", "سطل آشغال دارید؟", "کیسه آشغال بزرگ", "عندكم أكياس زبالة؟", "أكل كلاب صغيرة", "بدي طعام كلاب",
     "do you sell trash bags", "dog food please"],
)  # fmt: skip
def test_goods_are_no_insults(said):
    assert mood.read(said).name == "CALM"


@pytest.mark.parametrize(
    "said",
    ["گاو", "یه مشت گاوید", "آشغال!", "آشغالا", "يا كلاب", "زبالة", "برخورد شما حرفه‌ای نیست و خیلی ناامید شدم",
     "أنا مستاء جدا من تعاملكم", "I am extremely dissatisfied with how I have been treated"],
)  # fmt: skip
def test_anger_is_heard_rude_and_polite(said):
    assert mood.read(said).name == "ANGRY"
