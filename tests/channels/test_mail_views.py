"""What an agent sees of a mail beside its words, and what a mail can do to an agent: nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.channels.mail import presentation
from rafiq.channels.transport import journal
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel
from tests.channels.mail_office import make_mailbox, taken, write
from tests.makers import NOON, make_agent, make_team
from tests.reading import foreign

pytestmark = pytest.mark.django_db
HTML = """<html><body><p onclick="steal()">سلام <b>علی</b></p><script>steal()</script>
<img src="https://tracker.example/pixel.png"><img src="cid:logo@x"><form action="https://evil.example"><input></form>
<a href="javascript:steal()">x</a></body></html>"""
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def html_mail() -> bytes:
    head = write(subject="HTML").partition(b"Content-Type")[0].replace(b"MIME-Version: 1.0\n", b"")
    return (
        head.decode() + 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n'
        f"Content-Type: text/html; charset=utf-8\n\n{HTML}\n--b\nContent-Type: image/png\nContent-ID: <logo@x>\n"
        f"Content-Disposition: inline; filename=logo.png\nContent-Transfer-Encoding: base64\n\n{PNG}\n--b--\n"
    ).encode()  # fmt: skip


@pytest.fixture
def message():
    return taken(make_mailbox(authserv_id="mx.narvan.example"), html_mail())


@pytest.fixture
def agent(client):
    agent = make_agent()
    client.force_login(agent)
    return agent


def test_a_mail_as_sent_stands_in_a_frame_that_can_do_nothing(client, agent, message):
    answer = client.get(reverse("mail:frame", args=[message.pk]))

    shown = answer.content.decode()
    assert "علی" in shown
    assert "/files/" in shown  # its own picture, as a file of ours
    for evil in ("onclick", "<script", "javascript:", "<form", ' src="https://tracker.example'):
        assert evil not in shown
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "https:" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_images_from_elsewhere_are_shown_only_when_asked_for(client, agent, message):
    address = reverse("mail:frame", args=[message.pk])
    assert "?images=1" in client.get(address).content.decode()

    answer = client.get(f"{address}?images=1")

    assert 'src="https://tracker.example/pixel.png"' in answer.content.decode()
    assert "img-src 'self' data: https:" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "https:" not in client.get(reverse("inbox:home"))["Content-Security-Policy"]


def test_the_original_is_there_while_the_journal_keeps_it(client, agent, message):
    address = reverse("mail:original", args=[message.pk])

    answer = client.get(address)

    assert answer.content == html_mail_of(message)
    assert "attachment" in answer["Content-Disposition"]
    Arrival.objects.update(is_pruned=True, body=b"", path="")
    assert client.get(address).status_code == 404
    assert presentation.read([message.pk])[message.pk]["is_kept"] is False


def html_mail_of(message):
    return journal.raw(Arrival.objects.get(message_id=message.pk)).body


@pytest.mark.parametrize("name", ["mail:frame", "mail:original"])
def test_what_an_agent_may_not_see_does_not_exist(client, agent, message, name):
    team = make_team("Private", members=[make_agent()], is_private=True)
    boss = make_agent("Boss", role="SUPERVISOR")
    inbox.assign(conversation=message.conversation, assignee=None, team=team, by=boss, at=NOON)

    assert client.get(reverse(name, args=[message.pk])).status_code == 404
    assert client.get(reverse(name, args=[2**62])).status_code == 404
    client.logout()
    assert client.get(reverse(name, args=[message.pk])).status_code == 302


def test_the_conversation_shows_headers_and_what_is_known_of_the_sender(client, agent, statements):
    said = "mx.narvan.example; spf=pass smtp.mailfrom=customer.example; dkim=fail; dmarc=pass"
    message = taken(
        make_mailbox(authserv_id="mx.narvan.example"),
        write(Cc="Maryam <maryam@customer.example>", Authentication_Results=said),
    )

    page = client.get(reverse("inbox:conversation", args=[message.conversation_id])).content.decode()

    assert 'chip chip--done"><bdi>SPF: passed' in page
    assert 'chip chip--late"><bdi>DKIM: failed' in page
    assert "Maryam &lt;maryam@customer.example&gt;" in page
    assert reverse("mail:original", args=[message.pk]) in page


def test_what_anybody_could_have_written_is_not_coloured(client, agent):
    message = taken(make_mailbox(), write(Authentication_Results="mx.evil.example; dmarc=pass"))

    marks = presentation.read([message.pk])[message.pk]["marks"]

    assert marks == [("DMARC: passed", "")]


def test_views_of_many_mails_are_read_by_one_statement(agent, message, django_assert_num_queries):
    with django_assert_num_queries(1):
        presentation.read([message.pk, 5, 6])


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_everything_about_a_mail_is_said_in_the_readers_language(client, language):
    boss = make_agent("مدير", role="ADMINISTRATOR", language=language)
    client.force_login(boss)
    said = "mx.narvan.example; spf=pass; dkim=fail; dmarc=fail"
    channel = make_mailbox(authserv_id="mx.narvan.example", imap_junk="Junk", inbound="listener")
    Channel.objects.filter(pk=channel.pk).update(name="پشتیبانی")
    mail = html_mail().replace(HTML.encode(), '<p>سلام</p><img src="https://t.example/p.png">'.encode())
    head = f"Authentication-Results: {said}\nSubject: =?utf-8?b?2LPZhNin2YU=?="
    mail = mail.replace(b"Subject: HTML", head.encode())
    message = taken(channel, mail.replace(b"Ali Rezaei", b"=?utf-8?b?2LnZhNuM?="), is_junk=True)

    for address in (
        reverse("mail:frame", args=[message.pk]),
        reverse("inbox:conversation", args=[message.conversation_id]),
        reverse("transport_settings:channel", args=[channel.pk]),
        "/settings/channels/new/mail/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert foreign(answer.content.decode(), language=language) == [], address
