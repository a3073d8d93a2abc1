"""Deliveries as no program writes them: whatever is signed becomes a message or a note, never an error."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafiq.channels.meta import hooks
from rafiq.channels.meta.shapes import Nonsense, load, moment, tidy, words
from rafiq.channels.transport import processing
from rafiq.channels.transport.contracts import Hook, HookRefused
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Arrival
from rafiq.channels.transport.registry import find
from tests.channels.meta_graph import ACCOUNT, LATER, PHONE, SHARED, delivery, event, make_meta, said, serving, sign
from tests.makers import NOON

pytestmark = pytest.mark.django_db
STATUS = {
    "id": "wamid.x",
    "status": "failed",
    "timestamp": "1698266945",
    "recipient_id": "98912",
    "errors": [{"code": 1}],
}
PLACE = {"latitude": 1.5, "longitude": 2, "name": "x", "address": "y"}
TOLD = [
    delivery(said(1), said(2, type="image", image={"id": "m1", "mime_type": "image/jpeg", "caption": "x"})),
    delivery(
        said(3, type="location", location=PLACE), said(4, type="contacts", contacts=[{"name": {}, "phones": [{}]}])
    ),
    delivery(said(5, type="interactive", interactive={"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}})),
    delivery(
        said(6, type="order", order={"product_items": [{"quantity": 1}]}), said(7, type="unsupported", errors=[{}])
    ),
    delivery(said(8, type="system", system={"body": "x", "wa_id": "989121111111"}), statuses=[STATUS]),
    delivery(said(9, type="edit", edit={"original_message_id": "wamid.in1", "message": {"type": "text", "text": {}}})),
    delivery(said(10, type="reaction", reaction={"message_id": "wamid.in1", "emoji": "x"}, context={"id": "y"})),
    delivery(field="message_template_status_update", message_template_name="a", event="APPROVED"),
    delivery(field="calls", calls=[{"id": "wacid.1", "event": "connect", "from": "98912"}]),
]
SPOKEN = [
    event(
        message={"mid": "m_1", "text": "x", "attachments": [{"type": "image", "payload": {"url": "https://a/b.jpg"}}]}
    ),
    event(message={"mid": "m_2", "reply_to": {"story": {"url": "x"}}, "quick_reply": {"payload": "p"}}),
    event(message_edit={"mid": "m_1", "text": "y", "num_edit": 1}),
    event(postback={"title": "x", "payload": "y", "referral": {"ref": "z"}}),
    event(reaction={"mid": "m_1", "action": "react", "emoji": "x"}),
    event(delivery={"mids": ["m_9"], "watermark": 1458668856253}),
    event(read={"watermark": 1458668856253}),
    event(message={"mid": "m_4", "is_echo": True, "text": "x"}),
]
STORIES = [
    event(account=ACCOUNT, message={"mid": "i_1", "attachments": [{"type": "story_mention", "payload": {"url": "x"}}]}),
    event(account=ACCOUNT, message={"mid": "i_1", "is_deleted": True}),
    event(account=ACCOUNT, read={"mid": "i_9"}),
]
ODD = ["\0", "\ud800", "٣" * 30, "9" * 400, "\u202e\u2066", "x" * 5000, "", " ", "null", "1e999", "-1", "https://[::"]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([*ODD, 10**400, -(2**63), 1e300])
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@pytest.fixture
def channels():
    with serving() as graph:
        yield {kind: make_meta(kind, graph.url) for kind in ("whatsapp", "messenger", "instagram")}


def recorded() -> list[tuple[str, Any]]:
    """The recorded deliveries where they are; our own shapes are there anyway."""
    found: list[tuple[str, Any]] = []
    for file in sorted(SHARED.glob("*.json")) if SHARED.is_dir() else []:
        for body in json.loads(file.read_text()).values():
            found.append(("whatsapp", json.loads(json.dumps(body).replace("1122334455667", PHONE))))
    return found


BODIES = [
    *(("whatsapp", body) for body in TOLD),
    *(("messenger", body) for body in SPOKEN),
    *(("instagram", body) for body in STORIES),
    *recorded(),
]


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """List the ways to every part of a body."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(way for key, one in inside for way in places(one, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A delivery with a few parts replaced, removed or repeated."""
    kind, body = draw(st.sampled_from(BODIES))
    body = copy.deepcopy(body)
    for _ in range(draw(st.integers(1, 3))):
        ways = places(body)
        if not ways:
            break
        *path, last = draw(st.sampled_from(ways))
        part = body
        for step in path:
            part = part[step]
        match draw(st.sampled_from(["replace", "replace", "remove", "repeat"])):
            case "replace":
                part[last] = draw(ANYTHING)
            case "remove":
                del part[last]
            case "repeat" if isinstance(part, list):
                part.append(copy.deepcopy(part[last]))
    return kind, body


@given(one=mutated())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_is_taken_in_or_noted(channels, one):
    kind, body = one
    channel = channels[kind]
    if not isinstance(body.get("entry"), list):
        return
    raw = json.dumps(body)
    try:
        items = list(hooks.items(load(raw.encode())))
    except Nonsense:  # a number with more digits than are ever read
        assert len(raw) > 400
        return
    assert all(len(item.key) <= 200 and item.key.isprintable() for item in items)
    journal(channel.pk, items, at=NOON)
    processing.process(channel, at=LATER)

    left = Arrival.objects.exclude(state="DONE")
    assert [(arrival.state, arrival.reason) for arrival in left] == []


@given(body=st.binary(max_size=200) | ANYTHING.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_noise_with_the_right_signature_is_refused_or_empty(channels, body):
    hook = Hook(method="POST", path="", query={}, headers={"x-hub-signature-256": sign(body)}, body=body)
    for kind, channel in channels.items():
        try:
            answer = find(kind).verify(channel, hook)
        except HookRefused as refused:
            assert refused.status == 400
        else:
            assert all(item.key for item in answer.items)


@given(value=ANYTHING)
def test_what_is_kept_can_be_stored(value):
    kept = json.dumps(tidy(value), allow_nan=False)
    assert "\\u0000" not in kept
    assert "\\ud800" not in kept
    assert "\0" not in words(value)
    assert moment(value, otherwise=NOON).tzinfo is not None
