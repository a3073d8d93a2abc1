"""The first set-up, and invited colleagues."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts import queries, services
from rafiq.accounts.models import Agent, Invitation, Role
from tests.makers import PASSWORD, make_agent, make_team

pytestmark = pytest.mark.django_db
COMPANY = {
    "company_name": "Narvan", "name": "Sara", "email": "sara@narvan.example", "password": PASSWORD,
    "language": "fa", "calendar": "jalali", "time_zone": "Asia/Tehran",
}  # fmt: skip
ENTRANT = {"name": "Kaveh", "password": PASSWORD, "time_zone": "Asia/Beirut"}


def invite(email="kaveh@narvan.example", *, at=None, **fields):
    by = make_agent("Boss", role=Role.ADMINISTRATOR)
    given = {"name": "", "role": Role.AGENT, "language": "fa", "team_ids": []} | fields
    return services.invite(email=email, by=by, at=at or timezone.now(), **given)[1]


class TestSetUp:
    address = "/setup/"

    def test_an_empty_installation_tells_where_the_link_is(self, client):
        response = client.get(reverse("accounts:login"), follow=True)

        assert response.redirect_chain == [(self.address, 302)]
        assert response.status_code == 200
        assert services.setup_token() not in response.content.decode()

    @pytest.mark.parametrize("token", ["", "guessed", "آزمون"])
    def test_a_guessed_token_opens_nothing(self, client, token):
        assert client.get(self.address, {"token": token}).status_code == 403
        assert client.post(self.address, COMPANY | {"token": token}).status_code == 403
        assert not queries.is_set_up()

    def test_the_first_administrator_comes_in_at_once(self, client):
        response = client.post(self.address, COMPANY | {"token": services.setup_token()})

        agent = Agent.objects.get()
        assert response.status_code == 302
        assert agent.is_administrator
        assert client.session["_auth_user_id"] == str(agent.pk)
        assert queries.company().name == "Narvan"

    def test_a_weak_password_is_named(self, client):
        response = client.post(self.address, COMPANY | {"token": services.setup_token(), "password": "sara"})

        assert response.status_code == 422
        assert 'id="id_password_error"' in response.content.decode()
        assert not queries.is_set_up()

    def test_afterwards_the_page_is_gone(self, client):
        make_agent()

        assert client.get(self.address, {"token": services.setup_token()}).status_code == 404
        assert client.post(self.address, COMPANY | {"token": services.setup_token()}).status_code == 404


class TestInvitation:
    def test_the_page_speaks_the_language_chosen_for_the_guest(self, client):
        response = client.get(reverse("accounts:invitation", args=[invite()]), follow=True)

        assert 'lang="fa"' in response.content.decode()
        # The address is the key: no other site may read it. Any stricter, and our own form comes from "null".
        assert response["Referrer-Policy"] == "same-origin"

    def test_the_guest_becomes_an_agent_and_is_in(self, client):
        team = make_team()
        token = invite(role=Role.SUPERVISOR, team_ids=[team.pk])

        response = client.post(reverse("accounts:invitation", args=[token]), ENTRANT)

        agent = Agent.objects.get(email="kaveh@narvan.example")
        assert response["Location"] == "/"
        assert (agent.role, agent.time_zone, list(agent.teams.all())) == (Role.SUPERVISOR, "Asia/Beirut", [team])
        assert client.session["_auth_user_id"] == str(agent.pk)

    def test_a_mistake_keeps_the_invitation_open(self, client):
        token = invite()

        response = client.post(reverse("accounts:invitation", args=[token]), ENTRANT | {"password": "kaveh"})

        assert response.status_code == 422
        assert queries.open_invitations(at=timezone.now()).count() == 1

    def test_it_works_once(self, client):
        address = reverse("accounts:invitation", args=[invite()])
        client.post(address, ENTRANT)

        assert client.get(address).status_code == 410
        assert client.post(address, ENTRANT).status_code == 410

    def test_after_a_week_it_has_run_out(self, client):
        address = reverse("accounts:invitation", args=[invite(at=timezone.now() - timedelta(days=8))])

        assert client.get(address).status_code == 410
        assert client.post(address, ENTRANT).status_code == 410

    def test_a_made_up_link_says_so_in_words(self, client):
        response = client.get(reverse("accounts:invitation", args=["made-up"]))

        assert response.status_code == 410
        assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_administrators_who_invite_the_same_person_at_once_leave_one_invitation():
    boss, start = make_agent("Boss", role=Role.ADMINISTRATOR), Barrier(6)

    def invite_once(_: int) -> None:
        try:
            start.wait()
            services.invite(
                email="New@narvan.example", name="", role=Role.AGENT, language="fa", team_ids=[], by=boss,
                at=timezone.now(),
            )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(invite_once, range(6)))

    assert Invitation.objects.count() == 1
