"""Answers on their way to WhatsApp: parts, files, templates, refusals, pauses, receipts for what was read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rafiq.channels.meta import hooks
from rafiq.channels.meta.models import Sent
from rafiq.channels.transport import processing, registry
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Connection
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from rafiq.platform import files
from tests.channels.meta_graph import LATER, PHONE, SARA, delivery, make_meta, said, serving
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def graph():
    with serving() as vendor:
        yield vendor
        assert vendor.wrong == []


@pytest.fixture
def channel(graph):
    return make_meta("whatsapp", graph.url)


@pytest.fixture
def agent():
    return make_agent()


@pytest.fixture
def hear(channel):
    """Let the customer write, so long ago."""

    def write(ago=timedelta(minutes=5), number=1, **content):
        items = hooks.items(delivery(said(number, ago=ago, **content)))
        journal(channel.pk, list(items), at=NOON)
        processing.process_all(at=LATER)
        return Conversation.objects.get()

    return write


@pytest.fixture
def reply(agent):
    def write(talk, body="حتماً", **more):
        return inbox.reply(conversation=talk, author=agent, body=body, client_id=uuid4(), at=NOON, **more)

    return write


def deliver(message):
    """Try to deliver once; return the message as it stands, and how long it shall wait."""
    try:
        inbox.deliver(message.pk, at=datetime.now(UTC))
        pause = None
    except inbox.NotYet as error:
        pause = error.seconds
    message.refresh_from_db()
    return message, pause


def upload(agent, name, content, kind):
    return files.store(SimpleUploadedFile(name, content, kind), owner=agent.actor, at=NOON).token


class TestTexts:
    def test_an_answer_goes_to_the_number_that_wrote(self, hear, reply, graph):
        message, _ = deliver(reply(hear()))

        assert message.delivery == "SENT"
        [sent] = graph.sent()
        assert (sent["to"], sent["text"]["body"]) == (SARA, "حتماً")
        assert message.provider_id == f"wamid.out{graph.number}"

    def test_who_hides_the_number_is_addressed_by_id(self, channel, reply, graph):
        hidden = {k: v for k, v in said(1).items() if k != "from"} | {"from_user_id": "IR.77"}
        body = delivery(hidden, contacts=[{"profile": {"name": "S"}, "user_id": "IR.77"}])
        journal(channel.pk, list(hooks.items(body)), at=NOON)
        processing.process_all(at=LATER)
        deliver(reply(Conversation.objects.get()))

        assert graph.sent()[0]["recipient"] == "IR.77"

    def test_a_long_text_travels_in_parts_and_nothing_is_lost(self, hear, reply, graph):
        text = " ".join(f"کلمه{number}" for number in range(1500))
        message, _ = deliver(reply(hear(), text))

        parts = [sent["text"]["body"] for sent in graph.sent()]
        assert len(parts) > 2
        assert " ".join(parts) == text
        assert message.provider_id == f"wamid.out{graph.number}"

    def test_a_try_that_broke_off_goes_on_where_it_was(self, hear, reply, graph):
        message = reply(hear(), " ".join(["کلمه"] * 1500))
        graph.failures = []
        original, seen = graph.answer, []

        def answer(asked):
            seen.append(1)
            return (503, {}) if len(seen) == 2 else original(asked)

        graph.answer = answer
        message, pause = deliver(message)
        assert (message.delivery, pause is not None) == ("QUEUED", True)
        type(message.channel).objects.update(paused_until=None)
        message, _ = deliver(message)

        assert message.delivery == "SENT"
        bodies = [one.body["text"]["body"] for one in graph.asked]
        assert (len(bodies), len(set(map(len, bodies)))) == (3, 2)
        assert Sent.objects.count() == 2

    def test_a_part_that_fails_fails_the_message(self, hear, reply, channel):
        message, _ = deliver(reply(hear(), " ".join(["کلمه"] * 1500)))
        first = Sent.objects.get(part=0).provider_id
        status = {"id": first, "status": "failed", "timestamp": "1", "errors": [{"code": 131026}]}
        journal(channel.pk, list(hooks.items(delivery(statuses=[status]))), at=NOON)
        processing.process_all(at=LATER)

        message.refresh_from_db()
        assert message.delivery == "FAILED"
        assert "no WhatsApp" in message.failure


class TestFiles:
    def test_a_picture_is_handed_over_with_its_words(self, hear, reply, graph, agent):
        token = upload(agent, "a.txt", b"words", "text/plain")
        deliver(reply(hear(), "بفرمایید", files=[token]))

        [sent] = graph.sent()
        assert sent["type"] == "document"
        assert sent["document"] == {"caption": "بفرمایید", "filename": "a.txt", "id": "up-1"}
        assert graph.media["up-1"] == b"words"

    def test_several_files_travel_one_by_one(self, hear, reply, graph, agent):
        tokens = [upload(agent, f"{number}.txt", b"words", "text/plain") for number in range(3)]
        deliver(reply(hear(), "بفرمایید", files=tokens))

        assert [sent["document"].get("caption") for sent in graph.sent()] == ["بفرمایید", None, None]


class TestTheWindow:
    def test_after_a_day_an_ordinary_answer_fails_with_advice(self, hear, reply, graph):
        message, _ = deliver(reply(hear(ago=timedelta(hours=25))))

        assert message.delivery == "FAILED"
        assert "template" in message.failure
        assert graph.sent() == []

    def test_the_vendor_knows_better_and_is_believed(self, hear, reply, graph):
        talk = hear()
        graph.fail(400, 131047)
        message, _ = deliver(reply(talk))

        assert message.delivery == "FAILED"
        assert "template" in message.failure

    @pytest.mark.parametrize(
        ("parameters", "components"),
        [
            (["سارا", "42"], [("body", [{"type": "text", "text": "سارا"}, {"type": "text", "text": "42"}])]),
            ({"name": "سارا"}, [("body", [{"type": "text", "text": "سارا", "parameter_name": "name"}])]),
            (
                {"header": ["H"], "body": ["B"], "buttons": ["u/7"]},
                [
                    ("header", [{"type": "text", "text": "H"}]),
                    ("body", [{"type": "text", "text": "B"}]),
                    ("button", [{"type": "text", "text": "u/7"}]),
                ],
            ),
            (None, []),
        ],
    )
    def test_a_template_goes_at_any_time(self, hear, reply, graph, parameters, components):
        template = {"name": "order_ready", "language": "fa", "parameters": parameters}
        message, _ = deliver(reply(hear(ago=timedelta(days=9)), "سفارش آماده است", extras={"template": template}))

        [sent] = graph.sent()
        assert message.delivery == "SENT"
        assert (sent["template"]["name"], sent["template"]["language"]) == ("order_ready", {"code": "fa"})
        assert [(one["type"], one["parameters"]) for one in sent["template"].get("components", [])] == components

    def test_a_template_without_a_name_fails_at_once(self, hear, reply, graph):
        message, _ = deliver(reply(hear(), extras={"template": {"language": "fa"}}))
        assert (message.delivery, graph.sent()) == ("FAILED", [])


class TestRefusals:
    @pytest.mark.parametrize("code", [131056, 130429, 80007, 4])
    def test_limits_pause_the_channel(self, hear, reply, graph, code):
        talk = hear()
        graph.fail(429 if code == 4 else 400, code)
        message, pause = deliver(reply(talk))

        assert message.delivery == "QUEUED"
        assert pause >= 1
        assert message.attempts == 0

    def test_the_vendor_says_how_long(self, hear, reply, graph):
        talk = hear()
        graph.fail(429, 130429, Retry_After="77")
        _, pause = deliver(reply(talk))
        assert 70 < pause <= 78

    def test_the_vendors_estimate_counts_too(self, hear, reply, graph):
        talk = hear()
        usage = {"1": [{"type": "messaging", "estimated_time_to_regain_access": 12}]}
        graph.fail(400, 80007, X_Business_Use_Case_Usage=json.dumps(usage))
        _, pause = deliver(reply(talk))
        assert 700 < pause <= 721

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_trouble_at_the_vendor_is_waited_out(self, hear, reply, graph, status):
        talk = hear()
        graph.fail(status)
        message, pause = deliver(reply(talk))
        assert (message.delivery, message.attempts, pause is not None) == ("QUEUED", 0, True)

    def test_nobody_there_is_waited_out(self, hear, reply, channel):
        talk = hear()
        channel.settings["api_url"] = "http://127.0.0.1:9/v23.0"
        channel.save()
        message, pause = deliver(reply(talk))
        assert (message.delivery, pause is not None) == ("QUEUED", True)

    def test_a_withdrawn_token_alarms_the_administrators(self, hear, reply, graph, channel):
        talk = hear()
        graph.fail(401, 190)
        message, _ = deliver(reply(talk))

        assert message.delivery == "FAILED"
        assert Connection.objects.get(channel=channel).state == "REVOKED"

    @pytest.mark.parametrize(("code", "words"), [(131026, "no WhatsApp"), (131048, "blocked"), (10, "permissions")])
    def test_what_can_never_be_delivered_is_said_once(self, hear, reply, graph, code, words):
        talk = hear()
        graph.fail(400, code)
        message, _ = deliver(reply(talk))
        assert message.delivery == "FAILED"
        assert words in message.failure

    def test_an_unclear_failure_is_tried_again_alone(self, hear, reply, graph, channel):
        talk = hear()
        graph.fail(500, 131000)
        message, pause = deliver(reply(talk))

        channel.refresh_from_db()
        assert (message.delivery, message.attempts, channel.paused_until) == ("QUEUED", 1, None)
        assert pause > 1

    def test_an_answer_that_is_no_json_is_taken_as_it_is(self, hear, reply, graph):
        talk = hear()
        graph.failures.append((200, b"<html>", {}))
        message, _ = deliver(reply(talk))
        assert (message.delivery, message.provider_id) == ("SENT", "")


class TestSeen:
    def see(self, talk, agent):
        newest = Message.objects.filter(conversation=talk, kind="INBOUND").latest("pk")
        inbox.see(conversation=talk, upto=newest.pk, by=agent, at=NOON)

    @pytest.mark.django_db(transaction=True)
    def test_the_customer_learns_that_a_message_was_read(self, hear, agent, graph, run_jobs):
        talk = hear()
        self.see(talk, agent)
        run_jobs()

        [asked] = [one for one in graph.asked if one.body.get("status") == "read"]
        assert (asked.path, asked.body["message_id"]) == (f"/v23.0/{PHONE}/messages", "wamid.in1")

    @pytest.mark.django_db(transaction=True)
    def test_not_if_the_company_does_not_want_it(self, hear, agent, graph, run_jobs, channel):
        talk = hear()
        channel.settings["send_read"] = False
        channel.save()
        self.see(talk, agent)
        run_jobs()
        assert graph.asked == []

    @pytest.mark.django_db(transaction=True)
    def test_a_refusal_is_no_alarm(self, hear, agent, graph, run_jobs):
        talk = hear()
        graph.fail(400, 100)
        self.see(talk, agent)
        run_jobs()
        assert len(graph.asked) == 1


class TestHealth:
    def test_names_the_number(self, channel):
        told = registry.find("whatsapp").health(channel)
        assert told.is_well
        assert "Narvan" in told.words

    def test_says_what_is_wrong(self, channel, graph):
        graph.fail(401, 190)
        told = registry.find("whatsapp").health(channel)
        assert not told.is_well
        assert "access token" in told.words
        assert registry.find("whatsapp").health(channel).is_well
        assert Connection.objects.get().state == "CONNECTED"

    def test_never_raises(self, channel):
        for changed in ({"api_url": "http://127.0.0.1:9/"}, {"api_url": "nonsense"}, {"api_url": "http://[::"}):
            channel.settings |= changed
            assert not registry.find("whatsapp").health(channel).is_well
        channel.secret = "not ours"
        assert not registry.find("whatsapp").health(channel).is_well


def test_any_phone_number_may_have_whatsapp():
    identities = [("PHONE", "+98912", True), ("EMAIL", "a@b.example", True), ("HANDLE", "whatsapp:IR.7", True)]
    assert registry.find("whatsapp").threads(identities) == [("98912", "+98912", True), ("IR.7", "IR.7", True)]
