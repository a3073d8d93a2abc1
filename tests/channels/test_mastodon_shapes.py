"""Events as nobody documented them: never an exception but the contract's."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafiq.channels.mastodon import account, parsing
from rafiq.channels.mastodon.markup import to_text
from rafiq.channels.transport.contracts import NotNow, RawItem, Unreadable
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from tests.channels.playing_mastodon import TOKEN, mention, serving, status
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    with serving() as instance:
        secret = account.as_secret(TOKEN)
        given = {"instance": instance.url}
        yield inbox.save_channel(None, kind="mastodon", name="M", settings=given, at=NOON, secret=secret)


QUICK = settings(
    max_examples=100, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just([]) | st.just({})
WHOLE = mention(7, status(
    7, "<p>a <a href='https://x'>b</a></p>", in_reply_to_id="3", poll={"options": [{"title": "t"}]},
    emojis=[{"shortcode": "e", "url": "u"}], media_attachments=[{"url": "http://127.0.0.1:9/a.png"}],
    edited_at="2026-11-22T09:00:00.000Z", spoiler_text="w",
))  # fmt: skip


def places(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*path, name)
        yield from places(one, (*path, name))


@QUICK
@given(data=st.data())
def test_whatever_stands_in_place_of_what_should_does_no_harm(channel, data):
    made = json.loads(json.dumps({"event": "notification", "payload": WHOLE}))
    for _ in range(data.draw(st.integers(1, 4))):
        *path, last = data.draw(st.sampled_from(sorted(places(made), key=repr)))
        where = made
        for name in path:
            where = where[name]
        where[last] = data.draw(PLAIN)
    try:
        item = RawItem(key="1", body=json.dumps(made).encode(), meta={"at": NOON.isoformat()})
        parsed = parsing.parse(account.of_channel(channel), item)
    except (Unreadable, NotNow) as error:
        assert str(error)
        return
    intake.receive(parsed.messages, at=NOON)
    inbox.apply_edits(channel_id=channel.pk, edits=parsed.edits, at=NOON)


@QUICK
@given(
    html=st.text(max_size=80)
    | st.lists(st.sampled_from(["<p>", "</p>", "<a href='https://x'>", "<", "&#0;", "x"])).map("".join)
)
def test_any_markup_becomes_some_text(html):
    assert "\0" not in to_text(html)
