"""Calls to a channel's webhook address: the handshake, the signature, and one journal item for each thing told.

Sources: developers.facebook.com/docs/graph-api/webhooks/getting-started (handshake, X-Hub-Signature-256) and the
webhook references of WhatsApp, Messenger and Instagram. A delivery may hold several entries with several changes or
events, and is repeated until it is answered with 200; so every item has a key that is the same in every repetition.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from rafiq.channels.meta.access import Access, verify_token
from rafiq.channels.meta.shapes import Nonsense, digest, dump, load, name_of, rows, table
from rafiq.channels.transport.contracts import Hook, HookAnswer, HookRefused, RawItem
from rafiq.inbox.models import Channel
from rafiq.platform import secrets

hook_bytes = 3 * 1024 * 1024  # the vendor's own limit for one delivery
# Lists of a change's value that are taken apart; what stands beside them (who we are, who they are) goes with each.
_LISTS = ("messages", "statuses")
_BESIDE = ("messaging_product", "metadata", "contacts", "errors")

type Json = dict[str, Any]


def answer(channel: Channel, hook: Hook) -> HookAnswer:
    """Check a request and take its items out.

    Raises:
        HookRefused: if it is not the vendor's, or no delivery of theirs.
    """
    if hook.method == "GET":
        return _handshake(channel, hook)
    _check_signature(channel, hook)
    try:
        body = load(hook.body)
        if not isinstance(body.get("entry"), list):
            raise Nonsense("no delivery of this vendor")
        return HookAnswer(items=list(items(body)), content="EVENT_RECEIVED")
    except Nonsense as error:
        raise HookRefused(str(error), status=400) from error


def items(body: Json) -> Iterator[RawItem]:
    """Take a delivery apart: each item is a delivery again, with one thing in it."""
    for entry in rows(body.get("entry")):
        kept: Json = {name: entry[name] for name in ("id", "time") if name in entry}
        around = {"object": body.get("object"), "entry": [kept]}
        found = [*_changes(entry, kept), *_events(entry, kept)]
        for key, part in found or [(f"other:{digest(entry)}", entry)]:
            yield RawItem(key=key, body=dump(around | {"entry": [kept | part]}))


def _handshake(channel: Channel, hook: Hook) -> HookAnswer:
    told = hook.query.get("hub.verify_token", "")
    is_right = hmac.compare_digest(told.encode(errors="replace"), verify_token(channel.key).encode())
    if hook.query.get("hub.mode") != "subscribe" or not is_right:
        raise HookRefused("the verify token is not this channel's")
    return HookAnswer(content=hook.query.get("hub.challenge", "")[:200])


def _check_signature(channel: Channel, hook: Hook) -> None:
    try:
        key = Access.of_channel(channel).app_secret.encode()
    except secrets.Unreadable as error:
        raise HookRefused("the app secret of this channel cannot be read", status=503) from error
    if not key:
        raise HookRefused("this channel has no app secret yet", status=503)
    expected = f"sha256={hmac.new(key, hook.body, hashlib.sha256).hexdigest()}"
    given = hook.headers.get("x-hub-signature-256", "")
    if not hmac.compare_digest(expected.encode(), given.encode(errors="replace")):
        raise HookRefused("the signature is not the vendor's")


def _changes(entry: Json, kept: Json) -> Iterator[tuple[str, Json]]:
    for change in rows(entry.get("changes")):
        value = change.get("value")
        if not isinstance(value, dict) or not any(rows(value.get(name)) for name in _LISTS):
            yield f"{_field(change)}:{digest(kept, change)}", {"changes": [change]}
            continue
        beside = {name: value[name] for name in _BESIDE if name in value}
        for name in _LISTS:
            for one in rows(value.get(name)):
                yield _key(name, one), {"changes": [change | {"value": beside | {name: [one]}}]}
        rest = {name: one for name, one in value.items() if name not in {*_LISTS, *_BESIDE}}
        if rest:
            part = change | {"value": {k: v for k, v in value.items() if k not in _LISTS}}
            yield f"{_field(change)}:{digest(kept, part)}", {"changes": [part]}


def _key(name: str, one: Json) -> str:
    given = name_of(one.get("id"))
    if not given:
        return f"{name}:{digest(one)}"
    if name == "statuses":
        participant = name_of(one.get("recipient_participant_id")) or name_of(one.get("recipient_participant_user_id"))
        return _short(":".join(filter(None, ("status", given, name_of(one.get("status")), participant))))
    return _short(f"message:{given}")


def _events(entry: Json, kept: Json) -> Iterator[tuple[str, Json]]:
    for name in ("messaging", "standby"):
        for event in rows(entry.get(name)):
            yield _event_key(event, kept), {name: [event]}


def _event_key(event: Json, kept: Json) -> str:
    message, edit = table(event, "message"), table(event, "message_edit")
    if (mid := name_of(message.get("mid"))) and message.get("is_deleted") is not True:
        return _short(f"message:{mid}")
    if mid:
        return _short(f"deleted:{mid}")
    if mid := name_of(edit.get("mid")):
        return _short(f"edit:{mid}:{digest(edit)[:16]}")
    if mid := name_of(table(event, "postback").get("mid")):
        return _short(f"postback:{mid}")
    return f"event:{digest(kept.get('id'), event)}"


def _field(change: Json) -> str:
    return name_of(change.get("field"))[:60] or "change"


def _short(key: str) -> str:
    """Keep a key as it is where it fits into the journal."""
    return key if len(key) <= 200 else f"{key[:20]}:{digest(key)}"
