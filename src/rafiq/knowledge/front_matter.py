"""Articles as Markdown files that people can read and edit: facts on top, between two lines of dashes, then the body.

Values are JSON, which is also YAML, so that other tools read it; lines a person typed without quotes are taken as they
are, and lists may be written with a dash a line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

FENCE: Final = "---"
_FACT: Final = re.compile(r"([a-z_]+):[ \t]*(.*)")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)")


class NotReadable(ValueError):
    """It does not begin with facts between two lines of dashes, or one of them has no form; says which by a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article in one language as it travels. `state` is State's, or empty: as it is, else a draft."""

    key: str
    language: str
    title: str
    body: str = ""
    collection: str = ""
    audience: str = ""
    slug: str = ""
    summary: str = ""
    asked: tuple[str, ...] = ()
    position: int | None = None
    state: str = ""


def write(piece: Piece) -> str:
    """Write a piece as a file; `read` gives the same piece back."""
    facts: dict[str, Any] = {
        "key": piece.key, "language": piece.language, "collection": piece.collection, "audience": piece.audience,
        "position": piece.position, "slug": piece.slug, "state": piece.state, "title": piece.title,
        "summary": piece.summary,
    }  # fmt: skip
    lines = [f"{name}: {_json(value)}" for name, value in facts.items() if value not in {"", None}]
    if piece.asked:
        lines += ["asked:", *(f"- {_json(way)}" for way in piece.asked)]
    return "\n".join([FENCE, *lines, FENCE, piece.body, ""])


def read(content: str) -> Piece:
    """Read a file.

    Raises:
        NotReadable: if it has no facts on top, or no key, language or title among them.
    """
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE or FENCE not in (rest := [line.rstrip() for line in lines[1:]]):
        raise NotReadable("no_facts")
    end = rest.index(FENCE)
    return piece_of(_facts(lines[1 : end + 1]), body="\n".join(lines[end + 2 :]))


def piece_of(facts: dict[str, Any], *, body: str) -> Piece:
    """Make a piece of facts, whatever kinds of values they have.

    Raises:
        NotReadable: if there is no key, language or title among them.
    """
    words = {name: str(facts.get(name) or "").strip() for name in _WORDS}
    if not all(words[name] for name in ("key", "language", "title")):
        raise NotReadable("needed")
    asked, position = facts.get("asked"), facts.get("position")
    return Piece(
        **words,
        body=body.strip("\n"),
        asked=tuple(str(way) for way in asked) if isinstance(asked, list) else (),
        position=position if isinstance(position, int) and 0 <= position < 2**31 else None,
    )


def _facts(lines: list[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    name = ""
    for line in lines:
        if fact := _FACT.fullmatch(line.rstrip()):
            name = fact[1]
            facts[name] = _value(fact[2]) if fact[2] else []
        elif (item := _ITEM.fullmatch(line.rstrip())) and isinstance(facts.get(name), list):
            facts[name].append(_value(item[1]))
        elif line.strip():
            raise NotReadable("bad_fact")
    return facts


def _value(written: str) -> Any:  # noqa: ANN401  # whatever JSON gives
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written.strip()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_WORDS: Final = ("key", "language", "title", "collection", "audience", "slug", "summary", "state")
