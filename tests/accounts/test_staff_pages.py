"""Administrators change the company, the agents and the teams."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from rafiq.accounts import queries, services
from rafiq.accounts.models import Agent, Invitation, Role, Team
from tests.makers import NOON, make_agent, make_team

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
GUEST = {"email": "Kaveh@Narvan.example", "name": "Kaveh", "role": "AGENT", "language": "fa"}


@pytest.fixture
def administrator(client):
    agent = make_agent("Admin", role=Role.ADMINISTRATOR)
    client.force_login(agent)
    return agent


def shown(client, page_name, *ids, **changes):
    page = client.get(reverse(page_name, args=ids))
    return page.context["form"].initial | {"version": page.context["version"]} | changes


def without(values, *names):
    return {key: value for key, value in values.items() if key not in names}


class TestInviting:
    def test_the_link_is_shown_once_and_works(self, client, administrator):
        response = client.post(reverse("accounts:agents"), GUEST, headers=HTMX)

        link = re.search(r"http://testserver(/invitations/[\w-]+/)", response.content.decode())[1]
        assert response.status_code == 201
        assert response["Cache-Control"] == "no-store"
        assert client.get(link, follow=True).status_code == 200
        assert link not in client.get(reverse("accounts:agents")).content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"email": "no address"}, {"role": "OWNER"}, {"teams": ["7777"]}, {"language": "xx"}]
    )
    def test_what_makes_no_sense_is_refused(self, client, administrator, wrong):
        assert client.post(reverse("accounts:agents"), GUEST | wrong, headers=HTMX).status_code == 422
        assert not Invitation.objects.exists()

    def test_a_colleague_cannot_be_invited_again(self, client, administrator):
        response = client.post(reverse("accounts:agents"), GUEST | {"email": administrator.email}, headers=HTMX)

        assert response.status_code == 422
        assert "works here already" in response.content.decode()

    def test_a_withdrawn_invitation_does_not_work_any_more(self, client, administrator):
        client.post(reverse("accounts:agents"), GUEST)

        client.post(reverse("accounts:withdrawal", args=[Invitation.objects.get().pk]))

        assert not Invitation.objects.exists()


class TestAgent:
    def test_role_and_teams_change(self, client, administrator):
        agent, team = make_agent("Kaveh"), make_team()

        client.post(
            reverse("accounts:agent", args=[agent.pk]),
            shown(client, "accounts:agent", agent.pk, role="SUPERVISOR", teams=[str(team.pk)], is_active="on"),
        )

        agent.refresh_from_db()
        assert (agent.role, list(agent.teams.all())) == (Role.SUPERVISOR, [team])

    def test_switching_off_ends_every_session(self, client, administrator):
        agent = make_agent("Kaveh")
        theirs = type(client)()
        theirs.force_login(agent)
        values = without(shown(client, "accounts:agent", agent.pk), "is_active")

        client.post(reverse("accounts:agent", args=[agent.pk]), values)

        assert theirs.get(reverse("accounts:profile")).status_code == 302

    @pytest.mark.parametrize("change", [{"role": "AGENT", "is_active": "on"}, {"role": "ADMINISTRATOR"}])
    def test_the_last_administrator_stays_one(self, client, administrator, change):
        values = without(shown(client, "accounts:agent", administrator.pk), "is_active") | change

        response = client.post(reverse("accounts:agent", args=[administrator.pk]), values, headers=HTMX)

        administrator.refresh_from_db()
        assert response.status_code == 422
        assert "only administrator" in response.content.decode()
        assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)

    def test_of_two_administrators_the_second_is_told(self, client, administrator):
        agent = make_agent("Kaveh")
        values = shown(client, "accounts:agent", agent.pk, role="ADMINISTRATOR")
        services.change_agent(agent, role="SUPERVISOR", is_active=True, team_ids=[], by=administrator, at=NOON)

        response = client.post(reverse("accounts:agent", args=[agent.pk]), values, headers=HTMX)

        assert response.status_code == 409
        assert "Saved by somebody else: <bdi>Supervisor</bdi>" in response.content.decode()


class TestTeams:
    def test_a_team_is_made_with_its_members(self, client, administrator):
        agent = make_agent("Kaveh")

        response = client.post(reverse("accounts:new_team"), {"name": " Beirut ", "members": [agent.pk]}, follow=True)

        assert [team.name for team in agent.teams.all()] == ["Beirut"]
        assert [str(message) for message in get_messages(response.wsgi_request)] or b"Beirut" in response.content

    def test_two_teams_may_not_share_a_name(self, client, administrator):
        make_team("Tehran")

        response = client.post(reverse("accounts:new_team"), {"name": "TEHRAN"}, headers=HTMX)

        assert response.status_code == 422
        assert "Another team has this name." in response.content.decode()

    def test_a_member_who_was_switched_off_is_not_dropped_unseen(self, client, administrator):
        agent = make_agent("Kaveh")
        team = make_team(members=[agent])
        Agent.objects.filter(pk=agent.pk).update(is_active=False)

        client.post(
            reverse("accounts:team", args=[team.pk]),
            without(shown(client, "accounts:team", team.pk, name="Shiraz"), "is_private"),
        )

        team.refresh_from_db()
        assert (team.name, list(team.members.all())) == ("Shiraz", [agent])

    def test_a_team_is_removed(self, client, administrator):
        team = make_team()

        assert client.get(reverse("accounts:team_removal", args=[team.pk])).status_code == 405
        client.post(reverse("accounts:team_removal", args=[team.pk]))

        assert not Team.objects.exists()

    def test_markup_in_a_name_is_shown_as_text(self, client, administrator):
        make_team("<img src=x onerror=alert(1)>", members=[administrator])

        for name in ("accounts:teams", "accounts:agents"):
            assert b"<img src=x" not in client.get(reverse(name)).content


class TestCompany:
    def test_it_is_saved_and_shown(self, client, administrator):
        client.post(reverse("accounts:company"), shown(client, "accounts:company", company_name="نارون", language="fa"))

        assert (queries.company().name, queries.company().language) == ("نارون", "fa")

    def test_two_at_once_do_not_overwrite_each_other(self, client, administrator):
        values = shown(client, "accounts:company", company_name="Mine")
        services.change_company(
            name="Theirs", language="en", calendar="gregorian", time_zone="UTC", by=administrator, at=NOON
        )

        assert client.post(reverse("accounts:company"), values).status_code == 409
        assert queries.company().name == "Theirs"
