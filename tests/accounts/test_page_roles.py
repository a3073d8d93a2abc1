"""Every page of the settings, asked for by every role."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.inbox import services as inbox
from tests.makers import make_agent, make_channel, make_team

pytestmark = pytest.mark.django_db
LOW, MIDDLE, HIGH = Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR
RANK = [LOW, MIDDLE, HIGH]

PAGES = [
    ("accounts:settings", None, LOW),
    ("accounts:profile", None, LOW),
    ("accounts:company", None, HIGH),
    ("accounts:agents", None, HIGH),
    ("accounts:agent", "agent", HIGH),
    ("accounts:teams", None, MIDDLE),
    ("accounts:new_team", None, HIGH),
    ("accounts:team", "team", HIGH),
    ("inbox_settings:canned_replies", None, MIDDLE),
    ("inbox_settings:new_canned_reply", None, MIDDLE),
    ("inbox_settings:canned_reply", "canned", MIDDLE),
    ("inbox_settings:tags", None, MIDDLE),
    ("inbox_settings:new_tag", None, MIDDLE),
    ("inbox_settings:tag", "tag", MIDDLE),
    ("webchat_settings:widgets", None, HIGH),
    ("webchat_settings:new_widget", None, HIGH),
    ("webchat_settings:widget", "widget", HIGH),
    ("webchat_settings:preview", "widget", HIGH),
]
ACTS = [
    ("accounts:company", None, HIGH),
    ("accounts:agents", None, HIGH),
    ("accounts:agent", "agent", HIGH),
    ("accounts:withdrawal", "agent", HIGH),
    ("accounts:new_team", None, HIGH),
    ("accounts:team", "team", HIGH),
    ("accounts:team_removal", "team", HIGH),
    ("inbox_settings:new_canned_reply", None, MIDDLE),
    ("inbox_settings:canned_reply", "canned", MIDDLE),
    ("inbox_settings:canned_preview", None, MIDDLE),
    ("inbox_settings:canned_removal", "canned", MIDDLE),
    ("inbox_settings:new_tag", None, MIDDLE),
    ("inbox_settings:tag", "tag", MIDDLE),
    ("inbox_settings:tag_removal", "tag", MIDDLE),
    ("webchat_settings:new_widget", None, HIGH),
    ("webchat_settings:widget", "widget", HIGH),
    ("webchat_settings:preview", "widget", HIGH),
    ("webchat_settings:secret", "widget", HIGH),
]


@pytest.fixture
def things():
    return {
        "agent": make_agent("Kaveh"),
        "team": make_team(),
        "canned": inbox.save_canned_reply(None, shortcut="hi", title="Hi", body="Hello", language="en"),
        "tag": inbox.save_tag(None, name="Delivery", hue=1),
        "widget": make_channel(),
    }


def address(name, thing, things):
    return reverse(name, args=[things[thing].pk] if thing else [])


@pytest.mark.parametrize("role", RANK)
@pytest.mark.parametrize(("name", "thing", "least"), PAGES)
def test_a_page_opens_from_its_least_role_on(client, things, name, thing, least, role):
    client.force_login(make_agent(role=role))

    expected = 200 if RANK.index(role) >= RANK.index(least) else 403

    assert client.get(address(name, thing, things)).status_code == expected


@pytest.mark.parametrize("role", RANK)
@pytest.mark.parametrize(("name", "thing", "least"), ACTS)
def test_an_act_is_refused_below_its_least_role(client, things, name, thing, least, role):
    client.force_login(make_agent(role=role))

    status = client.post(address(name, thing, things)).status_code

    assert (status == 403) == (RANK.index(role) < RANK.index(least))
    assert status < 500


@pytest.mark.parametrize(("name", "thing", "least"), PAGES)
def test_a_stranger_is_asked_to_sign_in_and_led_back(client, things, name, thing, least):
    wanted = address(name, thing, things)

    assert client.get(wanted)["Location"] == f"/login/?next={wanted}"


def test_a_part_of_a_page_is_not_replaced_by_the_door(client):
    response = client.get(reverse("accounts:profile"), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (204, "/login/")


@pytest.mark.parametrize(("name", "thing", "least"), PAGES)
def test_no_page_needs_more_than_ten_statements(client, things, name, thing, least, django_assert_max_num_queries):
    client.force_login(make_agent(role=HIGH))
    for number in range(5):
        make_team(f"Team {number}", members=[things["agent"]])

    with django_assert_max_num_queries(10):
        client.get(address(name, thing, things))


@pytest.mark.parametrize(("role", "seen", "unseen"), [
    (LOW, [], ["accounts:teams", "inbox_settings:tags", "accounts:company"]),
    (MIDDLE, ["accounts:teams", "inbox_settings:tags"], ["accounts:company", "webchat_settings:widgets"]),
    (HIGH, ["accounts:teams", "inbox_settings:tags", "accounts:company", "webchat_settings:widgets"], []),
])  # fmt: skip
def test_the_side_list_names_only_what_one_may_open(client, role, seen, unseen):
    client.force_login(make_agent(role=role))

    page = client.get(reverse("accounts:profile")).content.decode()

    assert all(f'href="{reverse(name)}"' in page for name in seen)
    assert not any(f'href="{reverse(name)}"' in page for name in unseen)


def test_a_stranger_to_the_address_finds_nothing(client):
    client.force_login(make_agent(role=HIGH))

    for name in ("accounts:agent", "accounts:team", "inbox_settings:tag", "webchat_settings:widget"):
        assert client.get(reverse(name, args=[999_999])).status_code == 404
