"""Alerts in the settings and on the pages of whoever is told; by mail, too."""

from __future__ import annotations

import email
from datetime import timedelta
from email.policy import default

import pytest
from django.utils import timezone

from rafiq.board import services
from rafiq.board.models import Alert, Episode, Kind, Notice
from tests.board.making import NOON, later, make_alert, make_chief, make_queue, queued
from tests.channels.mail_office import make_mailbox
from tests.channels.mail_peers import running_post
from tests.makers import make_agent, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    found = make_chief(language="fa")
    client.force_login(found)
    return found


def said(chief, **more):
    return {
        "kind": "WAITING", "threshold": "۱۰", "of": "", "calm_minutes": "5", "people": [str(chief.pk)], "is_on": "on",
    } | more  # fmt: skip


def raised(chief, **fields):
    queue = make_queue()
    alert = make_alert(by=chief, queue=queue, threshold=0, **fields)
    queued(queue)
    services.check(alert.pk, at=later(1))
    return Notice.objects.get(agent=chief)


def test_an_alert_is_made_with_the_readers_digits(client, chief):
    team = make_team()
    assert client.post("/settings/board/alerts/new/", said(chief, of=f"TEAM:{team.pk}")).status_code == 303
    made = Alert.objects.get()
    assert (made.kind, made.threshold, made.team, made.people) == ("WAITING", 10, team, [chief.pk])


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "NONSENSE"}, {"threshold": "-1"}, {"threshold": ""}, {"threshold": "9" * 30}, {"of": "QUEUE:9999"},
        {"calm_minutes": "x"}, {"people": []}, {"people": ["987654"]}, {"kind": "BROKEN", "threshold": "100"},
        {"kind": "LONGEST", "threshold": "0"}, {"of": "TEAM:"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_the_readers_language(client, chief, wrong):
    answer = client.post("/settings/board/alerts/new/", said(chief) | wrong)
    assert answer.status_code == 422
    assert not Alert.objects.exists()
    assert 'class="errorlist' in answer.content.decode()


def test_the_same_is_not_watched_twice(client, chief):
    client.post("/settings/board/alerts/new/", said(chief))
    assert client.post("/settings/board/alerts/new/", said(chief)).status_code == 422
    assert Alert.objects.count() == 1


def test_of_two_who_change_it_at_once_the_later_one_sees_what_the_other_saved(client, chief):
    alert = make_alert(by=chief, threshold=3)
    address = f"/settings/board/alerts/{alert.pk}/"
    page = client.get(address).content.decode()
    version = page.partition('name="version" value="')[2].partition('"')[0]
    first = said(chief, threshold="7", version=version)
    assert client.post(address, first).status_code == 303

    late = client.post(address, said(chief, threshold="9", version=version))

    assert late.status_code == 409
    assert Alert.objects.get().threshold == 7
    assert "۷" in late.content.decode()


def test_who_is_told_sees_it_until_they_have_read_it(client, chief):
    notice = raised(chief)
    shown = client.get("/board/notices/").content.decode()
    assert notice.episode.of in shown
    client.post(f"/board/notices/{notice.pk}/seen/")
    assert notice.episode.of not in client.get("/board/notices/").content.decode()
    assert Notice.objects.get().seen_at is not None


def test_what_others_were_told_is_not_ones_own(client):
    notice = raised(make_chief())
    client.force_login(make_agent())
    assert client.get("/board/notices/").content.decode().strip() == ""
    assert client.post(f"/board/notices/{notice.pk}/seen/").status_code == 404


def test_the_list_tells_how_long_it_lasted_and_goes_on_where_it_ended(client, chief):
    now = timezone.now()
    for number in range(35):
        began = now - timedelta(hours=number)
        Episode.objects.create(
            kind=Kind.WAITING, threshold=number, of=f"Queue {number}", value=9, peak=9, began_at=began,
            ended_at=began + timedelta(minutes=12),
        )  # fmt: skip
    page = client.get("/board/alerts/").content.decode()
    assert page.count("board-episode") == 30
    assert "۱۲ دقیقه" in page
    assert "board-lane__stripe" in page
    after = page.partition("?after=")[2].partition('"')[0]
    assert client.get(f"/board/alerts/?after={after}").content.decode().count("board-episode") == 5


def test_by_mail_it_goes_out_once_in_the_readers_language():
    notice = raised(make_chief(language="fa"), by_mail=True)
    with running_post() as post:
        make_mailbox(smtp_host="127.0.0.1", smtp_port=post.port, smtp_security="none", sender_name="Narvan")
        sent = [services.mail_notice(notice.pk, at=later(minute)) for minute in (2, 3)]
        (envelope,) = post.taken

    mail = email.message_from_bytes(envelope.original_content, policy=default)
    assert sent == [True, False]
    assert "مشتریان زیادی منتظرند" in mail["Subject"]
    assert "۱ مشتری (حد: ۰ مشتری)" in mail.get_body(("plain",)).get_content()


def test_without_a_mailbox_it_is_tried_again():
    notice = raised(make_chief(), by_mail=True)
    with pytest.raises(services.NoMailbox):
        services.mail_notice(notice.pk, at=NOON)


def test_whether_listening_is_shown_is_chosen(client, chief):
    client.post("/settings/board/", {})
    assert not services.shows_listening()
    client.post("/settings/board/", {"is_shown": "on"})
    assert services.shows_listening()
