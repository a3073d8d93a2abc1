"""Formatting that would be lost in plain text: the addresses behind linked words. Places are counted in UTF-16."""

from __future__ import annotations

from rafiq.channels.transport import shapes
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import text

MOST = 200


def readable(shape: Shape, name: str, entities: str) -> str:
    """Return a text with the address behind each linked word written after it, in brackets."""
    said = shapes.raw(shape, name)
    units = said.encode("utf-16-le", "surrogatepass")
    for end, url in sorted(_links(shapes.parts(shape, entities)[:MOST]), reverse=True):
        before = units[: end * 2].decode("utf-16-le", "replace")
        if 0 < end * 2 <= len(units) and not before.endswith(url):
            units = units[: end * 2] + f" ({url})".encode("utf-16-le") + units[end * 2 :]
    return text.clean(units.decode("utf-16-le", "replace"))


def _links(found: list[Shape]) -> list[tuple[int, str]]:
    """List where linked words end, and what they lead to."""
    links = []
    for one in found:
        start, length, url = shapes.whole(one, "offset"), shapes.whole(one, "length"), shapes.words(one, "url")
        if shapes.raw(one, "type") == "text_link" and url and start is not None and length and start >= 0 < length:
            links.append((start + length, url))
    return links
