"""Summaries by mail: each once, in the reader's words, over a mail server that is really asked."""

from __future__ import annotations

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest
from django.db import connection
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.inbox.models import Channel, Conversation
from rafiq.insights import services
from rafiq.insights.models import Subscription, Summary
from rafiq.insights.services import summaries
from tests.channels.mail_office import make_mailbox
from tests.channels.mail_peers import free_port, running_post
from tests.insights.played import DAY, MINUTE, answer, begin, settle
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with running_post() as post:
        yield post


@pytest.fixture
def post(server):
    server.taken.clear()
    server.answers.clear()
    make_mailbox(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", sender_name="Narvan")
    return server


def make_boss(*, language: str = "en", zone: str = "UTC") -> Agent:
    return make_agent("Boss", role=Role.SUPERVISOR, language=language, zone=zone)


def read(envelope) -> tuple[str, str]:
    mail = email.message_from_bytes(envelope.original_content, policy=default)
    return mail["Subject"], mail.get_body(("plain",)).get_content()


def test_a_supervisor_gets_the_day_before_once(post):
    boss = make_boss()
    talk = begin(NOON - DAY)
    answer(talk, boss, at=NOON - DAY + 5 * MINUTE)
    settle()
    services.subscribe(boss, rhythm="DAILY")

    made = [services.make_due(at=NOON + place * MINUTE) for place in range(3)]
    sent = [services.send(Summary.objects.get().pk, at=NOON) for _ in range(2)]

    assert (made, sent) == ([1, 0, 0], [True, False])
    [envelope] = post.taken
    subject, body = read(envelope)
    assert envelope.rcpt_tos == [boss.email]
    assert subject == "Performance of Rafiq: 21 Nov 2026"
    assert "First answer: 5 min" in body
    assert "New conversations: 1 (" in body
    assert Conversation.objects.count() == 1


def test_it_speaks_the_readers_language_and_calendar(post):
    boss = make_boss(language="fa", zone="Asia/Tehran")
    boss.calendar = "jalali"
    boss.save(update_fields=["calendar"])
    services.subscribe(boss, rhythm="DAILY")
    services.make_due(at=NOON)
    services.send(Summary.objects.get().pk, at=NOON)

    subject, body = read(post.taken[0])
    assert subject.endswith("۳۰ آبان ۱۴۰۵")
    assert "گفتگوهای تازه: ۰" in body


@pytest.mark.parametrize(
    ("rhythm", "language", "at", "span"),
    [
        ("DAILY", "en", MORNING, None),  # six o'clock: not yet
        ("DAILY", "en", NOON, (date(2026, 11, 21), date(2026, 11, 21))),
        ("WEEKLY", "en", NOON, (date(2026, 11, 15), date(2026, 11, 21))),  # Sunday to Saturday
        ("WEEKLY", "fa", NOON, (date(2026, 11, 14), date(2026, 11, 20))),  # Saturday to Friday
        ("WEEKLY", "fa", NOON + 5 * DAY, (date(2026, 11, 14), date(2026, 11, 20))),
    ],
)
def test_days_are_those_before_the_readers_morning(rhythm, language, at, span):
    assert summaries.due_span(make_boss(language=language), rhythm, at=at) == span


def test_without_a_mailbox_it_waits(post):
    boss = make_boss()
    services.subscribe(boss, rhythm="WEEKLY")
    services.make_due(at=NOON)

    Channel.objects.update(is_active=False)
    with pytest.raises(services.NoMailbox):
        services.send(Summary.objects.get().pk, at=NOON)
    Channel.objects.update(is_active=True)

    assert services.send(Summary.objects.get().pk, at=NOON + timedelta(hours=1))


def test_a_server_that_refuses_is_told(post):
    boss = make_boss()
    services.subscribe(boss, rhythm="DAILY")
    services.make_due(at=NOON)
    post.answers["DATA"] = "554 5.7.1 No"

    assert not services.send(Summary.objects.get().pk, at=NOON)
    assert Summary.objects.get().failure.startswith("554")


def test_who_is_no_supervisor_any_more_gets_none(post):
    boss = make_boss()
    services.subscribe(boss, rhythm="DAILY")
    services.make_due(at=NOON)
    Agent.objects.filter(pk=boss.pk).update(role=Role.AGENT)

    assert not services.send(Summary.objects.get().pk, at=NOON)
    assert services.make_due(at=NOON + DAY) == 0
    with pytest.raises(PermissionError):
        services.subscribe(make_agent(), rhythm="DAILY")


def test_the_page_keeps_what_was_chosen(client, post):
    boss = make_boss()
    client.force_login(boss)
    address = reverse("insights:summaries")

    assert client.post(address, {"rhythm": "WEEKLY"}).status_code == 303
    assert Subscription.objects.get(agent=boss).rhythm == "WEEKLY"
    assert client.post(address, {"rhythm": "HOURLY"}).status_code == 422
    assert client.post(address, {"rhythm": ""}).status_code == 303
    assert not Subscription.objects.exists()
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_one_summary_and_one_job_sends_it(run_jobs, server):
    server.taken.clear()
    make_mailbox(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", sender_name="Narvan")
    services.subscribe(make_boss(), rhythm="DAILY")

    def make(_: int) -> None:
        services.make_due(at=NOON)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(4)))
    run_jobs()

    assert (Summary.objects.count(), len(server.taken)) == (1, 1)


def test_a_port_where_nobody_is_is_no_failure_of_the_summary():
    make_mailbox(smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    services.subscribe(make_boss(), rhythm="DAILY")
    services.make_due(at=NOON)

    with pytest.raises(summaries.mail.ProviderAway):
        services.send(Summary.objects.get().pk, at=NOON)
    assert Summary.objects.get().failure == ""
