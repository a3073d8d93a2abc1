"""Letters of ours, handed to a real mail server, read again by our own reader, and what becomes of refused ones."""

from __future__ import annotations

import ssl
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rafiq.channels.mail import addresses, bounces, reading
from rafiq.channels.mail.adapter import Mailbox
from rafiq.channels.mail.models import Bouncing, Letter
from rafiq.channels.transport.models import Connection
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway
from rafiq.inbox.models import Conversation, Delivery, Message
from rafiq.inbox.services.outbound import outbound
from rafiq.platform import files
from tests.channels.mail_office import OURS, make_mailbox, take_in, taken, write
from tests.channels.mail_peers import free_port, make_certificate, running_post
from tests.makers import NOON, make_agent, make_reply

pytestmark = pytest.mark.django_db
PERSIAN = "سلام علی جان،\n\nیخچال شما فردا تعمیر می‌شود.\n\nOrder number 4711 is ready."


@pytest.fixture(scope="module")
def server():
    with running_post() as post:
        yield post


@pytest.fixture
def post(server):
    server.taken.clear()
    server.answers.clear()
    return server


@pytest.fixture
def channel(post):
    said = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none", "signature": "پشتیبانی نارون"}
    return make_mailbox(**said, sender_name_fa="پشتیبانی نارون، فروشگاه لوازم خانگی تهران و شیراز")


def answer(message: Message, body: str = PERSIAN, **named) -> Message:
    """Write an answer and send it; return it as it stands then."""
    written = make_reply(message.conversation, make_agent(), body)
    for name, value in named.items():
        setattr(written, name, value)
    return written


def send(message: Message) -> str:
    found = Message.objects.select_related("conversation__customer", "channel", "author").get(pk=message.pk)
    return Mailbox().send(outbound(found))


class TestALetter:
    def test_is_read_by_our_own_reader_as_it_was_written(self, channel, post):
        heard = taken(
            channel,
            write(
                "سرد نمی‌کند",
                subject="یخچال «امرسان» سرد نمی‌کند و خیلی هم صدا می‌دهد",
                sender='"Ali, Rezaei" <ali@customer.example>',
            ),
        )
        agent = make_agent()
        file = files.store(SimpleUploadedFile("فاکتور شماره ۱۲.txt", "جمع: ۱۲۰۰".encode()), owner=agent.actor, at=NOON)
        written = inbox.reply(
            conversation=heard.conversation, author=agent, body=PERSIAN, client_id="5" * 32, at=NOON, files=[file.token]
        )

        rfc_id = send(written)

        [envelope] = post.taken
        mail = reading.read(envelope.original_content)
        assert envelope.rcpt_tos == ["ali@customer.example"]
        assert mail.subject == "Re: یخچال «امرسان» سرد نمی‌کند و خیلی هم صدا می‌دهد"
        assert [(one.name, one.email) for one in mail.to] == [("Ali, Rezaei", "ali@customer.example")]
        assert mail.from_[0].name == "پشتیبانی نارون، فروشگاه لوازم خانگی تهران و شیراز"
        assert mail.from_[0].email == OURS
        assert mail.message_id == rfc_id
        assert PERSIAN in mail.text
        assert "سرد نمی‌کند" in mail.quoted
        assert 'dir="rtl"' in mail.html
        [attached] = mail.attachments
        assert (attached.name, attached.content.decode()) == ("فاکتور شماره ۱۲.txt", "جمع: ۱۲۰۰")
        assert not mail.problems

    def test_keeps_within_what_mail_servers_and_signatures_bear(self, channel, post):
        long_id = "x" * 300 + "@customer.example"
        heard = taken(channel, write(message_id=f"<{long_id}>", subject="ب" * 250, References="<r@x.example> " * 40))

        send(answer(heard, "و" * 5000 + "\n" + "w" * 3000 + "\n.\n.hidden\nFrom here"))

        raw = post.taken[0].original_content
        assert raw.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert f"<{long_id}>".encode() in raw
        mail = reading.read(raw)
        assert mail.in_reply_to == long_id
        assert "\n.\n.hidden\nFrom here" in mail.text

    def test_is_the_same_in_every_try(self, channel, post):
        written = answer(taken(channel, write()))

        assert send(written) == send(written)

        assert post.taken[0].original_content == post.taken[1].original_content
        assert Letter.objects.filter(is_ours=True).count() == 1

    def test_cannot_be_given_headers_by_those_who_wrote(self, channel, post):
        evil = "=?utf-8?q?Hi=0D=0ABcc:_victim@x.example?="
        mail = write(subject="EVIL", sender="EVIL <ali@customer.example>").replace(b"EVIL", evil.encode())

        send(answer(taken(channel, mail), "Hello"))

        head = post.taken[0].original_content.partition(b"\r\n\r\n")[0]
        assert b"\r\nBcc" not in head
        assert post.taken[0].rcpt_tos == ["ali@customer.example"]

    def test_goes_where_the_customer_asked_but_not_if_the_sender_is_false(self, channel, post):
        said = {"authserv_id": "mx.narvan.example"}
        inbox.save_channel(channel, kind="mail", name="x", settings=channel.settings | said, at=NOON)
        heard = taken(channel, write(Reply_To="office@customer.example"))
        false = taken(
            channel,
            write(
                Reply_To="eve@evil.example", sender="maryam@customer.example",
                Authentication_Results="mx.narvan.example; dmarc=fail header.from=customer.example",
            ),
        )  # fmt: skip

        send(answer(heard))
        send(answer(false))

        assert [one.rcpt_tos for one in post.taken] == [["office@customer.example"], ["maryam@customer.example"]]
        assert any("DMARC" in problem for problem in false.extras["problems"])

    def test_begins_a_thread_where_only_an_address_is_known(self, channel, post):
        heard = taken(channel, write())
        written = answer(heard)
        Message.objects.filter(pk=written.pk).update(thread="maryam@customer.example")

        send(written)

        assert post.taken[0].rcpt_tos == ["maryam@customer.example"]
        mail = reading.read(post.taken[0].original_content)
        assert not mail.in_reply_to
        reply = write("Thanks", sender="maryam@customer.example", In_Reply_To=f"<{mail.message_id}>", subject="x")
        assert taken(channel, reply).thread == "maryam@customer.example"


