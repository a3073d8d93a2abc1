"""What an agent sets for themselves."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Agent
from tests.makers import PASSWORD, make_agent

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEW = "three green fridges sing"


@pytest.fixture
def agent(client):
    agent = make_agent()
    client.force_login(agent)
    return agent


def profile(client, **changes):
    page = client.get(reverse("accounts:profile"))
    return page.context["form"].initial | {"version": page.context["version"]} | changes


def test_language_and_colours_change_the_next_page_at_once(client, agent):
    values = profile(client, language="fa", calendar="jalali", scheme="dark", time_zone="Asia/Tehran")

    response = client.post(reverse("accounts:profile"), values, follow=True)

    page = response.content.decode()
    assert 'lang="fa"' in page
    assert 'dir="rtl"' in page
    assert 'data-scheme="dark"' in page


def test_htmx_is_led_to_a_whole_new_page(client, agent):
    response = client.post(reverse("accounts:profile"), profile(client, language="ar"), headers=HTMX)

    assert (response.status_code, response["HX-Redirect"]) == (204, reverse("accounts:profile"))


def test_a_mistake_stands_beside_its_field(client, agent):
    response = client.post(reverse("accounts:profile"), profile(client, name=" "), headers=HTMX)

    part = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in part
    assert 'aria-describedby="id_name_error"' in part
    assert part.count("autofocus") == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", ""])
def test_a_zone_that_does_not_exist_is_refused(client, agent, zone):
    assert client.post(reverse("accounts:profile"), profile(client, time_zone=zone)).status_code == 422


def test_an_old_name_of_a_zone_is_taken(client, agent):
    client.post(reverse("accounts:profile"), profile(client, time_zone="Asia/Calcutta"))

    agent.refresh_from_db()
    assert agent.time_zone == "Asia/Calcutta"
    assert 'value="Asia/Calcutta" selected' in client.get(reverse("accounts:profile")).content.decode()


def test_markup_in_a_name_is_shown_as_text(client, agent):
    page = client.post(reverse("accounts:profile"), profile(client, name="<script>alert(1)</script>"), follow=True)

    assert b"<script>alert" not in page.content
    assert b"&lt;script&gt;alert" in page.content


def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten(client, agent):
    values = profile(client, name="Sara from this window")
    Agent.objects.filter(pk=agent.pk).update(name="Sara from the other")

    response = client.post(reverse("accounts:profile"), values)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Sara from this window" in page
    assert "Sara from the other" in page
    agent.refresh_from_db()
    assert agent.name == "Sara from the other"


def test_saving_again_after_being_told_replaces_it(client, agent):
    values = profile(client, name="Mine")
    Agent.objects.filter(pk=agent.pk).update(name="Theirs")
    told = client.post(reverse("accounts:profile"), values)

    client.post(reverse("accounts:profile"), values | {"version": told.context["version"]})

    agent.refresh_from_db()
    assert agent.name == "Mine"


def test_a_new_password_keeps_this_session_and_ends_the_others(client, agent):
    elsewhere = type(client)()
    elsewhere.force_login(agent)

    response = client.post(reverse("accounts:password"), {"old_password": PASSWORD, "password": NEW})

    assert response.status_code == 303
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    agent.refresh_from_db()
    assert agent.check_password(NEW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"old_password": "guessed", "password": NEW}, "old_password"),
        ({"old_password": PASSWORD, "password": "short"}, "password"),
        ({"old_password": PASSWORD, "password": "password1234"}, "password"),
    ],
)
def test_a_password_is_not_changed_on_a_guess_or_to_a_weak_one(client, agent, given, field):
    response = client.post(reverse("accounts:password"), given, headers=HTMX)

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_guessing_the_old_password_ends_after_eight_tries(client, agent):
    for _ in range(8):
        client.post(reverse("accounts:password"), {"old_password": "guess", "password": NEW})

    response = client.post(reverse("accounts:password"), {"old_password": PASSWORD, "password": NEW})

    assert response.status_code == 422
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_the_first_page_of_the_settings_is_a_list_on_a_phone(client, agent):
    assert 'data-pane="sections"' in client.get(reverse("accounts:settings")).content.decode()
