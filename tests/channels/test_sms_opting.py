"""People who want no more messages: heard however they spell it, told once, obeyed, and shown to agents."""

from datetime import timedelta

import pytest

from rafiq.channels.sms import opting
from rafiq.channels.sms.models import Opting
from tests.channels import smsc
from tests.channels.sms_peers import PHONE, a_centre, a_conversation, answer, delivery, said, smpp_channel, take_in
from tests.channels.test_sms_smpp_inbound import REAL, come
from tests.channels.test_sms_smpp_outbound import send
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("said", "is_out", "language"), [
    ("لغو", True, "fa"), (" لغو. ", True, "fa"), ("لـغـو", True, "fa"), ("لغو۱۱", True, "fa"), ("لغو ١١", True, "fa"),
    ("إلغاء", True, "ar"), ("الغاء", True, "ar"), ("إِلْغَاء!", True, "ar"), ("STOP", True, "en"), ("Stop.", True, "en"),
    ("unsubscribe", True, "en"), ("«لغو»", True, "fa"), ("START", False, "en"), ("شروع", False, "fa"),
    ("ابدأ", False, "ar"), ("ابدا", False, "ar"), ("إبدأ", False, "ar"),
])  # fmt: skip
def test_wishes(said, is_out, language):
    assert opting.wish_of(said) == opting.Wish(is_out, language)


@pytest.mark.parametrize("said", ["", "لغو سفارش ۱۲۳", "please stop calling", "شروع به کار کرد", "11", "؟", "x" * 500])
def test_other_words_are_no_wishes(said):
    assert opting.wish_of(said) is None


def test_a_channels_own_words():
    assert opting.wish_of("١١", more_words="11\nخاموش") == opting.Wish(True, "en")
    assert opting.wish_of("خاموش", more_words="11\nخاموش").is_out
    assert opting.wish_of("خاموش") is None


class TestTheWholeWay:
    @pytest.fixture
    def centre(self):
        with a_centre() as found:
            yield found

    @REAL
    def test_heard_confirmed_once_obeyed_and_lifted(self, centre, run_jobs):
        channel = smpp_channel(centre)
        conversation = a_conversation(channel)
        come(channel, smsc.text("لغو"), smsc.text("لغو"), smsc.text("STOP"))
        take_in()
        run_jobs()
        assert centre.texts() and "".join(centre.texts()) == opting.CONFIRMATIONS[True, "fa"]
        assert said()[1:] == ["لغو", "لغو", "STOP"]  # the words themselves stay in the conversation

        refused = answer(conversation, "تخفیف ویژه")
        send(refused)
        assert delivery(refused) == ("FAILED", opting.OPTED_OUT)
        assert "".join(centre.texts()) == opting.CONFIRMATIONS[True, "fa"]

        come(channel, smsc.text("شروع"), at=NOON + timedelta(hours=1))
        take_in()
        run_jobs()
        again = answer(conversation, "hello again")
        send(again)
        assert delivery(again) == ("SENT", "")
        told = opting.CONFIRMATIONS[True, "fa"] + opting.CONFIRMATIONS[False, "fa"] + "hello again"
        assert "".join(centre.texts()) == told

    def test_an_older_wish_that_comes_late_changes_nothing(self, centre):
        channel = smpp_channel(centre, confirm_opting=False)
        come(channel, smsc.text("STOP"), at=NOON)
        come(channel, smsc.text("START"), at=NOON + timedelta(hours=1))
        take_in()
        come(channel, smsc.text("STOP"), at=NOON + timedelta(minutes=1), start=7)
        take_in()
        assert not opting.is_out(channel.pk, PHONE)

    def test_each_channel_and_number_on_its_own(self, centre):
        first, second = smpp_channel(centre, confirm_opting=False), smpp_channel(centre)
        come(first, smsc.text("STOP"))
        take_in()
        assert opting.is_out(first.pk, PHONE)
        assert not opting.is_out(second.pk, PHONE)
        assert not opting.is_out(first.pk, "+989120000000")

    @REAL
    def test_start_without_a_stop_before_is_an_ordinary_word(self, centre, run_jobs):
        channel = smpp_channel(centre)
        come(channel, smsc.text("START"))
        take_in()
        run_jobs()
        assert centre.texts() == []

    @REAL
    def test_a_centre_that_is_away_confirms_later_and_once(self, centre, run_jobs):
        channel = smpp_channel(centre)
        come(channel, smsc.text("STOP"))
        take_in()
        centre.throttled = 2
        run_jobs()
        run_jobs()
        assert centre.texts() == [opting.CONFIRMATIONS[True, "en"]]
        assert Opting.objects.get().confirmed == 1

    def test_agents_see_it_on_the_customers_page(self, centre, client):
        channel = smpp_channel(centre, confirm_opting=False)
        conversation = a_conversation(channel)
        client.force_login(make_agent("Badr"))
        before = client.get(f"/customers/{conversation.customer_id}/").content.decode()
        come(channel, smsc.text("إلغاء"))
        take_in()
        after = client.get(f"/customers/{conversation.customer_id}/").content.decode()

        assert "No SMS, please" not in before
        assert "No SMS, please" in after
