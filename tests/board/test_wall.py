"""Screens on the wall: by a secret that is kept as a digest, revocable, without customers, in their own language."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rafiq.board import limits, queries, services
from rafiq.board.models import Screen
from tests.board.making import NOON, at_risk, later, make_chief, make_policy, make_queue, present, queued
from tests.makers import make_agent, make_conversation, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_guessed():
    limits.forget()
    yield
    limits.forget()


def make_screen(**fields):
    values = {
        "name": "Hall", "language": "fa", "latin_digits": False, "theme": "DARK", "queues": [], "teams": [],
        "seconds": 20,
    }  # fmt: skip
    return services.make_screen(values | fields, by=make_chief(), at=NOON)


def test_it_opens_without_a_log_in_in_its_own_language_and_digits(client):
    for _ in range(12):
        make_conversation()
    _screen, secret = make_screen()
    page = client.get(f"/wall/{secret}/", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert '<html lang="fa" dir="rtl" data-scheme="dark">' in page.content.decode()
    assert "۱۲" in page.content.decode()
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["Referrer-Policy"] == "no-referrer"


def test_digits_and_theme_are_the_screens(client):
    make_conversation()
    _screen, secret = make_screen(latin_digits=True, theme="LIGHT", language="ar")
    page = client.get(f"/wall/{secret}/").content.decode()
    assert 'data-scheme="light"' in page
    assert "<dd>1</dd>" in page


def test_only_a_digest_is_kept():
    screen, secret = make_screen()
    assert secret not in str(Screen.objects.filter(pk=screen.pk).values().get())
    assert len(secret) >= 32


def test_a_revoked_address_is_no_page(client):
    screen, secret = make_screen()
    services.revoke_screen(screen, by=make_chief(), at=NOON)
    assert client.get(f"/wall/{secret}/").status_code == 404


def test_whoever_guesses_is_shut_out_for_a_minute(client):
    _screen, secret = make_screen()
    answers = [client.get(f"/wall/guess-{number}/").status_code for number in range(limits.TRIES)]
    assert set(answers) == {404}
    assert client.get(f"/wall/{secret}/").status_code == 429
    limits.forget()
    assert client.get(f"/wall/{secret}/").status_code == 200


def test_no_customer_is_named(client):
    queue = make_queue("Chats")
    queued(queue, "My secret matter", name="Laleh Karimi", at=timezone.now())
    _screen, secret = make_screen(queues=[queue.pk], language="en")

    page = client.get(f"/wall/{secret}/").content.decode()

    assert queue.name in page
    assert "Laleh" not in page
    assert "secret matter" not in page


def test_it_shows_all_together_then_the_chosen_ones():
    make_policy()
    team = make_team(members=[present(make_agent())])
    queue, other = make_queue(), make_queue()
    queued(queue, at=NOON)
    queued(other, at=later(1))
    at_risk(make_conversation(at=later(2)))

    found = queries.slides(at=later(3), queues=[queue.pk], teams=[team.pk])

    assert [one.key for one in found] == ["all", f"queue-{queue.pk}", f"team-{team.pk}"]
    assert [one.waiting for one in found] == [3, 1, 0]
    assert (found[0].oldest, found[0].here, found[0].risk) == (NOON, 1, 1)
    assert (found[1].oldest, found[2].here, found[2].free) == (NOON, 1, 1)


def test_what_was_removed_since_is_left_out():
    found = queries.slides(at=NOON, queues=[987_654], teams=[987_654])
    assert [one.key for one in found] == ["all"]


def test_supervisors_have_one_without_a_secret(client):
    client.force_login(make_chief(language="ar"))
    page = client.get("/board/wall/")
    assert page.status_code == 200
    assert 'lang="ar"' in page.content.decode()
    part = client.get("/board/wall/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="slides"')


def test_the_secret_is_shown_once(client):
    client.force_login(make_chief())
    given = {"name": "Hall", "seconds": "20", "language": "fa", "theme": "DARK"}
    made = client.post("/settings/board/screens/new/", given)
    assert "/wall/" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    again = client.get(f"/settings/board/screens/{Screen.objects.get().pk}/").content.decode()
    assert "/wall/" not in again.partition("<main")[2]


@pytest.mark.parametrize(
    "wrong", [{"seconds": "1"}, {"seconds": "x"}, {"name": ""}, {"queues": "9"}, {"theme": "PINK"}]
)
def test_nonsense_is_refused(client, wrong):
    client.force_login(make_chief())
    given = {"name": "Hall", "seconds": "۲۰", "language": "fa", "theme": "DARK"} | wrong
    assert client.post("/settings/board/screens/new/", given).status_code == 422
    assert not Screen.objects.exists()
