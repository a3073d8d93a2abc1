"""What a message has besides its words: subject, sender, earlier wording, folded quotes, a place on the map."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rafiq.inbox.presentation.ways import plain_subject
from rafiq.inbox.queries.ways import sender_of

MOST = 20
_MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=16/{0}/{1}"


@dataclass(frozen=True, slots=True)
class Location:
    """A place somebody sent."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Bot:
    """A program that speaks: what it is called, and the pages it names (title, address)."""

    name: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Besides:
    """What stands around the words of one message; empty where there is nothing."""

    subject: str = ""
    sender: str = ""
    cc: str = ""
    quoted: str = ""
    problems: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    location: Location | None = None
    bot: Bot | None = None
    is_edited: bool = False
    is_deleted: bool = False
    earlier: tuple[str, ...] = ()


def read(extras: Mapping[str, Any], *, known: Collection[str], covered: Collection[str] = ()) -> Besides:
    """Read the extras that every kind of channel may keep; none of them is trusted to have its shape.

    `known` are the customer's own addresses in lower case: a sender among them needs no mention. What is `covered` is
    shown by the channel's own template.
    """
    if not extras:
        return Besides()
    sender = sender_of(extras.get("from"))
    return Besides(
        subject=_words(extras.get("subject")),
        sender="" if sender.casefold() in known else sender,
        cc=", ".join(_texts(extras.get("cc"))),
        quoted="" if "quoted" in covered else _words(extras.get("quoted")),
        # Sentences of our own are kept in English and said in the reader's language.
        problems=() if "problems" in covered else tuple(_(one) for one in _texts(extras.get("problems"))),
        buttons=() if "buttons" in covered else _buttons(extras.get("buttons")),
        location=None if "location" in covered else _location(extras.get("location")),
        bot=_bot(extras.get("bot")),
        is_edited=bool(extras.get("edited_at")),
        is_deleted=bool(extras.get("is_deleted")),
        earlier=tuple(text for one in _listed(extras.get("edits")) if (text := _words(_got(one, "text")))),
    )


def same_subject(one: str, other: str) -> bool:
    """Test whether two subjects are of one exchange of mails."""
    return plain_subject(one).casefold() == plain_subject(other).casefold()


def _words(given: Any) -> str:  # noqa: ANN401  # JSON
    return given if isinstance(given, str) else ""


def _listed(given: Any) -> list[Any]:  # noqa: ANN401  # JSON
    return given[:MOST] if isinstance(given, list) else []


def _got(given: Any, name: str) -> Any:  # noqa: ANN401  # JSON
    return given.get(name) if isinstance(given, dict) else None


def _texts(given: Any) -> tuple[str, ...]:  # noqa: ANN401  # JSON
    return tuple(one for one in _listed(given) if isinstance(one, str) and one)


def _buttons(given: Any) -> tuple[str, ...]:  # noqa: ANN401  # JSON
    """Name buttons, which stand alone or in rows."""
    flat = [one for row in _listed(given) for one in (row if isinstance(row, list) else [row])]
    return tuple(name for one in flat[:MOST] if (name := _words(one) or _words(_got(one, "text"))))


def _bot(given: Any) -> Bot | None:  # noqa: ANN401  # JSON
    if not isinstance(given, dict):
        return None
    named = ((_words(_got(one, "title")), _words(_got(one, "url"))) for one in _listed(given.get("links")))
    safe = tuple((title, url) for title, url in named if title and url.startswith(("https://", "http://", "/")))
    return Bot(_words(given.get("name")), safe)


def _location(given: Any) -> Location | None:  # noqa: ANN401  # JSON
    latitude, longitude = (_got(given, name) for name in ("latitude", "longitude"))
    if latitude is None:
        latitude, longitude = _got(given, "lat"), _got(given, "lon")
    try:
        place = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        return None
    name = " · ".join(filter(None, (_words(_got(given, "name")), _words(_got(given, "address")))))
    return Location(name or _("A place on the map"), _MAP.format(*place))
