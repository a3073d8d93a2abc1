"""What is asked before a conversation is closed."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.api import tokens
from rafiq.api.scopes import Scope
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform.log.models import Entry
from rafiq.practice import queries, services
from rafiq.practice.asked import Asked
from rafiq.practice.models import Sheet, Unready
from rafiq.routing.conditions import Conditions
from tests.makers import NOON, make_agent, make_conversation, make_team
from tests.practice.making import make_approval, make_field, make_procedure, make_step, tagged

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    found = make_agent()
    client.force_login(found)
    return found


def close(conversation, by):
    return inbox.resolve(conversation=conversation, by=by, at=NOON)


def lacking(conversation, by):
    with pytest.raises(inbox.NotReady) as refusal:
        close(conversation, by)
    return [one.key for one in refusal.value.lacking]


class TestFields:
    def test_a_required_one_holds_closing_up_until_it_is_filled_in(self, agent):
        field, talk = make_field(choices=("Late", "Broken")), make_conversation()
        key = queries.key_of(field.pk)

        assert lacking(talk, agent) == [f"field-{field.pk}"]
        services.fill(talk, {key: "c2"}, by=agent, at=NOON)
        close(talk, agent)
        assert Sheet.objects.get(pk=talk.pk).values == {key: "c2"}

    def test_it_may_be_about_some_requests_only(self, agent):
        tag = inbox.save_tag(None, name="Complaint", hue=1)
        make_field(about=tagged(tag.pk))
        make_field("Words", about=Asked(Conditions(words=("يخچال",))))
        make_field("Team", about=Asked(teams=(make_team().pk,)))
        make_field("Channel", about=Asked(Conditions(channels=("mail",))))
        calm, angry, cold = make_conversation(), make_conversation(), make_conversation("یخچال خراب است")
        inbox.tag(conversation=angry, tag=tag, by=agent, at=NOON)

        close(calm, agent)
        assert len(lacking(angry, agent)) == 1
        assert len(lacking(cold, agent)) == 1

    @pytest.mark.parametrize(
        ("kind", "said", "kept"),
        [
            ("NUMBER", "۱٬۲۰۰٫۵", 1200.5), ("DATE", "2026-11-22", "2026-11-22"), ("YES_NO", "نه", False),
            ("TEXT", " a ", "a"),
        ],
    )  # fmt: skip
    def test_every_kind_is_read_as_people_write_it(self, agent, kind, said, kept):
        field, talk = make_field(field_kind=kind), make_conversation()
        key = queries.key_of(field.pk)

        services.fill(talk, {key: said}, by=agent, at=NOON)

        [noted] = queries.fields_of(talk)
        assert noted.value == kept and not noted.is_lacking

    def test_what_is_no_value_is_refused_and_nothing_is_kept(self, agent):
        number, words = make_field(field_kind="NUMBER"), make_field("Words")
        talk = make_conversation()

        with pytest.raises(services.BadValues) as refusal:
            services.fill(talk, {queries.key_of(number.pk): "many", queries.key_of(words.pk): "x"}, by=agent, at=NOON)
        assert refusal.value.kinds == {queries.key_of(number.pk): "NUMBER"}
        assert not Sheet.objects.exists()

    def test_a_choice_may_be_told_by_its_name_and_one_that_is_gone_may_not(self, agent):
        field, talk = make_field(choices=("Late", "Broken")), make_conversation()
        key = queries.key_of(field.pk)
        services.fill(talk, {key: "late"}, by=agent, at=NOON)
        assert queries.fields_of(talk)[0].value == "c1"

        with pytest.raises(services.BadValues):
            services.fill(talk, {key: "Lost"}, by=agent, at=NOON)

    def test_who_fills_in_one_field_leaves_the_others(self, agent):
        one, other = make_field("One"), make_field("Other")
        talk = make_conversation()
        services.fill(talk, {queries.key_of(one.pk): "1"}, by=agent, at=NOON)
        services.fill(talk, {queries.key_of(other.pk): "2"}, by=agent, at=NOON)

        assert set(Sheet.objects.get(pk=talk.pk).values.values()) == {"1", "2"}

    def test_the_log_tells_which_but_not_what(self, agent):
        field, talk = make_field(), make_conversation()
        services.fill(talk, {queries.key_of(field.pk): "a secret"}, by=agent, at=NOON)

        [entry] = Entry.objects.filter(kind="practice.field.filled")
        assert entry.payload["names"] == {"en": "Reason"} and "secret" not in str(entry.payload)
        assert entry.actor == agent.actor and entry.key == talk.topic

    def test_one_that_is_removed_asks_no_more(self, agent):
        field, talk = make_field(), make_conversation()
        services.remove(field, by=make_agent(role=Role.SUPERVISOR), at=NOON)
        close(talk, agent)


class TestEveryWayToClose:
    def test_the_button_opens_what_is_lacking(self, client, agent):
        make_field()
        talk = make_conversation()

        response = client.put(reverse("inbox:resolution", args=[talk.pk]))

        assert response.status_code == 409
        assert reverse("practice:closing", args=[talk.pk]) in response.content.decode()
        assert Conversation.objects.get(pk=talk.pk).is_open

    def test_a_program_is_told_what_is_lacking(self, client, agent):
        field, talk = make_field(), make_conversation()
        _token, secret = tokens.make(
            name="t", agent=agent, scopes=[Scope.CONVERSATIONS_WRITE, Scope.CONVERSATIONS_READ], by=agent, at=NOON
        )
        response = client.patch(
            f"/api/v1/conversations/{talk.pk}", {"state": "closed"}, content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip

        assert response.status_code == 409
        told = response.json()
        assert told["type"].endswith("not_ready")
        assert told["errors"] == [{"field": f"field-{field.pk}", "code": "field", "detail": "Reason"}]

    def test_a_program_fills_in_what_is_lacking_and_closes(self, client, agent):
        field, talk = make_field(choices=("Late", "Broken")), make_conversation()
        scopes = [Scope.CONVERSATIONS_WRITE, Scope.CONVERSATIONS_READ]
        _token, secret = tokens.make(name="t", agent=agent, scopes=scopes, by=agent, at=NOON)
        address, key = f"/api/v1/conversations/{talk.pk}", queries.key_of(field.pk)
        told = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"}}

        [shown] = client.get(f"{address}/fields", **told).json()
        assert (shown["key"], shown["kind"], shown["value"], shown["is_required"]) == (key, "choice", None, True)
        assert client.patch(f"{address}/fields", {"values": {key: "Lost"}}, **told).status_code == 422
        assert client.patch(f"{address}/fields", {"values": {"f0": "Lost"}}, **told).status_code == 422
        assert client.patch(f"{address}/fields", {"values": {key: "late"}}, **told).json()[0]["value"] == "c1"
        assert client.patch(address, {"state": "closed"}, **told).json()["state"] == "closed"

    def test_a_rule_is_held_up_too(self, agent):
        make_field()
        talk = make_conversation()
        with pytest.raises(inbox.NotReady):
            inbox.resolve_automatically(conversation=talk, actor="automation-1", at=NOON)

    @pytest.mark.django_db(transaction=True)
    def test_what_is_closed_by_itself_is_let_through_and_kept(self, agent, run_jobs):
        field, talk = make_field(), make_conversation()
        Conversation.objects.filter(pk=talk.pk).update(waiting_since=None)

        assert inbox.settle_automatically(conversation=talk, actor="bot", at=NOON, before=NOON.replace(year=2027))
        run_jobs()

        [kept] = Unready.objects.all()
        assert (kept.lacking, kept.actor) == ([f"field-{field.pk}"], "bot")


class TestTheDialog:
    def test_shows_what_is_lacking_and_closes_in_one_go(self, client, agent):
        field = make_field()
        procedure = make_procedure(make_step("s1", is_required=True), make_step("s2"))
        talk = make_conversation()
        address, key = reverse("practice:closing", args=[talk.pk]), queries.key_of(field.pk)

        page = client.get(address).content.decode()
        assert "Reason" in page and "Do s1" in page and "Do s2" not in page
        response = client.post(address, {key: "Late", f"was-{key}": "", "step": f"{procedure.pk}-s1"})

        assert response.status_code == 200
        assert not Conversation.objects.get(pk=talk.pk).is_open
        assert Sheet.objects.get(pk=talk.pk).values == {key: "Late"}

    def test_says_beside_the_field_what_is_missing_and_keeps_the_rest(self, client, agent):
        one, other = make_field("One"), make_field("Other")
        talk = make_conversation()
        first, second = queries.key_of(one.pk), queries.key_of(other.pk)

        response = client.post(reverse("practice:closing", args=[talk.pk]), {first: "mine", second: ""})

        assert response.status_code == 422
        assert 'value="mine"' in response.content.decode()
        assert Conversation.objects.get(pk=talk.pk).is_open

    def test_an_answer_that_brings_a_step_keeps_what_was_said(self, client, agent):
        asks = make_step("s1", choices=("Yes", "No"), is_required=True)
        procedure = make_procedure(asks, make_step("s2", is_required=True, after=("s1", "c1")))
        field, talk = make_field(), make_conversation()
        address, key = reverse("practice:closing", args=[talk.pk]), queries.key_of(field.pk)

        response = client.post(address, {key: "Late", f"answer-{procedure.pk}-s1": "c1"})

        assert response.status_code == 422
        assert "Do s2" in response.content.decode()
        assert Sheet.objects.get(pk=talk.pk).values == {key: "Late"}
        assert (
            client.post(address, {key: "Late", f"was-{key}": "Late", "step": f"{procedure.pk}-s2"}).status_code == 200
        )

    def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(self, client, agent):
        field, talk = make_field(), make_conversation()
        key = queries.key_of(field.pk)
        services.fill(talk, {key: "theirs"}, by=make_agent("Ali"), at=NOON)

        response = client.post(reverse("practice:fields", args=[talk.pk]), {key: "mine", f"was-{key}": ""})

        assert response.status_code == 409
        assert "theirs" in response.content.decode() and 'value="mine"' in response.content.decode()
        assert Sheet.objects.get(pk=talk.pk).values == {key: "theirs"}

    def test_an_approval_that_waits_holds_up(self, client, agent):
        make_agent("Boss", role=Role.SUPERVISOR)
        approval, talk = make_approval(), make_conversation()
        services.ask(talk, standard_id=approval.pk, reason="r", amount=200, by=agent, at=NOON)

        assert lacking(talk, agent)[0].startswith("approval-")
        assert client.post(reverse("practice:closing", args=[talk.pk]), {}).status_code == 422
