"""The headers of a mail or of a part of one (RFC 5322, §2.2), however they are written."""

from __future__ import annotations

import re

from . import problems, words

MOST_HEADERS = 2000
_LONGEST = 100_000
_BLOCK = 1_000_000
_BLANK = re.compile(rb"\n\r*\n")
_FIELD = re.compile(r"^([!-9;-~]{1,100}?)[ \t]*:(.*(?:\n[ \t].*)*)\n?", re.MULTILINE)
_FIRST = re.compile(rb"[!-9;-~]{1,100}?[ \t]*:")
_ENVELOPE = re.compile(rb">?From (?![ \t]*:)[^\n]*\n")
# What stands in a block of headers even where a broken line came before it.
_KNOWN = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-[A-Za-z-]+|Received|Return-Path|Reply-To)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)


class Headers:
    """The headers of one mail or part, in order; values hold one character a byte."""

    __slots__ = ("_all", "hint")

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._all = fields
        self.hint = ""

    def raw(self, name: str) -> str:
        """Return the first header of this name as it was written, or nothing."""
        values = self._all.get(name)
        return values[0].strip() if values else ""

    def every(self, name: str) -> list[str]:
        """Return all headers of this name as they were written."""
        return self._all.get(name, [])

    def text(self, name: str) -> str:
        """Return what the first header of this name says, decoded and on one line."""
        values = self._all.get(name)
        return words.decode(values[0], hint=self.hint) if values else ""

    def line(self, name: str) -> str:
        """Return the first header of this name on one line, without decoding it."""
        return words.unfold(self.raw(name))

    def joined(self, name: str) -> str:
        """Return all headers of this name as one list."""
        values = self._all.get(name)
        if not values:
            return ""
        return values[0] if len(values) == 1 else ", ".join(values)

    def has(self, name: str) -> bool:
        """Tell whether there is such a header."""
        return name in self._all

    def names(self) -> list[str]:
        """Return the names of all headers, in small letters, in the order of their first appearance."""
        return list(self._all)

    def __len__(self) -> int:
        return len(self._all)


def split(raw: bytes, start: int, end: int, *, found: list[str]) -> tuple[Headers, int]:
    """Read the headers that begin at `start`; return them and where the body begins.

    What is wrong is added to `found`.
    """
    start = _after_envelope(raw, start, end)
    if start >= end:
        return Headers({}), end
    if raw[start] in b"\r\n":
        return Headers({}), _after_blank(raw, start, end)
    if not _FIRST.match(raw, start, end):
        if not (known := _KNOWN.search(raw, start, min(end, start + 2000))) or b"\n\n" in raw[start : known.start()]:
            found.append(problems.NO_HEADERS)
            return Headers({}), start
        found.append(problems.ODD_HEADER)
    blank = _BLANK.search(raw, start, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    if stop - start > _BLOCK:
        found.append(problems.HEADERS_CUT)
        stop = start + _BLOCK
    return _read(raw, start, stop, body, found)


def _after_envelope(raw: bytes, start: int, end: int) -> int:
    """Step over the line that mailbox files put before a mail."""
    while start < end and raw[start] in b"F>" and (match := _ENVELOPE.match(raw, start, end)):
        start = match.end()
    return start


def _after_blank(raw: bytes, start: int, end: int) -> int:
    while start < end and raw[start] == 13:
        start += 1
    return start + 1 if start < end and raw[start] == 10 else start


def _whole(every: list[tuple[str, str]], found: list[str]) -> Headers:
    """Gather the headers of a block in which every line is as it should be."""
    fields: dict[str, list[str]] = {}
    if len(every) > MOST_HEADERS:
        found.append(problems.HEADERS_CUT)
    for name, value in every[:MOST_HEADERS]:
        key = name.lower()
        if key in fields:
            fields[key].append(value[:_LONGEST])
        else:
            fields[key] = [value[:_LONGEST]]
    return Headers(fields)


def _read(raw: bytes, start: int, stop: int, body: int, found: list[str]) -> tuple[Headers, int]:
    """Take the block apart; after a line that is no header, go on only where headers still follow."""
    block = raw[start:stop]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"")
    text = block.decode("latin-1")
    every = _FIELD.findall(text)
    if len(every) == text.count("\n") - text.count("\n ") - text.count("\n\t"):
        return _whole(every, found), body
    fields: dict[str, list[str]] = {}
    expected = 0
    last_known = -1
    for number, match in enumerate(_FIELD.finditer(text), 1):
        if match.start() != expected:
            if last_known < 0:
                last_known = max((known.start() for known in _KNOWN.finditer(block)), default=0)
            if last_known < expected:
                break
            if problems.ODD_HEADER not in found:
                found.append(problems.ODD_HEADER)
        fields.setdefault(match[1].lower(), []).append(match[2][:_LONGEST])
        expected = match.end()
        if number >= MOST_HEADERS:
            found.append(problems.HEADERS_CUT)
            return Headers(fields), body
    if expected < len(text) and text[expected:].strip():
        # The body begins without an empty line before it.
        found.append(problems.ODD_HEADER)
        rest = raw.find(block[expected : expected + 40].split(b"\n")[0], start, stop)
        return Headers(fields), rest if rest >= 0 else body
    return Headers(fields), body
