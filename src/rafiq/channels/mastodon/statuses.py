"""Reading a status: who said what, to whom, how publicly.

https://docs.joinmastodon.org/entities/Status/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.mastodon.markup import to_text
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import Unreadable
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import text

# From the widest circle of readers to the narrowest.
VISIBILITIES = ("public", "unlisted", "private", "direct")
LANGUAGES = {"fa", "ar", "en"}
MOST_FILES = 16
MOST_EMOJIS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status as we need it; `acct` is the author's whole address (`name@domain`, lower case)."""

    status_id: str
    acct: str
    name: str
    is_bot: bool
    text: str
    said_at: datetime
    edited_at: datetime | None
    language: str
    visibility: str
    replies_to: str
    files: tuple[Shape, ...]
    extras: dict[str, Any]


def read(shape: Shape, *, domain: str, otherwise: datetime) -> Status:
    """Understand a status; `domain` completes addresses of the instance's own people.

    Raises:
        Unreadable: if what makes a status one is missing.
    """
    status_id, author = shapes.words(shape, "id", limit=100), shapes.part(shape, "account")
    acct = address(shapes.words(author, "acct", limit=250), domain=domain)
    if not status_id or not acct:
        raise Unreadable(_("The message does not say whose it is."))
    visibility = shapes.raw(shape, "visibility")
    language = shapes.words(shape, "language", limit=10)[:2].lower()
    return Status(
        status_id=status_id,
        acct=acct,
        name=shapes.words(author, "display_name", limit=120) or shapes.words(author, "username", limit=120),
        is_bot=author.get("bot") is True,
        text=_words(shape),
        said_at=shapes.moment(shape, "created_at") or otherwise,
        edited_at=shapes.moment(shape, "edited_at"),
        language=language if language in LANGUAGES else "",
        visibility=visibility if visibility in VISIBILITIES else "direct",
        replies_to=shapes.words(shape, "in_reply_to_id", limit=100),
        files=tuple(shapes.parts(shape, "media_attachments")[:MOST_FILES]),
        extras=_extras(shape, acct, visibility),
    )


def address(acct: str, *, domain: str) -> str:
    """Return the whole address of an account, as it is matched."""
    name, _at, host = acct.strip().lstrip("@").lower().partition("@")
    return f"{name}@{host or domain}" if name and " " not in acct.strip() else ""


def narrower(one: str, other: str) -> str:
    """Return which of two visibilities has fewer readers."""
    return VISIBILITIES[max(VISIBILITIES.index(one), VISIBILITIES.index(other))]


def way(acct: str, visibility: str) -> str:
    """Return the address an answer goes to as an agent reads it, with who will be able to read the answer."""
    whom = {"address": f"@{acct}"}
    if visibility in {"public", "unlisted"}:
        return _("%(address)s, in public") % whom
    return _("%(address)s, for followers to read") % whom if visibility == "private" else f"@{acct}"


def _words(shape: Shape) -> str:
    warning = shapes.words(shape, "spoiler_text", limit=500)
    said = to_text(shapes.raw(shape, "content"))
    poll = shapes.part(shape, "poll")
    options = [f"- {shapes.words(one, 'title')}" for one in shapes.parts(poll, "options")]
    return "\n\n".join(filter(None, (f"[{warning}]" if warning else "", said, "\n".join(options))))


def _extras(shape: Shape, acct: str, visibility: str) -> dict[str, Any]:
    extras: dict[str, Any] = {
        "visibility": visibility if visibility in VISIBILITIES else "direct",
        "url": shapes.words(shape, "url", limit=500),
        "from": way(acct, visibility),
    }
    if warning := shapes.words(shape, "spoiler_text", limit=500):
        extras["content_warning"] = warning
    if others := _others(shapes.parts(shape, "mentions")):
        extras["mentions"] = others
    emojis = {shapes.words(one, "shortcode", limit=60): shapes.words(one, "url", limit=500)
              for one in shapes.parts(shape, "emojis")[:MOST_EMOJIS]}  # fmt: skip
    if emojis:
        extras["emojis"] = emojis
    if replied := shapes.words(shape, "in_reply_to_id", limit=100):
        extras["reply_to"] = {"id": replied, "text": ""}
    return extras


def _others(mentions: Iterable[Shape]) -> list[str]:
    return [found for one in mentions if (found := text.excerpt(shapes.words(one, "acct"), length=120))][:50]
