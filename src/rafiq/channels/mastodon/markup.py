"""A status is HTML; people read text: paragraphs, lines, whole addresses instead of shortened ones."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import override

from rafiq.platform import text

_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "template", "iframe", "object"}


def to_text(html: str) -> str:
    """Return the words of a status; links that are no mention or hashtag stand as their whole address."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return text.clean(reader.said())


class _Reader(HTMLParser):
    """Collects words, and knows whether a link is an address of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._link: str | None = None
        self._silent = 0

    def said(self) -> str:
        joined = "".join(self._pieces)
        lines = (line.strip() for line in joined.split("\n"))
        return "\n".join(lines)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "li":
            self._pieces.append("\n- ")
        elif tag in _BLOCKS:
            self._gap()
        elif tag == "a" and self._is_address(given):
            self._link = given.get("href") or ""
            self._pieces.append(self._link)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "a":
            self._link = None
        elif tag in _BLOCKS:
            self._gap()

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent and self._link is None:
            self._pieces.append(data.replace("\n", " "))

    def _gap(self) -> None:
        if self._pieces and not "".join(self._pieces[-2:]).endswith("\n\n"):
            self._pieces.append("\n\n")

    @staticmethod
    def _is_address(given: dict[str, str | None]) -> bool:
        """Mentions and hashtags read better as they are written."""
        classes = (given.get("class") or "").split()
        href = given.get("href") or ""
        return href.startswith(("http://", "https://")) and not {"mention", "hashtag"} & set(classes)