class TestAnswers:
    def test_find_back_by_the_signed_address_even_from_elsewhere(self, channel, post):
        heard = taken(channel, write())
        send(answer(heard))
        address = reading.read(post.taken[0].original_content).reply_to[0].email

        other = write("From my phone", sender="ali.private@gmail.example", to=address, subject="Fridge again")
        forged = write("Me too", sender="eve@evil.example", to=address[:-20] + "a" + address[-19:], subject="x")

        assert taken(channel, other).conversation_id == heard.conversation_id
        assert taken(channel, forged).conversation_id != heard.conversation_id

    def test_find_back_by_references(self, channel, post):
        heard = taken(channel, write())
        rfc_id = send(answer(heard))

        assert taken(channel, write("Fine", subject="x", References=f"<{rfc_id}>")).thread == heard.thread

    def test_of_robots_to_robots_are_not_sent(self, channel, post):
        heard = taken(channel, write(Auto_Submitted="auto-replied"))
        written = answer(heard)
        Message.objects.filter(pk=written.pk).update(extras={"is_automatic": True})

        with pytest.raises(DeliveryFailed) as refused:
            send(written)
        assert refused.value.is_permanent
        assert not post.taken

    def test_that_are_automatic_say_so(self, channel, post):
        written = answer(taken(channel, write()))
        Message.objects.filter(pk=written.pk).update(extras={"is_automatic": True})

        send(written)

        assert b"Auto-Submitted: auto-generated" in post.taken[0].original_content


class TestOurOwnLetters:
    def test_that_come_back_are_loops_and_owe_nothing(self, channel, post):
        send(answer(taken(channel, write())))

        came_back = taken(channel, post.taken[0].original_content)

        assert came_back.extras["kind"] == "loop"
        assert Conversation.objects.filter(pk=came_back.conversation_id, waiting_since=None).exists()

    def test_that_come_back_do_not_draw_the_next_answer_to_ourselves(self, channel, post):
        heard = taken(channel, write())
        send(answer(heard))
        ours = post.taken[0].original_content
        address = reading.read(ours).reply_to[0].email
        assert taken(channel, f"Delivered-To: {address}\r\n".encode() + ours).thread == heard.thread

        send(answer(heard, "One more thing"))

        assert post.taken[1].rcpt_tos == ["ali@customer.example"]


