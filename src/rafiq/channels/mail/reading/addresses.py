"""Lists of people in headers (RFC 5322, §3.4), and what mailers make of them."""

from __future__ import annotations

import re
from functools import lru_cache

from . import words
from .model import Address

MOST_ADDRESSES = 1000
_MOST_CHARACTERS = 200_000
_SIMPLE = re.compile(
    r'(?:"([^"\\<>]*)"\s*|([^"<>,;:()@\\=]*))<\s*([^\s<>",;:()\[\]\\@=?]+@[^\s<>",;:()\[\]\\@]+)\s*>\Z'
)
_PLAIN = re.compile(r'([^\s<>",;:()\[\]\\@=?]+@[^\s<>",;:()\[\]\\@]+)\Z')
_TOKEN = re.compile(
    r"""(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)
    |"(?P<quoted>[^"\\]*(?:\\.[^"\\]*)*)"
    |<(?P<angle>[^<>]*)>
    |\((?P<comment>[^()\\]*(?:\\.[^()\\]*)*)\)
    |(?P<mark>[,;:])
    |(?P<space>[ \t\r\n]+)
    |(?P<atom>[^\s"<>(),;:]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_EMAIL = re.compile(r"[^\s<>\"'(),;:\[\]]{1,128}@[^\s<>\"'(),;:\[\]]{1,255}")


def parse(value: str, *, hint: str = "") -> tuple[Address, ...]:
    """Return the people that a header names, in order; groups are taken apart, empty ones vanish."""
    value = words.unfold(value).strip()
    if value.isascii():
        return _parse_cached(value)
    return _parse(value, hint)


@lru_cache(maxsize=1024)
def _parse_cached(value: str) -> tuple[Address, ...]:
    return _parse(value, "")


def _parse(value: str, hint: str) -> tuple[Address, ...]:
    if value.isascii() and value.isprintable() and "=?" not in value:
        if found := _PLAIN.match(value):
            return (Address("", found[1]),)
        if found := _SIMPLE.match(value):
            return (Address(_tidy(found[1] or found[2] or ""), found[3]),)
    return tuple(_Reader(hint).read(value[:_MOST_CHARACTERS]))


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else name


class _Reader:
    """Reads a list, one token after the other; nothing it meets makes it stop."""

    def __init__(self, hint: str) -> None:
        self.hint = hint
        self.found: list[Address] = []
        self._begin()

    def _begin(self) -> None:
        self.name: list[str] = []
        self.comment: list[str] = []
        self.email = ""
        self.quoted = ""

    def read(self, value: str) -> list[Address]:
        for match in _TOKEN.finditer(value):
            kind = match.lastgroup or ""
            if self.quoted and kind == "atom" and match[0][0] == "@":
                self._quoted_local(match[0])
                continue
            self.quoted = match[0] if kind == "quoted" else ""
            if kind == "mark":
                self._mark(match[0])
            else:
                self._take(kind, match[kind])
            if len(self.found) >= MOST_ADDRESSES:
                return self.found
        self._finish()
        return self.found

    def _mark(self, mark: str) -> None:
        if mark != ":":
            self._finish()
        elif not self.email and not "".join(self.name).strip().startswith("["):
            self._begin()  # the name of a group
        else:
            self.name.append(mark)

    def _take(self, kind: str, text: str) -> None:
        if kind == "angle":
            self._angle(text)
        elif kind == "comment":
            self.comment.append(_ESCAPED.sub(r"\1", text))
        elif kind == "quoted":
            self.name.append(_ESCAPED.sub(r"\1", text) if "\\" in text else text)
        else:
            self.name.append(" " if kind == "space" else text)

    def _angle(self, text: str) -> None:
        route = text.rpartition(":")[2] if text.startswith("@") else text
        if self.email:
            self._finish()
        if "(" in route:
            route = _COMMENT.sub("", route)
        self.email = "".join(route.split()).strip("'\"")

    def _quoted_local(self, domain: str) -> None:
        """Make an address of `"odd name"@example.org`."""
        self.name.pop()
        self.email = self.email or f"{self.quoted}{domain}"
        self.quoted = ""

    def _finish(self) -> None:
        """Make an address of what was read since the last comma."""
        name = "".join(self.name).strip()
        email = self.email
        if not email and (match := _EMAIL.search(name)) and "=?" not in match[0]:
            email = match[0]
            name = (name[: match.start()] + name[match.end() :]).strip()
        elif not email and (match := _EMAIL.search(comment := " ".join(self.comment))):
            email = match[0]  # name (address): the wrong way round
            self.comment = [comment.replace(email, "").strip()]
        name = words.decode(name or " ".join(self.comment), hint=self.hint)
        email = words.decode(email, hint=self.hint)
        name = _tidy(name)
        if not email and (match := _EMAIL.fullmatch(name)):
            name, email = "", match[0]
        if name or email:
            self.found.append(Address(name, email))
        self._begin()
