"""The tree of parts that a mail is (RFC 2046): found by cutting, nothing is copied or decoded before it is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from . import headers, parameters, problems, transfer, words

DEEPEST = 25
MOST_PARTS = 1500
_LOOK_AHEAD = 4000
_GUESSED_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?:[!-9;-~]{1,60}:|\r?\n)", re.MULTILINE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\Z")
_TEXT = ("text/plain", {"": ""})


class Part:
    """A mail, or one part of one. Leaves have content; others have children."""

    def __init__(self, raw: bytes, *, start: int, end: int, fields: headers.Headers, default: str) -> None:
        self.raw = raw
        self.start = start
        self.end = end
        self.headers = fields
        self.children: list[Part] = []
        self.is_whole = True
        value, self.parameters = parameters.parse(fields.raw("content-type"))
        if value and not _TYPE.match(value):
            value = "text/html" if "html" in value else "text/plain" if "text" in value or "plain" in value else ""
            value = value or ("text/plain" if default.startswith("text/") else default)
        self.type = value or default

    @cached_property
    def disposition(self) -> parameters.Value:
        """The Content-Disposition, whose value is mostly `inline` or `attachment`."""
        return parameters.parse(self.headers.raw("content-disposition"))

    @property
    def filename(self) -> str:
        """The name that the file came with, or nothing."""
        return self.disposition.parameters.get("filename") or self.parameters.get("name") or ""

    @property
    def encoding(self) -> str:
        """The transfer encoding, in small letters."""
        return self.headers.raw("content-transfer-encoding").strip(" \t\r\n;\"'").lower()

    @property
    def charset(self) -> str:
        """The character set that the part says it is in, or nothing."""
        return self.parameters.get("charset", "")

    @property
    def content_id(self) -> str:
        """The name by which HTML refers to this part, without its angle brackets."""
        return words.unfold(self.headers.raw("content-id")).strip().strip("<>").strip()

    @cached_property
    def content(self) -> bytes:
        """The bytes of this part, decoded."""
        encoding = self.encoding
        if encoding in {"", "7bit", "8bit", "binary"}:
            return self.raw[self.start : self.end]
        data, self.is_whole = transfer.decode(memoryview(self.raw)[self.start : self.end], encoding)
        return data

    def walk(self) -> Iterator[Part]:
        """Go through this part and all below it, in the order they were written."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


class Tree:
    """Builds the tree of one mail, and remembers what was wrong with it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.problems: list[str] = []
        self.count = 0

    def root(self) -> Part:
        """Read the whole mail."""
        return self.part(0, len(self.raw), depth=0, default="text/plain")

    def part(self, start: int, end: int, *, depth: int, default: str) -> Part:
        """Read one part with its headers, and all below it."""
        self.count += 1
        found = self.problems if depth == 0 else []
        fields, body = headers.split(self.raw, start, end, found=found)
        if depth and not fields and body == start:
            fields, body = headers.Headers({}), start
        made = Part(self.raw, start=body, end=end, fields=fields, default=default)
        if made.type.startswith("multipart/"):
            self._cut(made, depth)
        elif made.type == "message/rfc822" and made.encoding in {"", "7bit", "8bit", "binary"} and depth < DEEPEST:
            pass
        return made

    def _cut(self, made: Part, depth: int) -> None:
        boundary = made.parameters.get("boundary", "").encode("latin-1", "replace").rstrip(b" ")
        edges = self._edges(boundary, made.start, made.end) if boundary else []
        if not edges:
            guessed = _GUESSED_BOUNDARY.search(self.raw, made.start, min(made.end, made.start + _LOOK_AHEAD))
            edges = self._edges(guessed[1], made.start, made.end) if guessed else []
        if not edges:
            self._note(problems.NO_BOUNDARY)
            made.type = "text/plain"
            return
        if depth >= DEEPEST:
            self._note(problems.TOO_DEEP)
            made.type = "message/rfc822" if depth else "text/plain"
            return
        default = "message/rfc822" if made.type == "multipart/digest" else "text/plain"
        self._children(made, edges, depth, default)

    def _children(self, made: Part, edges: list[tuple[int, int, bool]], depth: int, default: str) -> None:
        for number, (_, begin, is_last) in enumerate(edges):
            if is_last:
                return
            is_cut = number + 1 == len(edges)
            if is_cut:
                self._note(problems.TRUNCATED)
            end = made.end if is_cut else max(begin, self._before_newline(edges[number + 1][0]))
            if self.count >= MOST_PARTS:
                self._note(problems.TOO_MANY_PARTS)
                rest = Part(
                    self.raw, start=begin, end=made.end, fields=headers.Headers({}), default="application/octet-stream"
                )
                made.children.append(rest)
                return
            if begin < end or not is_cut:
                made.children.append(self.part(begin, end, depth=depth + 1, default=default))

    def _edges(self, boundary: bytes, start: int, end: int) -> list[tuple[int, int, bool]]:
        """Find the lines that part the parts: where each begins, where it ends, and whether it is the last."""
        mark = b"--" + boundary
        raw = self.raw
        edges: list[tuple[int, int, bool]] = []
        place = raw.find(mark, start, end)
        while place >= 0:
            after = place + len(mark)
            if place == start or raw[place - 1] in b"\r\n":
                line = raw.find(b"\n", after, end)
                rest = raw[after : min(line if line >= 0 else end, after + 200)].strip()
                if not rest or rest == b"--":
                    begin = line + 1 if line >= 0 else end
                    edges.append((place, begin, bool(rest)))
                    if rest or len(edges) > MOST_PARTS:
                        return edges
            place = raw.find(mark, after, end)
        return edges

    def _before_newline(self, place: int) -> int:
        """Step back over the line end that belongs to the boundary."""
        if place and self.raw[place - 1] == 10:
            place -= 1
            if place and self.raw[place - 1] == 13:
                place -= 1
        return place

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
