"""One response, in the form in which each kind of channel can show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rafiq.bot.dialogue.situation import Link, Response
from rafiq.platform import text

WITH_BUTTONS = frozenset({"webchat", "telegram", "bale"})
WITH_LINKS = frozenset({"webchat"})
"""Kinds that show links, and buttons that may be passed over, beside the words."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """Words and extras of a message."""

    text: str
    extras: dict[str, Any] = field(default_factory=dict)


def shape(response: Response, *, kind: str, name: str, language: str) -> Shaped:
    """Write a response for a kind of channel: what it cannot show beside the words stands in them."""
    shows_links = kind in WITH_LINKS
    links = [{"title": one.title, "url": one.url} for one in response.links if one.url]
    words = [response.text]
    if response.buttons and kind not in WITH_BUTTONS:
        words.append(_listed(response.buttons, language))
    for link in response.links:
        if not (shows_links and link.url) and (named := _named(link)):
            words.append(named)
    buttons = [*response.buttons, *(response.asides if shows_links else ())] if kind in WITH_BUTTONS else []
    extras: dict[str, Any] = {"bot": {"name": name, "language": language, "kind": str(response.kind)}}
    if shows_links and links:
        extras["bot"]["links"] = links
    if buttons:
        extras["buttons"] = [{"text": one, "data": one} for one in buttons]
    return Shaped("\n\n".join(filter(None, words)), extras)


def _listed(buttons: tuple[str, ...], language: str) -> str:
    """List what can be chosen; its number chooses it."""
    return "\n".join(f"{text.digits(place, language=language)}. {one}" for place, one in enumerate(buttons, start=1))


def _named(link: Link) -> str:
    """Name a page; an address without a host leads nowhere outside of our own pages."""
    return f"{link.title}\n{link.url}" if link.url.startswith(("http://", "https://")) else f"«{link.title}»"
