"""Understanding an update: a message, a changed one, a pressed button, somebody who blocked the bot.

https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.telegram.attached import FileRef, files_of
from rafiq.channels.telegram.entities import readable
from rafiq.channels.telegram.sentences import full_name, is_service, own_phone, sentence, unknown
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import Unreadable
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import text

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
PRIVATE = "private"
LANGUAGES = {"fa", "ar", "en"}
START = "/start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something a person said in their private chat with the bot."""

    chat_id: int
    external_id: str
    sender: Shape
    text: str
    said_at: datetime
    files: tuple[FileRef, ...] = ()
    phone: str = ""
    extras: dict[str, Any]
    is_automatic: bool = False


def kind_of(update: Shape) -> str:
    """Return which of its possible parts an update has."""
    return next((name for name in update if name != "update_id" and isinstance(update[name], dict)), "")


def is_private(message: Shape) -> bool:
    """Test whether a message stands in the chat of one person with the bot."""
    return shapes.raw(shapes.part(message, "chat"), "type") == PRIVATE


def read_message(message: Shape, *, otherwise: datetime) -> Said | None:
    """Understand a message of a private chat; None where nobody said anything.

    Raises:
        Unreadable: if what makes a message one is missing.
    """
    chat_id, number = shapes.whole(shapes.part(message, "chat"), "id"), shapes.whole(message, "message_id")
    sender = shapes.part(message, "from")
    if chat_id is None or number is None or shapes.whole(sender, "id") is None:
        raise Unreadable(_("The message does not say whose it is."))
    words = readable(message, "text", "entities") or readable(message, "caption", "caption_entities")
    told = "" if words else sentence(message)
    files = tuple(files_of(message))
    if not (words or told or files):
        if is_service(message):
            return None
        told = unknown(message)
    extras = _extras(message)
    if words.split(" ")[0] == START:
        extras["start"] = words.removeprefix(START).strip()[:200]
    return Said(
        chat_id=chat_id,
        external_id=f"{chat_id}:{number}",
        sender=sender,
        text=_forwarded(extras) + (words or told),
        said_at=moment(message, "date", otherwise=otherwise),
        files=files,
        phone=own_phone(message),
        extras=extras,
        is_automatic="start" in extras or bool(sender.get("is_bot")),
    )


def read_press(query: Shape, *, otherwise: datetime) -> Said | None:
    """Understand a pressed button: what it said is what the person says. None outside private chats.

    Raises:
        Unreadable: if it does not say who pressed it.
    """
    message, sender = shapes.part(query, "message"), shapes.part(query, "from")
    person, query_id = shapes.whole(sender, "id"), shapes.words(query, "id", limit=100)
    if person is None or not query_id:
        raise Unreadable(_("The message does not say whose it is."))
    if message and not is_private(message):
        return None
    chat_id = shapes.whole(shapes.part(message, "chat"), "id") if message else person
    data = shapes.words(query, "data", limit=200)
    label = _label(message, shapes.raw(query, "data")) or data
    number = shapes.whole(message, "message_id")
    asked = {"reply_to": {"id": f"{chat_id}:{number}", "text": _excerpt(message)}} if number is not None else {}
    return Said(
        chat_id=person if chat_id is None else chat_id,
        external_id=f"press:{query_id}",
        sender=sender,
        text=label or _("Pressed a button."),
        said_at=otherwise,
        extras={"button": {"data": data, "text": label}, **asked},
    )


def moment(shape: Shape, name: str, *, otherwise: datetime) -> datetime:
    """Return a Unix time as a moment; `otherwise` where there is none, or one no calendar has."""
    seconds = shapes.whole(shape, name)
    if not seconds or seconds < 0:
        return otherwise
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return otherwise


def language_of(sender: Shape) -> str:
    """Return the language a person's own application speaks, where it is one of ours."""
    code = shapes.words(sender, "language_code", limit=10)[:2].lower()
    return code if code in LANGUAGES else ""


def label_of(sender: Shape) -> str:
    """Return what people read instead of a number: @name, else the name, else the number."""
    name = shapes.words(sender, "username", limit=64)
    return f"@{name}" if name else full_name(sender) or str(shapes.whole(sender, "id") or "")


def _extras(message: Shape) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if replied := shapes.part(message, "reply_to_message"):
        chat_id, number = shapes.whole(shapes.part(replied, "chat"), "id"), shapes.whole(replied, "message_id")
        quoted = shapes.words(shapes.part(message, "quote"), "text", limit=500) or _excerpt(replied)
        extras["reply_to"] = {"id": f"{chat_id}:{number}", "text": quoted}
    if origin := shapes.part(message, "forward_origin"):
        extras["forwarded_from"] = _origin(origin)
    elif "forward_date" in message or "forward_from" in message:  # as Bale, and Telegram before 2024, say it
        extras["forwarded_from"] = full_name(shapes.part(message, "forward_from"))
    if album := shapes.words(message, "media_group_id", limit=100):
        extras["album"] = album
    return extras


def _origin(origin: Shape) -> str:
    hidden = shapes.words(origin, "sender_user_name", limit=120)
    chats = (shapes.words(shapes.part(origin, name), "title", limit=120) for name in ("chat", "sender_chat"))
    return hidden or full_name(shapes.part(origin, "sender_user")) or next(filter(None, chats), "")


def _forwarded(extras: dict[str, Any]) -> str:
    if "forwarded_from" not in extras:
        return ""
    name = extras["forwarded_from"]
    return (_("Forwarded from %(name)s:") % {"name": name} if name else _("Forwarded:")) + "\n"


def _excerpt(message: Shape) -> str:
    return text.excerpt(shapes.words(message, "text") or shapes.words(message, "caption") or sentence(message))


def _label(message: Shape, data: str) -> str:
    rows = shapes.part(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and data and button.get("callback_data") == data:
                return shapes.words(button, "text", limit=200)
    return ""
