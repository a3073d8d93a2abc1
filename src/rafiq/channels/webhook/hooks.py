"""Calls of a company's system: the signature, the shape, and one journal item for each thing told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, ValidationError

from rafiq.channels.transport.contracts import Hook, HookAnswer, HookRefused, RawItem
from rafiq.channels.webhook import signing
from rafiq.channels.webhook.config import Config
from rafiq.channels.webhook.schemas import Call
from rafiq.inbox.models import Channel
from rafiq.platform import secrets

# Files may come inside, in base64; no page of ours takes a larger request anyway.
hook_bytes = 11 * 1024 * 1024
MOST_ERRORS = 10


def answer(channel: Channel, hook: Hook, *, at: datetime) -> HookAnswer:
    """Check a call and take its items out. What is signed but wrong is explained to the developer with 422.

    Raises:
        HookRefused: if it is not signed by whoever knows the secret, or is too old.
    """
    if hook.method != "POST":
        return _told(405, {"error": "send a POST"})
    try:
        secret = Config.of_channel(channel).secret
        signing.check(hook.headers.get(signing.HEADER.lower(), ""), hook.body, secret=secret, at=at)
    except (signing.Forged, secrets.Unreadable) as error:
        raise HookRefused(str(error) or "the secret of this channel cannot be read") from error
    try:
        call = Call.model_validate_json(hook.body)
    except ValidationError as error:
        return _told(422, {"error": "not understood; nothing was taken", "details": _details(error)})
    except RecursionError:
        return _told(422, {"error": "nested too deep; nothing was taken", "details": []})
    items = list(_items(call, at))
    return HookAnswer(items=items, content=json.dumps({"taken": len(items)}), content_type="application/json")


def _items(call: Call, at: datetime) -> Iterator[RawItem]:
    for message in call.all_messages():
        yield _item(f"message:{message.id}", "message", message, at)
    for report in call.all_reports():
        yield _item(f"report:{report.status}:{report.id}", "report", report, at)
    for edit in call.all_edits():
        body = edit.model_dump_json().encode()
        yield _item(f"edit:{hashlib.sha256(body).hexdigest()[:16]}:{edit.id}", "edit", edit, at)


def _item(key: str, kind: str, told: BaseModel, at: datetime) -> RawItem:
    # The moment it came stands in for a moment it does not name, the same in every try to understand it.
    body = json.dumps({kind: told.model_dump(mode="json", exclude_defaults=True)}).encode()
    return RawItem(key=key, body=body, meta={"came_at": at.isoformat()})


def _details(error: ValidationError) -> list[dict[str, str]]:
    """Say what is wrong and where, without repeating what was sent."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[:MOST_ERRORS]
    return [{"at": ".".join(str(step) for step in one["loc"])[:200], "problem": one["msg"][:200]} for one in found]


def _told(status: int, content: object) -> HookAnswer:
    return HookAnswer(status=status, content=json.dumps(content), content_type="application/json")
