"""What webhooks of SMS providers have in common: forms and JSON as fields, and secrets compared without a hint."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.parse
from typing import Any

from rafiq.channels.transport.contracts import Hook, HookRefused

MOST_FIELDS = 200


def fields(hook: Hook) -> dict[str, Any]:
    """This will return what a request says, from its address and its body (a form or a JSON object).

    Raises:
        HookRefused: if the body is neither.
    """
    return {**hook.query, **_of_body(hook)}


def form(hook: Hook) -> list[tuple[str, str]]:
    """This will return the fields of a form's body in order.

    Raises:
        HookRefused: if it is none.
    """
    try:
        return urllib.parse.parse_qsl(
            hook.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError as error:  # UnicodeDecodeError too
        raise HookRefused("the body is no form", status=400) from error


def _of_body(hook: Hook) -> dict[str, Any]:
    if not hook.body.strip():
        return {}
    if "json" not in hook.headers.get("content-type", "") and not hook.body.lstrip().startswith(b"{"):
        return dict(form(hook))
    try:
        found = json.loads(hook.body)
    except (ValueError, RecursionError) as error:
        raise HookRefused("the body is no JSON", status=400) from error
    if not isinstance(found, dict):
        raise HookRefused("the body is no JSON object", status=400)
    return found


def is_same(given: str, expected: str) -> bool:
    """This will compare secrets in constant time; an empty one is never right."""
    return bool(expected) and hmac.compare_digest(given.encode(errors="replace"), expected.encode(errors="replace"))


def token_of(channel_key: str, secret: str) -> str:
    """This will return the unguessable end of a webhook's address, for providers that sign nothing.

    It hangs on the channel's own secret, so whoever knows only the address of another channel can call nothing.
    """
    return hmac.new(secret.encode(), b"rafiq sms hook " + channel_key.encode(), hashlib.sha256).hexdigest()[:32]
