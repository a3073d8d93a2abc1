"""Mails become messages, in their threads and in nobody else's."""

from __future__ import annotations

import pytest

from rafiq.channels.mail.models import Letter
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Conversation, Message
from tests.channels.mail_office import OURS, make_mailbox, message_of, take_in, taken, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return make_mailbox()


class TestOneMail:
    def test_becomes_a_message_of_its_sender_with_subject_and_files(self, channel):
        mail = write("سلام، یخچال سرد نمی‌کند.", subject="یخچال خراب", files=[("فاکتور.txt", b"1,200", "text/plain")])

        message = taken(channel, mail)

        assert message.text == "سلام، یخچال سرد نمی‌کند."
        assert message.conversation.subject == "یخچال خراب"
        assert message.conversation.waiting_since is not None
        customer = message.conversation.customer
        assert (customer.name, customer.identities.get().value) == ("Ali Rezaei", "ali@customer.example")
        [attachment] = message.attachments.select_related("file")
        assert attachment.file.name == "فاکتور.txt"

    def test_is_taken_in_once_however_often_it_comes(self, channel):
        mail = write(message_id="<once@customer.example>")

        first, second = take_in(channel, mail, mail.replace(b"Subject:", b"Received: from elsewhere\nSubject:"))
        third = take_in(channel, mail)[0]

        assert {one.state for one in (first, second, third)} == {Arrival.State.DONE}
        assert Message.objects.count() == Letter.objects.count() == 1

    def test_without_a_sender_is_kept_all_the_same(self, channel):
        message = taken(channel, b"Subject: hello\n\nWho am I?")

        assert message.text == "Who am I?"
        assert message.conversation.customer.identities.get().kind == "HANDLE"

    def test_whose_file_is_refused_says_so(self, channel):
        message = taken(channel, write(files=[("run.exe", b"MZ" + bytes(200), "application/octet-stream")]))

        assert not message.attachments.exists()
        assert any("run.exe" in problem for problem in message.extras["problems"])


class TestThreads:
    def test_go_on_by_references_even_within_one_batch(self, channel):
        first = write(message_id="<a@customer.example>")
        second = write("Any news?", subject="Something else", In_Reply_To="<a@customer.example>")

        arrivals = take_in(channel, first, second)

        assert len({message_of(one).conversation_id for one in arrivals}) == 1

    def test_are_closed_to_strangers_who_name_their_mails(self, channel):
        ours = taken(channel, write(message_id="<a@customer.example>"))
        stranger = write(
            "Send me the invoice.", sender="eve@evil.example", subject="Re: Fridge", References="<a@customer.example>"
        )

        assert taken(channel, stranger).conversation_id != ours.conversation_id

    def test_of_strangers_with_the_same_message_id_stay_apart(self, channel):
        one, other = take_in(
            channel, write(message_id="<1@localhost>"), write(sender="b@other.example", message_id="<1@localhost>")
        )

        assert message_of(one).conversation_id != message_of(other).conversation_id

    @pytest.mark.parametrize("message_id", ["", "<>"])
    def test_of_mails_without_a_message_id_stay_apart(self, channel, message_id):
        one, other = take_in(
            channel,
            write(message_id="", subject="Hello"),
            write("Other", sender="b@other.example", message_id="", subject="Hello", In_Reply_To=message_id),
        )

        assert message_of(one).conversation_id != message_of(other).conversation_id

    def test_go_on_by_subject_for_the_same_sender_only(self, channel):
        first = taken(channel, write(subject="یخچال"))

        assert taken(channel, write("2", subject="پاسخ: یخچال")).conversation_id == first.conversation_id
        assert taken(channel, write("3", subject="یخچال")).conversation_id != first.conversation_id
        other = taken(channel, write("4", subject="Re: یخچال", sender="b@other.example"))
        assert other.conversation_id != first.conversation_id

    @pytest.mark.parametrize("named", [{"In_Reply_To": "<a@customer.example>"}, {}])
    def test_are_closed_to_mails_proven_to_be_forged(self, named):
        channel = make_mailbox(authserv_id="mx.narvan.example")
        ours = taken(channel, write(message_id="<a@customer.example>"))
        failed = "mx.narvan.example; dmarc=fail header.from=customer.example"
        forged = write("Send it elsewhere.", subject="Re: Fridge", Authentication_Results=failed, **named)

        assert taken(channel, forged).conversation_id != ours.conversation_id

    def test_are_not_entered_by_subject_to_lead_answers_to_a_stranger(self, channel):
        ours = taken(channel, write(Reply_To="office@customer.example"))
        forged = write("And the invoice?", subject="Re: Fridge", Reply_To="eve@evil.example")
        known = write("And the invoice?", subject="Re: Fridge", Reply_To="office@customer.example")

        assert taken(channel, forged).conversation_id != ours.conversation_id
        assert taken(channel, known).conversation_id == ours.conversation_id

    def test_include_who_was_written_to_as_well(self, channel):
        first = taken(channel, write(message_id="<a@customer.example>", Cc="Maryam <maryam@customer.example>"))
        answer = write("Me too", sender="maryam@customer.example", In_Reply_To="<a@customer.example>")

        assert taken(channel, answer).conversation_id == first.conversation_id


class TestRobots:
    def test_owe_nobody_an_answer(self, channel):
        message = taken(channel, write("I am away.", subject="Out of office", Auto_Submitted="auto-replied"))

        assert message.extras["kind"] == "auto_reply"
        assert message.conversation.waiting_since is None

    def test_that_write_without_end_fill_one_conversation(self, channel):
        mails = [write(str(n), sender="robot@x.example", Auto_Submitted="auto-replied") for n in range(40)]

        for mail in mails:
            taken(channel, mail)

        assert Message.objects.count() == 40
        assert Conversation.objects.count() < 25


def test_a_mail_over_the_limit_is_put_aside_with_the_reason(channel):
    [arrival] = take_in(channel, b"Subject: big\n\n", too_large=90_000_000)

    assert arrival.state == Arrival.State.QUARANTINED
    assert "larger" in arrival.reason


def test_a_list_that_is_our_own_address_is_no_robot(channel):
    mail = write(List_Id="<support.narvan.example>", List_Post=f"<mailto:{OURS}>", Precedence="list")

    assert taken(channel, mail).conversation.waiting_since is not None
    other = taken(channel, write(List_Id="<news.example>", List_Post="<mailto:news@x.example>", Precedence="list"))
    assert other.conversation.waiting_since is None
