"""What may be written now: free words, or only texts that were prepared and approved; and how those are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.inbox import registry
from rafiq.inbox.contracts import PreparedText, Way, Windowed
from rafiq.platform import text

LONGEST_VALUE = 1000
_MARK = re.compile("\x00([0-9]+)\x00")


class CannotSend(Exception):
    """It cannot be sent like that; says why in the agent's language."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: words as they stand, or (with a `number`) a blank, named and perhaps filled in."""

    words: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in; `number` counts from one."""

    number: int
    name: str
    value: str = ""

    @property
    def is_named(self) -> bool:
        """Test whether the name says anything."""
        return not self.name.isdecimal()


@dataclass(frozen=True, slots=True)
class Choice:
    """One text to choose. `key` is what the form sends, `pieces` are its words with the blanks between them."""

    key: str
    name: str
    language: str
    direction: str
    header: str
    blanks: tuple[Blank, ...]
    pieces: tuple[Piece, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Until when free words are taken; where they are not, what can be sent instead.

    `until` is None where the customer never wrote.
    """

    until: datetime | None
    is_open: bool
    texts: tuple[Choice, ...] = ()


def window(way: Way, *, at: datetime, chosen: str = "", values: Sequence[str] = ()) -> Window | None:
    """Find what may be written on a way; None where words are free at any time."""
    adapter = _windowed(way)
    if adapter is None:
        return None
    until = adapter.open_until(way.channel_id, way.thread)
    if until is not None and at < until:
        return Window(until, is_open=True)
    texts = [_choice(one, chosen=chosen, values=values) for one in adapter.templates(way.channel_id)]
    return Window(until, is_open=False, texts=tuple(texts))


def compose(way: Way | None, given: Mapping[str, Any], *, at: datetime) -> tuple[str, dict[str, Any]]:
    """Return the words of an answer, and the extras that make it a prepared text if one was chosen.

    `given` are the cleaned values of `forms.Reply`.

    Raises:
        CannotSend: if the time for free words is over, or what was chosen cannot be sent like that.
    """
    adapter = _windowed(way)
    if way is None or adapter is None:
        if given["template"]:
            raise CannotSend(_("Templates are not sent on this way. Choose another way, or write freely."))
        return given["text"], {}
    if given["template"]:
        return _filled(_found(adapter, way, given["template"]), given)
    found = window(way, at=at)
    if found and not found.is_open:
        raise CannotSend(_("The time in which you may write freely is over. Choose an approved template."))
    return given["text"], {}


def _windowed(way: Way | None) -> Windowed | None:
    adapter: object = registry.adapter_for(way.kind) if way else None
    return adapter if isinstance(adapter, Windowed) else None


def _found(adapter: Windowed, way: Way, key: str) -> PreparedText:
    """Find a text of the way's own channel.

    Raises:
        CannotSend: if there is none.
    """
    found = next((one for one in adapter.templates(way.channel_id) if _key(one) == key), None)
    if found is None:
        raise CannotSend(_("This template is not approved here (any more). Choose another one."))
    return found


def _filled(found: PreparedText, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    values: list[str] = given["blank"]
    if given["attached"]:
        raise CannotSend(_("A template takes no files. Remove them, and send them once the customer has answered."))
    if len(values) != len(found.blanks) or not all(values):
        raise CannotSend(_("Fill in everything that the template leaves open."))
    if any(len(value) > LONGEST_VALUE for value in values):
        raise CannotSend(_("What you filled in is too long for a template. Shorten it."))
    said = "\n\n".join(filter(None, (found.header, found.filled(values))))
    return text.clean(said), found.extras(values)


def _key(found: PreparedText) -> str:
    return f"{found.language}:{found.name}"


def _choice(found: PreparedText, *, chosen: str, values: Sequence[str]) -> Choice:
    is_chosen = _key(found) == chosen
    known = [*values] if is_chosen else []
    known += [""] * (len(found.blanks) - len(known))
    blanks = tuple(Blank(number, name, known[number - 1]) for number, name in enumerate(found.blanks, start=1))
    return Choice(
        key=_key(found), name=found.name, language=found.language.replace("_", "-"),
        direction=text.language_direction(found.language), header=found.header, blanks=blanks,
        pieces=_pieces(found, blanks), is_chosen=is_chosen,
    )  # fmt: skip


def _pieces(found: PreparedText, blanks: Sequence[Blank]) -> tuple[Piece, ...]:
    """Cut a text at its blanks: filled in with marks that no text contains, it says itself where they are."""
    parts = _MARK.split(found.filled([f"\x00{blank.number}\x00" for blank in blanks]))
    pieces = [Piece(part) if number % 2 == 0 else _blank(blanks[int(part) - 1]) for number, part in enumerate(parts)]
    return tuple(piece for piece in pieces if piece.words)


def _blank(blank: Blank) -> Piece:
    return Piece(blank.value or "…", blank.number)
