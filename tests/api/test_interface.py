"""The public interface as a program uses it: who may, what comes, how errors are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from rafiq.accounts.models import Role
from rafiq.api import tokens
from rafiq.api.models import Token
from rafiq.api.scopes import Scope
from rafiq.customers.models import Customer
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from tests.api.conftest import Program
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team

pytestmark = pytest.mark.django_db

PATHS = [
    ("GET", "/customers"), ("POST", "/customers"), ("GET", "/customers/1"), ("PATCH", "/customers/1"),
    ("GET", "/customers/1/conversations"), ("GET", "/conversations"), ("POST", "/conversations"),
    ("GET", "/conversations/1"), ("PATCH", "/conversations/1"), ("GET", "/conversations/1/messages"),
    ("POST", "/conversations/1/messages"), ("POST", "/conversations/1/notes"), ("PUT", "/conversations/1/tags/1"),
    ("DELETE", "/conversations/1/tags/1"), ("GET", "/agents"), ("GET", "/teams"), ("GET", "/channels"),
    ("GET", "/tags"), ("POST", "/tags"), ("GET", "/webhooks"), ("POST", "/webhooks"), ("PUT", "/webhooks/1"),
    ("DELETE", "/webhooks/1"), ("GET", "/webhooks/1/deliveries"), ("POST", "/webhooks/1/deliveries/1/redelivery"),
    ("POST", "/webhooks/1/replay"), ("GET", "/events"), ("GET", "/conversations/1/fields"),
    ("PATCH", "/conversations/1/fields"),
]  # fmt: skip
BODIES = {
    "POST /customers": {}, "PATCH /customers/1": {}, "PATCH /conversations/1": {}, "POST /tags": {"name": "x"},
    "POST /conversations": {"channel_id": 1, "customer_id": 1, "external_id": "1", "text": "x"},
    "POST /conversations/1/messages": {"text": "x"}, "POST /conversations/1/notes": {"text": "x"},
    "POST /webhooks": {"url": "https://a.example"}, "PUT /webhooks/1": {"url": "https://a.example"},
    "POST /webhooks/1/replay": {"since": "2026-01-01T00:00:00Z"},
}  # fmt: skip


class TestComingIn:
    @pytest.mark.parametrize(("method", "path"), PATHS)
    def test_nobody_without_a_token(self, program: Program, method: str, path: str):
        program.token = "rfq_nonsense"
        answer = program.ask(method, path, BODIES.get(f"{method} {path}"))
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")

    @pytest.mark.parametrize(("method", "path"), PATHS)
    def test_nobody_without_the_scope(self, make_program: Callable[..., Program], method: str, path: str):
        program = make_program(Scope.STAFF_READ if path not in {"/agents", "/teams", "/channels"} else Scope.WEBHOOKS)
        answer = program.ask(method, path, BODIES.get(f"{method} {path}"))
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:rafiq:problem:missing_scope")

    def test_not_when_expired_revoked_or_the_agent_left(self, program: Program):
        assert program.get("/agents").status_code == 200
        token = Token.objects.get()
        Token.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        assert program.get("/agents").status_code == 401
        Token.objects.update(expires_at=None)
        program.agent.is_active = False
        program.agent.save()
        assert program.get("/agents").status_code == 401
        program.agent.is_active = True
        program.agent.save()
        tokens.revoke(token, at=NOON)
        assert program.get("/agents").status_code == 401

    def test_tokens_are_kept_as_digests_only(self, program: Program):
        row = Token.objects.values().get()
        assert program.token not in str(row)
        assert row["used_at"] is None
        program.get("/agents")
        assert Token.objects.get().used_at is not None

    def test_a_session_of_the_browser_is_no_token(self, program: Program):
        program.client.force_login(program.agent)
        program.token = ""
        assert program.get("/agents").status_code == 401

    def test_the_description_is_openapi_3_1(self, program: Program):
        described = program.client.get("/api/v1/openapi.json").json()
        assert described["openapi"] == "3.1.0"
        told = {(method.upper(), path) for path, one in described["paths"].items() for method in one}
        assert len(told) == len(PATHS)


class TestErrors:
    @pytest.mark.parametrize(
        ("language", "words"), [("fa", "چنین چیزی اینجا نیست"), ("ar", "لا يوجد شيء كهذا هنا"), ("en", "no such thing")]
    )
    def test_come_in_the_language_asked_for(self, program: Program, language: str, words: str):
        program.language = language
        for path in ("/customers/999", "/nowhere"):
            answer = program.get(path)
            assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
            assert words in answer.json()["title"]

    def test_name_the_field(self, program: Program):
        answer = program.post("/customers", {"name": "x" * 200, "nickname": "Mo"})
        assert answer.status_code == 422
        assert {one["field"] for one in answer.json()["errors"]} == {"name", "nickname"}

    @pytest.mark.parametrize(
        "body", [b"", b"{", b"[]", b"null", b'"\\ud800"', b"\xff\xfe", b'{"text": 5}', b"[" * 5000]
    )
    @pytest.mark.parametrize(("method", "path"), [one for one in PATHS if one[0] in {"POST", "PATCH", "PUT"}])
    def test_nonsense_is_never_a_failure_of_ours(self, program: Program, method: str, path: str, body: bytes):
        answer = program.ask(method, path, body)
        assert 400 <= answer.status_code < 500
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "<script>", "\u200b", "x" * 20_001, "مرحبا"])
    def test_any_text_is_taken_or_refused(self, program: Program, text: str):
        conversation = make_conversation()
        answer = program.post(f"/conversations/{conversation.pk}/messages", {"text": text})
        assert answer.status_code in {201, 422}

    @pytest.mark.parametrize("after", ["x", "bnVsbA", "WzFd", "WyJhIiwiYiJd", "W10", "é", "WzFlOTk5LDFd"])
    @pytest.mark.parametrize("path", ["/customers", "/conversations", "/events"])
    def test_a_place_nobody_gave_out(self, program: Program, path: str, after: str):
        assert program.get(f"{path}?after={after}").status_code in {200, 422}

    @pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.5"])
    def test_numbers_that_are_none(self, program: Program, number: str):
        for path in (f"/customers/{number}", f"/conversations/{number}", f"/webhooks/{number}/deliveries"):
            assert program.get(path).status_code in {404, 422}


class TestCustomers:
    def test_are_made_found_and_changed(self, program: Program):
        body = {"name": "Maryam", "email": "Maryam@Example.com", "phone": "0912 345 6789", "external_id": "c-1"}
        made = program.post("/customers", body)
        assert made.status_code == 201
        number = made.json()["id"]
        for query in ("email=maryam@example.com", "phone=%2B989123456789", "external_id=c-1", "q=maryam"):
            assert [one["id"] for one in program.get(f"/customers?{query}").json()["items"]] == [number]

        assert program.post("/customers", {"email": "maryam@example.com"}).status_code == 409
        changed = program.ask("PATCH", f"/customers/{number}", {"city": "Tehran"}).json()
        assert (changed["name"], changed["city"]) == ("Maryam", "Tehran")

    def test_half_an_address_is_refused(self, program: Program):
        for body in ({"email": "no-at"}, {"phone": "12"}):
            answer = program.post("/customers", body)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(body)))
        assert not Customer.objects.exists()

    def test_pages_hold_each_once(self, program: Program):
        for number in range(7):
            program.post("/customers", {"name": f"C{number}"})
        seen, after = [], ""
        while after is not None:
            page = program.get(f"/customers?limit=3&after={after}").json()
            seen += [one["name"] for one in page["items"]]
            after = page["next"]
        assert seen == [f"C{number}" for number in range(6, -1, -1)]


class TestConversations:
    def test_are_listed_read_answered_noted_tagged_and_closed(self, program: Program):
        conversation = make_conversation("Where is my parcel?")
        assert [one["id"] for one in program.get("/conversations").json()["items"]] == [conversation.pk]
        path = f"/conversations/{conversation.pk}"
        answer = program.post(f"{path}/messages", {"text": "On its way"})
        assert (answer.status_code, answer.json()["delivery"]) == (201, "queued")
        assert program.post(f"{path}/notes", {"text": "Check the depot"}).status_code == 201
        tag = program.post("/tags", {"name": "late"}).json()["id"]
        assert program.ask("PUT", f"{path}/tags/{tag}").status_code == 204
        said = program.get(f"{path}/messages").json()["items"]
        assert [one["kind"] for one in said] == ["note", "outbound", "inbound"]

        moved = program.ask("PATCH", path, {"assignee_id": None, "state": "closed"}).json()
        assert (moved["state"], moved["assignee_id"], moved["tags"]) == ("closed", None, ["late"])
        assert program.ask("PATCH", path, {"state": "closed"}).status_code == 200
        assert program.ask("PATCH", path, {"state": "open"}).json()["state"] == "open"
        until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        assert program.ask("PATCH", path, {"snoozed_until": until}).json()["state"] == "snoozed"
        assert program.ask("PATCH", path, {"snoozed_until": None}).json()["state"] == "open"

    def test_what_was_emptied_into_another_takes_nothing_and_says_so(self, program: Program):
        one, other = make_conversation("1"), make_conversation("2", thread="other")
        Conversation.objects.filter(pk=other.pk).update(customer=one.customer)
        inbox.join(other, into=one, by=program.agent, at=NOON)
        path = f"/conversations/{other.pk}"

        answers = program.post(f"{path}/messages", {"text": "Hello"}), program.ask("PATCH", path, {"state": "open"})

        assert [answer.status_code for answer in answers] == [409, 409]

    def test_only_those_the_agent_may_see(self, make_program: Callable[..., Program]):
        boss, insider = make_agent("Boss", role=Role.ADMINISTRATOR), make_agent("Insider")
        team = make_team("Secret", members=[insider], is_private=True)
        conversation = make_conversation()
        inbox.assign(conversation=conversation, assignee=None, team=team, by=boss, at=NOON)
        outside, inside = make_program(role=Role.AGENT), make_program(agent=insider)
        path = f"/conversations/{conversation.pk}"
        assert inside.get(path).status_code == 200
        for answer in (
            outside.get(path), outside.get(f"{path}/messages"), outside.post(f"{path}/messages", {"text": "x"}),
            outside.ask("PATCH", path, {"state": "closed"}), outside.ask("PUT", f"{path}/tags/1"),
        ):  # fmt: skip
            assert answer.status_code == 404
        assert outside.get("/conversations").json()["items"] == []
        assert outside.get("/teams").json() == []
        assert outside.get("/events").status_code == 403

    def test_pages_hold_each_once(self, program: Program):
        numbers = [
            make_conversation(f"No. {number}", at=NOON + timedelta(minutes=number // 2)).pk for number in range(7)
        ]
        seen, after = [], ""
        while after is not None:
            page = program.get(f"/conversations?limit=2&after={after}").json()
            seen += [one["id"] for one in page["items"]]
            after = page["next"]
        assert seen == numbers[::-1]

    def test_messages_page_back_to_the_first(self, program: Program):
        conversation = make_conversation("0")
        for number in range(1, 6):
            make_reply(conversation, program.agent, str(number))
        seen, after = [], ""
        while after is not None:
            page = program.get(f"/conversations/{conversation.pk}/messages?limit=2&after={after}").json()
            seen += [one["text"] for one in page["items"]]
            after = page["next"]
        assert seen == ["5", "4", "3", "2", "1", "0"]

    def test_a_program_brings_what_was_said_elsewhere(self, program: Program):
        channel = make_channel("webhook")
        customer = program.post("/customers", {"email": "a@b.example"}).json()["id"]
        body = {"channel_id": channel.pk, "customer_id": customer, "external_id": "call-1", "text": "Please call me"}
        first, second = program.post("/conversations", body), program.post("/conversations", body)
        assert first.status_code == second.status_code == 201
        assert first.json()["id"] == second.json()["id"]
        assert Message.objects.count() == 1
        assert Conversation.objects.get().customer_id == customer
        assert program.post("/conversations", body | {"channel_id": make_channel().pk}).status_code == 422


class TestIdempotency:
    def test_the_same_key_does_it_once(self, program: Program):
        key = str(uuid4())
        first = program.post("/customers", {"name": "Once"}, **{"Idempotency-Key": key})
        second = program.post("/customers", {"name": "Once"}, **{"Idempotency-Key": key})
        assert first.json() == second.json()
        assert (second.status_code, second["Idempotency-Replayed"]) == (201, "true")
        assert Customer.objects.count() == 1

    def test_the_same_key_for_something_else_is_refused(self, program: Program):
        program.post("/customers", {"name": "A"}, **{"Idempotency-Key": "k"})
        answer = program.post("/customers", {"name": "B"}, **{"Idempotency-Key": "k"})
        assert (answer.status_code, Customer.objects.count()) == (422, 1)

    def test_a_refused_request_leaves_the_key_free(self, program: Program):
        refused = program.post("/customers", {"email": "x"}, **{"Idempotency-Key": "k"})
        taken = program.post("/customers", {"email": "x@y.example"}, **{"Idempotency-Key": "k"})
        assert (refused.status_code, taken.status_code) == (422, 201)

    def test_keys_of_different_programs_do_not_meet(self, make_program: Callable[..., Program]):
        for program in (make_program(), make_program()):
            assert program.post("/customers", {"name": "A"}, **{"Idempotency-Key": "k"}).status_code == 201
        assert Customer.objects.count() == 2
