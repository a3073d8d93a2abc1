"""The frames of docs/webchat-protocol.md: checks what the widget says, and words what Rafiq says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rafiq.gateway.ports import MarkKind

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_LANGUAGES = {"fa", "ar", "en"}
_BIGGEST_ID = 2**63 - 1
_BIGGEST_TIME = 4_102_444_800_000  # the year 2100 in milliseconds
_CLAIMS = ("email", "name", "phone", "external_id", "hmac")


class BadFrame(ValueError):
    """A frame that the protocol does not know; `id` names the message it was to be, if that can be told."""

    def __init__(self, reason: str, *, message_id: str | None = None) -> None:
        super().__init__(reason)
        self.message_id = message_id


@dataclass(frozen=True, slots=True)
class Hello:
    """The visitor introduces itself."""

    token: str | None
    language: str
    after: int
    page: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """The visitor says something."""

    id: str
    text: str
    files: tuple[str, ...]
    at: datetime | None
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Messages of agents arrived or were seen."""

    kind: MarkKind
    upto: int


@dataclass(frozen=True, slots=True)
class Typing:
    """The visitor types, or stopped."""

    on: bool


@dataclass(frozen=True, slots=True)
class Identify:
    """The host page vouches for the visitor."""

    claims: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """The visitor rates a conversation."""

    conversation_id: int
    score: int
    comment: str


@dataclass(frozen=True, slots=True)
class Ping:
    """The visitor is still there."""


type Frame = Hello | Message | Mark | Typing | Identify | Rate | Ping


def parse(text: str) -> Frame:
    """Read one frame of the widget.

    Lone surrogates become U+FFFD and NUL goes, since no database stores either. Unknown members are
    ignored, so that a newer widget can say more.

    Raises:
        BadFrame: if it is not one of the protocol's.
    """
    try:
        raw = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("not JSON") from error
    if not isinstance(raw, dict):
        raise BadFrame("not an object")
    reader = _READERS.get(str(raw.get("t")))
    if reader is None:
        raise BadFrame("unknown frame")
    members = _Members(raw)
    try:
        return reader(members)
    except BadFrame as error:
        found = raw.get("id")
        error.message_id = found if isinstance(found, str) and _UUID.match(found) else None
        raise


def clean(text: str) -> str:
    """Return the text without what cannot be stored: NUL goes, half a surrogate pair becomes U+FFFD."""
    text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class _Members:
    """Reads typed members of one JSON object."""

    __slots__ = ("_raw",)

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw

    def text(self, name: str, *, longest: int) -> str | None:
        value = self._raw.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > longest:
            raise BadFrame(name)
        return clean(value)

    def number(self, name: str, *, biggest: int = _BIGGEST_ID) -> int | None:
        value = self._raw.get(name)
        if value is None:
            return None
        # bool is an int in Python; a JSON true is not a number.
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= biggest:
            raise BadFrame(name)
        return value

    def flag(self, name: str) -> bool:
        value = self._raw.get(name)
        if not isinstance(value, bool):
            raise BadFrame(name)
        return value

    def texts(self, name: str, *, longest: int, most: int) -> tuple[str, ...]:
        value = self._raw.get(name) or []
        if not isinstance(value, list) or len(value) > most:
            raise BadFrame(name)
        if not all(isinstance(each, str) and 0 < len(each) <= longest for each in value):
            raise BadFrame(name)
        return tuple(clean(each) for each in value)

    def mapping(self, name: str, *, longest: int, most: int) -> dict[str, str]:
        value = self._raw.get(name) or {}
        if not isinstance(value, dict) or len(value) > most:
            raise BadFrame(name)
        if not all(isinstance(each, str) and len(key) <= 40 and len(each) <= longest for key, each in value.items()):
            raise BadFrame(name)
        return {clean(key): clean(each) for key, each in value.items()}


def _hello(members: _Members) -> Hello:
    if members.number("v") != 1:
        raise BadFrame("v")
    language = members.text("lang", longest=20) or "en"
    language = language.split("-")[0].lower()
    return Hello(
        token=members.text("token", longest=2_000) or None,
        language=language if language in _LANGUAGES else "en",
        after=members.number("after") or 0,
        page=members.text("page", longest=4_000),
    )


def _message(members: _Members) -> Message:
    message_id = members.text("id", longest=36)
    if message_id is None or not _UUID.match(message_id):
        raise BadFrame("id")
    at = members.number("at", biggest=_BIGGEST_TIME)
    return Message(
        id=message_id,
        text=members.text("text", longest=_BIGGEST_ID) or "",
        files=members.texts("files", longest=200, most=50),
        at=None if at is None else datetime.fromtimestamp(at / 1000, tz=UTC),
        fields=members.mapping("fields", longest=500, most=20),
    )


def _mark(members: _Members, kind: MarkKind) -> Mark:
    upto = members.number("upto")
    if upto is None:
        raise BadFrame("upto")
    return Mark(kind, upto)


def _identify(members: _Members) -> Identify:
    claims = {name: members.text(name, longest=500) for name in _CLAIMS}
    return Identify({name: value for name, value in claims.items() if value})


def _rate(members: _Members) -> Rate:
    conversation, score = members.number("conversation"), members.number("score")
    if conversation is None or score is None:
        raise BadFrame("rate")
    return Rate(conversation, score, members.text("comment", longest=5_000) or "")


_READERS: dict[str, Callable[[_Members], Frame]] = {
    "hello": _hello,
    "msg": _message,
    "got": lambda members: _mark(members, "got"),
    "read": lambda members: _mark(members, "read"),
    "typing": lambda members: Typing(members.flag("on")),
    "identify": _identify,
    "rate": _rate,
    "ping": lambda members: Ping(),
}


def word(frame: dict[str, Any]) -> bytes:
    """Write one frame of ours."""
    return _ENCODER.encode(frame).encode("utf-8", "replace")


def milliseconds(at: datetime) -> int:
    """Return a moment as the protocol counts it."""
    return round(at.timestamp() * 1000)


def _no_constant(name: str) -> None:
    raise BadFrame(name)  # NaN and Infinity are Python's, not JSON's


# Made once: json.loads and json.dumps would make new ones for each frame.
_DECODER = json.JSONDecoder(parse_constant=_no_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
