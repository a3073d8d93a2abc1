"""Stretches of a mail that are read: each as text, as HTML, or as both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from . import html_text, sanitising

_STUB = re.compile(r"\bhtml\b|does not support|plain.?text|متن ساده|نسخه", re.IGNORECASE)
_LONGEST_STUB = 400


@dataclass
class Segment:
    """A stretch of a mail. Its HTML is cleaned when it is first asked for, and once.

    `pictures` tells which attachment each Content-ID names.
    """

    plain: str | None = None
    html: str | None = None
    pictures: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def is_tangled(self) -> bool:
        """Whether the HTML is of the sort that only its words can be shown of."""
        return bool(self.html) and sanitising.is_tangled(self.html or "")

    @cached_property
    def words(self) -> str:
        """The words of tangled HTML."""
        return html_text.strip(self.html or "")

    @cached_property
    def cleaned(self) -> str:
        """The HTML, safe to show; the text as HTML where there is none."""
        if not self.html:
            return sanitising.from_text((self.plain or "").strip("\n")) if self.plain else ""
        return sanitising.from_text(self.words) if self.is_tangled else sanitising.clean(self.html, self.pictures)

    def lines(self) -> tuple[list[str], list[bool] | None]:
        """Return the lines to read, and which of them the HTML marks as quoted, where that was read."""
        plain = self.plain or ""
        if not plain.strip():
            return self._html_lines() if self.html else ([], None)
        if self.html and len(plain) < _LONGEST_STUB and _STUB.search(plain):
            from_html = self._html_lines()
            if sum(map(len, from_html[0])) > len(plain):
                return from_html
        return plain.split("\n"), None

    def _html_lines(self) -> tuple[list[str], list[bool] | None]:
        return (self.words.split("\n"), None) if self.is_tangled else html_text.lines(self.cleaned)


def as_html(segments: Sequence[Segment]) -> str:
    """Return the HTML of a mail, safe to show; nothing where it has none."""
    if not any(segment.html for segment in segments):
        return ""
    return "\n".join(cleaned for segment in segments if (cleaned := segment.cleaned))
