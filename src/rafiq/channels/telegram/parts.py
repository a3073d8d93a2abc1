"""What a message takes to go out: calls in order, each within the provider's limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rafiq.channels.telegram.dialects import Dialect
from rafiq.channels.transport import shapes
from rafiq.channels.transport.cutting import cut, utf16
from rafiq.inbox.contracts import Outbound, OutboundFile

TEXT_LIMIT, CAPTION_LIMIT, DATA_BYTES, BUTTON_LIMIT = 4096, 1024, 64, 64
MOST_BUTTONS = 100
# Which method a file goes by, and under which name; whatever else goes as a document.
_METHODS = {
    "image/jpeg": ("sendPhoto", "photo"),
    "image/png": ("sendPhoto", "photo"),
    "image/gif": ("sendAnimation", "animation"),
    "video/mp4": ("sendVideo", "video"),
    "audio/mpeg": ("sendAudio", "audio"),
    "audio/ogg": ("sendVoice", "voice"),
}
DOCUMENT = ("sendDocument", "document")


@dataclass(frozen=True, slots=True)
class Call:
    """One call to make; `file` goes under the parameter `field`."""

    method: str
    params: dict[str, Any]
    field: str = ""
    file: OutboundFile | None = None

    def as_document(self) -> Call:
        """Return the same file sent as a plain document, which refuses nothing."""
        return Call(DOCUMENT[0], self.params, DOCUMENT[1], self.file)


def calls(dialect: Dialect, message: Outbound) -> list[Call]:
    """List the calls a message takes: the words first (or under the first file), the files, buttons with the last."""
    found = list(_calls(message))
    if not found:
        return []
    if quoted := _reply(dialect, message.extras):
        found[0].params.update(quoted)
    if rows := keyboard(message.extras):
        found[-1].params["reply_markup"] = {"inline_keyboard": rows}
    return found


def keyboard(extras: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Return `extras["buttons"]` as an inline keyboard: one button a row, or rows of several."""
    wanted = extras.get("buttons")
    rows = [row if isinstance(row, list) else [row] for row in wanted] if isinstance(wanted, list) else []
    made = [[button for one in row if (button := _button(one))] for row in rows[:MOST_BUTTONS]]
    return [row for row in made if row]


def _calls(message: Outbound) -> Iterator[Call]:
    files: Sequence[OutboundFile] = message.files
    is_caption = bool(files) and utf16(message.text) <= CAPTION_LIMIT
    if not is_caption:
        for piece in cut(message.text, limit=TEXT_LIMIT, size=utf16):
            yield Call("sendMessage", {"chat_id": message.thread, "text": piece})
    for number, file in enumerate(files):
        method, name = _METHODS.get(file.content_type, DOCUMENT)
        caption = {"caption": message.text.strip()} if is_caption and not number and message.text.strip() else {}
        yield Call(method, {"chat_id": message.thread, **caption}, name, file)


def _reply(dialect: Dialect, extras: Mapping[str, Any]) -> dict[str, Any]:
    """Return what quotes the message `extras["reply_to"]` names (an external id, or the object the customer's has)."""
    wanted = extras.get("reply_to")
    name = shapes.raw(wanted, "id") if isinstance(wanted, dict) else str(wanted or "")
    number = name.rpartition(":")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    if not dialect.has_reply_parameters:
        return {"reply_to_message_id": int(number)}
    return {"reply_parameters": {"message_id": int(number), "allow_sending_without_reply": True}}


def _button(one: object) -> dict[str, str]:
    """Return a button that says its text back when pressed, says `data`, or opens `url`."""
    given: Mapping[str, Any] = one if isinstance(one, dict) else {"text": one}
    label = shapes.words(given, "text", limit=BUTTON_LIMIT)
    if not label:
        return {}
    if url := shapes.words(given, "url", limit=2000):
        return {"text": label, "url": url}
    data = shapes.words(given, "data") or label
    return {"text": label, "callback_data": data.encode()[:DATA_BYTES].decode(errors="ignore")}
