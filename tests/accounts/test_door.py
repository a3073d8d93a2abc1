"""Signing in and out."""

import pytest
from django.urls import reverse

from rafiq.accounts import queries, services
from rafiq.accounts.models import FailedLogin
from tests.makers import NOON, PASSWORD, make_agent

pytestmark = pytest.mark.django_db
WRONG = "not the password at all"


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post(reverse("accounts:login"), {"email": email, "password": password, **fields})


def test_an_agent_signs_in_and_is_led_to_the_desk(client):
    agent = make_agent()

    response = sign_in(client, agent.email.upper())

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(agent.pk)


def test_signing_in_gives_the_session_a_new_key(client):
    client.get(reverse("accounts:login"))
    client.session["planted"] = True
    before = client.session.session_key

    sign_in(client, make_agent().email)

    assert client.session.session_key != before


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/x", "javascript:alert(1)", "/login/"])
def test_nobody_is_led_to_another_site(client, wanted):
    assert sign_in(client, make_agent().email, next=wanted)["Location"] == "/"


def test_one_is_led_back_to_where_one_was_going(client):
    assert sign_in(client, make_agent().email, next="/settings/teams/")["Location"] == "/settings/teams/"


def test_a_wrong_password_and_an_unknown_e_mail_sound_the_same(client):
    agent = make_agent()

    known, unknown = sign_in(client, agent.email, WRONG), sign_in(client, "nobody@narvan.example", WRONG)

    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_an_unknown_e_mail_costs_as_many_hashes_as_a_known_one(client, monkeypatch, settings):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    agent = make_agent()
    hashed = []
    encode, decode = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *given: hashed.append("made") or encode(*given))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *given: hashed.append("read") or decode(*given))

    sign_in(client, agent.email, WRONG)
    sign_in(client, "nobody@narvan.example", WRONG)

    assert len(hashed) == 2


def test_after_eight_wrong_passwords_even_the_right_one_is_refused(client):
    agent = make_agent()
    for _ in range(queries.TRIES_PER_EMAIL):
        assert sign_in(client, agent.email, WRONG).status_code == 422

    response = sign_in(client, agent.email)

    assert response.status_code == 429
    assert "ten minutes" in response.content.decode()


def test_the_door_closes_for_an_unknown_e_mail_too(client):
    for _ in range(queries.TRIES_PER_EMAIL):
        sign_in(client, "nobody@narvan.example", WRONG)

    assert sign_in(client, "nobody@narvan.example", WRONG).status_code == 429


def test_many_wrong_passwords_from_one_address_close_the_door_for_it(client):
    for number in range(queries.TRIES_PER_ADDRESS):
        services.note_failed_login(email=f"{number}@narvan.example", address="127.0.0.1", at=_now())

    assert sign_in(client, make_agent().email).status_code == 429


def test_old_mistakes_are_forgiven(client):
    agent = make_agent()
    for _ in range(queries.TRIES_PER_EMAIL):
        services.note_failed_login(email=agent.email, address="192.0.2.1", at=NOON.replace(year=2020))

    assert sign_in(client, agent.email).status_code == 302


def test_an_agent_who_was_switched_off_cannot_come_in(client):
    agent = make_agent()
    agent.is_active = False
    agent.save(update_fields=["is_active"])

    assert sign_in(client, agent.email).status_code == 422


def test_empty_fields_are_named_and_not_counted(client):
    make_agent()

    response = sign_in(client, "", "")

    assert response.status_code == 422
    assert 'id="id_email_error"' in response.content.decode()
    assert not FailedLogin.objects.exists()


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_a_stranger_chooses_the_language(client, language, direction):
    make_agent()

    page = client.get(reverse("accounts:login"), {"lang": language}).content.decode()

    assert f'lang="{language}"' in page
    assert f'dir="{direction}"' in page


def test_signing_out_needs_a_post(client):
    client.force_login(make_agent())

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout"))["Location"] == reverse("accounts:login")
    assert "_auth_user_id" not in client.session


def test_whoever_is_signed_in_does_not_see_the_door(client):
    client.force_login(make_agent())

    assert client.get(reverse("accounts:login"))["Location"] == "/"


def _now():
    from django.utils import timezone

    return timezone.now()