def bounce_of(envelope, *, to=None, status="5.1.1", action="failed") -> bytes:
    original = envelope.original_content.partition(b"\r\n\r\n")[0].decode()
    return (
        f"From: MAILER-DAEMON@outside.example\r\nTo: {to or envelope.mail_from}\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b@outside.example>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; outside.example\r\n\r\n"
        f"Final-Recipient: rfc822; ali@customer.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


class TestBounces:
    @pytest.fixture
    def sent(self, channel, post):
        written = answer(taken(channel, write()))
        Message.objects.filter(pk=written.pk).update(provider_id=send(written), delivery=Delivery.SENT)
        return written

    @pytest.mark.parametrize("to", [None, OURS])
    def test_fail_the_letter_and_mark_the_address(self, channel, post, sent, to):
        [arrival] = take_in(channel, bounce_of(post.taken[0], to=to))

        sent.refresh_from_db()
        assert arrival.message_id is None
        assert sent.delivery == Delivery.FAILED
        assert "5.1.1" in sent.failure
        assert Bouncing.objects.get().address == "ali@customer.example"
        ways = [("EMAIL", "ali@customer.example", True), ("EMAIL", "b@customer.example", False), ("PHONE", "+98", True)]
        assert Mailbox().threads(ways) == [("b@customer.example", "b@customer.example", False)]

        taken(channel, write("I am back", subject="x"))
        assert not Bouncing.objects.exists()

    @pytest.fixture
    def copied(self, channel, post):
        written = answer(taken(channel, write()))
        Message.objects.filter(pk=written.pk).update(extras={"cc": ["boss@customer.example"]})
        Message.objects.filter(pk=written.pk).update(provider_id=send(written), delivery=Delivery.SENT)
        return written

    def test_of_a_copy_mark_that_address_and_fail_nothing(self, channel, post, copied):
        bounced = bounce_of(post.taken[0]).replace(b"rfc822; ali@customer.example", b"rfc822; Boss@customer.example")
        [arrival] = take_in(channel, bounced)

        assert [one.address for one in Bouncing.objects.all()] == ["boss@customer.example"]
        copied.refresh_from_db()
        assert (copied.delivery, copied.failure) == (Delivery.SENT, "")
        assert arrival.note == bounces.COPY

    @pytest.mark.parametrize("named", [b"behind@forwarded.example", b"ali@customer.example"])
    def test_of_an_answer_with_copies_fail_it_whoever_is_named_but_the_copy(self, channel, post, copied, named):
        take_in(channel, bounce_of(post.taken[0]).replace(b"rfc822; ali@customer.example", b"rfc822; " + named))

        copied.refresh_from_db()
        assert copied.delivery == Delivery.FAILED

    def test_of_both_fail_the_answer_with_what_was_said_about_the_customer(self, channel, post, copied):
        both = (
            b"Final-Recipient: rfc822; boss@customer.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
            b"Final-Recipient: rfc822; ali@customer.example"
        )
        take_in(channel, bounce_of(post.taken[0]).replace(b"Final-Recipient: rfc822; ali@customer.example", both))

        copied.refresh_from_db()
        assert copied.delivery == Delivery.FAILED
        assert "5.1.1" in copied.failure
        assert {one.address for one in Bouncing.objects.all()} == {"boss@customer.example", "ali@customer.example"}

    def test_that_only_tell_of_a_delay_are_noted(self, channel, post, sent):
        take_in(channel, bounce_of(post.taken[0], status="4.4.1", action="delayed"))

        sent.refresh_from_db()
        assert sent.delivery == Delivery.SENT
        assert not Bouncing.objects.exists()

    def test_of_letters_we_never_sent_are_mere_mails(self, channel, post, sent):
        theirs = post.taken[0].original_content.replace(b"Message-ID: <rafiq.", b"Message-ID: <rafi.")
        post.taken[0].original_content = theirs

        bounced = taken(channel, bounce_of(post.taken[0], to=OURS))

        assert bounced.extras["kind"] == "bounce"
        assert bounced.conversation.waiting_since is None
        assert not Bouncing.objects.exists()


class TestRefusals:
    @pytest.mark.parametrize(
        ("answers", "kind", "is_permanent"),
        [
            ({"RCPT": "450 4.2.0 Greylisted"}, DeliveryFailed, False),
            ({"RCPT": "550 5.7.1 Relaying denied"}, DeliveryFailed, True),
            ({"DATA": "554 5.7.1 Looks like spam"}, DeliveryFailed, True),
            ({"DATA": "451 4.3.0 Later"}, DeliveryFailed, False),
            ({"MAIL": "452 4.3.1 No space"}, ProviderAway, False),
            ({"MAIL": "421 4.3.2 Going down"}, ProviderAway, False),
        ],
    )
    def test_mean_what_they_say(self, channel, post, answers, kind, is_permanent):
        written = answer(taken(channel, write()))
        post.answers.update(answers)

        with pytest.raises(DeliveryFailed) as refused:
            send(written)

        assert type(refused.value) is kind or (kind is DeliveryFailed and not isinstance(refused.value, ProviderAway))
        assert refused.value.is_permanent == is_permanent
        assert next(iter(answers.values())) in refused.value.reason
        assert not Bouncing.objects.exists()

    def test_of_an_address_that_is_gone_mark_it(self, channel, post):
        written = answer(taken(channel, write()))
        post.answers["RCPT"] = "550 5.1.1 No such user"

        with pytest.raises(DeliveryFailed):
            send(written)

        assert Bouncing.objects.get().status == "5.1.1"

    def test_of_a_server_that_is_away_count_for_nothing(self, channel):
        away = channel.settings | {"smtp_port": free_port()}
        inbox.save_channel(channel, kind="mail", name="x", settings=away, at=NOON)

        with pytest.raises(ProviderAway):
            send(answer(taken(channel, write())))

    def test_of_our_password_tell_administrators(self, tmp_path):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        pem = make_certificate(tmp_path)
        context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
        with running_post(context=context, passwords={b"right"}) as post:
            said = {"smtp_host": "localhost", "smtp_port": post.port, "smtp_security": "starttls", "certificate": pem}
            wrong = make_mailbox(**said, secret={"smtp_password": "wrong"})
            with pytest.raises(ProviderAway):
                send(answer(taken(wrong, write())))
            right = make_mailbox(**said, secret={"smtp_password": "right"})
            send(answer(taken(right, write())))

        assert Connection.objects.get(channel=wrong).state == Connection.State.REVOKED
        assert len(post.taken) == 1


def test_tokens_are_bound_to_their_channel():
    address = addresses.plus_address(OURS, channel_key="one", conversation=2**40)

    assert addresses.token_in(address.upper(), channel_key="one") == addresses.Token(True, 2**40)
    assert addresses.token_in(address, channel_key="other") is None
    assert addresses.plus_address("a" * 60 + "@x.example", channel_key="one", message=1) == ""


def test_old_exchanges_are_not_taken_up_by_subject(channel):
    first = taken(channel, write(subject="Hello"))

    late = write("?", subject="Re: Hello", at=NOON + timedelta(days=15))

    assert taken(channel, late, at=NOON + timedelta(days=15)).conversation_id != first.conversation_id


class TestCopiesAndSubjects:
    def test_are_as_the_agent_wished(self, channel, post):
        written = answer(taken(channel, write()))
        wished = {"cc": ["boss@customer.example", "no address"], "subject": "A new fridge"}
        Message.objects.filter(pk=written.pk).update(extras=wished)

        send(written)

        mail = reading.read(post.taken[0].original_content)
        assert post.taken[0].rcpt_tos == ["ali@customer.example", "boss@customer.example"]
        assert [one.email for one in mail.cc] == ["boss@customer.example"]
        assert mail.subject == "A new fridge"
        reply = write("Agreed", sender="boss@customer.example", In_Reply_To=f"<{mail.message_id}>", subject="x")
        assert taken(channel, reply).conversation_id == written.conversation_id
