"""Updates as the description has them, and as no description has them: never an exception but the contract's."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafiq.channels.telegram import api, parsing
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.telegram.dialects import TELEGRAM
from rafiq.channels.telegram.updates import WANTED
from rafiq.channels.transport.contracts import NotNow, Parsed, RawItem, Unreadable
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from tests.channels import bot_api
from tests.channels.bot_server import TOKEN, message, update
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, bot_api.needs_description]
QUICK = settings(
    max_examples=120, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just([]) | st.just({})


@pytest.fixture
def bot():
    channel = inbox.save_channel(None, kind="telegram", name="Bot", settings={}, at=NOON)
    # Nobody listens there: files cannot be had, which is one of the contract's answers.
    return Bot(dialect=TELEGRAM, channel_id=channel.pk, token=TOKEN, settings={"api_url": "http://127.0.0.1:9"})


def understand(bot, body: bytes) -> Parsed | None:
    try:
        parsed = parsing.parse(bot, RawItem(key="1", body=body, meta={"at": NOON.isoformat()}))
    except (Unreadable, NotNow) as error:
        assert str(error)
        return None
    assert parsed.messages or parsed.note
    intake.receive(parsed.messages, at=NOON)
    inbox.apply_edits(channel_id=bot.channel_id, edits=parsed.edits, at=NOON)
    return parsed


@pytest.mark.parametrize("kind", WANTED)
@QUICK
@given(data=st.data())
def test_every_update_that_obeys_the_description_is_understood(bot, kind, data):
    fields = {one["name"]: one for one in bot_api.description()["types"]["Update"]["fields"]}
    made = data.draw(bot_api.values(fields[kind]["types"][0]))
    if "chat" in made:
        made["chat"]["type"] = "private"

    understand(bot, json.dumps(update(1, **{kind: made})).encode())


@QUICK
@given(made=st.deferred(lambda: bot_api.values("Update")))
def test_updates_of_every_other_kind_are_passed_over_with_a_note(bot, made):
    understand(bot, json.dumps(made).encode())


WHOLE = update(
    7,
    message=message(
        "سلام <b>", entities=[{"type": "text_link", "offset": 0, "length": 4, "url": "https://x.example"}],
        reply_to_message=message("before", number=2), contact={"phone_number": "98", "first_name": "x", "user_id": 4},
        forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "x"}, media_group_id="1",
        poll={"question": "?", "options": [{"text": "a"}]}, quote={"text": "be", "position": 0},
        location={"latitude": 1.5, "longitude": 2.5}, sticker={"file_id": "s", "is_animated": True},
        rich_message={"blocks": [{"text": ["a"]}]}, edit_date=5,
    ),
    callback_query={"id": "1", "from": message()["from"], "chat_instance": "1", "data": "d", "message": message(
        "x", reply_markup={"inline_keyboard": [[{"text": "t", "callback_data": "d"}]]})},
)  # fmt: skip


def places(value, path=()):
    """Every place in a shape."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*path, name)
        yield from places(one, (*path, name))


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query"])
@QUICK
@given(data=st.data())
def test_whatever_stands_in_place_of_what_should_does_no_harm(bot, kind, data):
    made = {"update_id": 7, kind: copy.deepcopy(WHOLE["callback_query" if kind == "callback_query" else "message"])}
    for _ in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from([one for one in places(made) if len(one) > 1]))
        where = made
        for name in path:
            where = where[name]
        if data.draw(st.booleans()):
            where[last] = data.draw(PLAIN)
        elif isinstance(where, dict):
            del where[last]

    understand(bot, json.dumps(made).encode())


@QUICK
@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | st.just(b"[" * 100_000))
def test_bytes_that_are_no_update_are_said_to_be_none(bot, body):
    understand(bot, body)


def test_what_nobody_can_call_is_a_refusal_and_what_nobody_can_read_is_an_absence():
    class Answer:
        def __init__(self, status, body):
            self.status_code, self.content, self.reason_phrase = status, body, "said"

    for status, body, kind in [
        (404, b"", api.Refused), (401, b"<html>", api.Refused), (200, b"[]", api.Unreachable),
        (403, b'{"ok": false, "error_code": "x", "parameters": []}', api.Refused), (502, b"{}", api.Unreachable),
    ]:  # fmt: skip
        with pytest.raises(kind):
            api.result(Answer(status, body))
