"""Lists whose order people change: one thing moves by one place, if the order is still the one that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

_MOVES: Final = {"up": -1, "down": 1}


class OrderChanged(Exception):
    """Somebody else moved, added or removed something meanwhile; the words say so."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed the order a moment before you. Look at it again."))


def written(ids: Sequence[int]) -> str:
    """Write an order as a form sends it back in its field `version`."""
    return "-".join(map(str, ids))


def moved(ids: Sequence[int], sent: Mapping[str, str]) -> list[int]:
    """Return the order after what a form sent: `up` or `down` names who moves; what names none changes nothing.

    Raises:
        OrderChanged: if the form was shown another order.
    """
    if sent.get("version", "") != written(ids):
        raise OrderChanged
    order = list(ids)
    places = {str(one): place for place, one in enumerate(order)}
    up = sent.get("up", "")
    place, step = (places.get(up), -1) if up else (places.get(sent.get("down", "")), 1)
    if place is not None and 0 <= place + step < len(order):
        order[place], order[place + step] = order[place + step], order[place]
    return order


def wished[T](rows: Sequence[T], wish: str, *, new: T | None = None) -> tuple[list[T], int]:
    """Return rows that are not stored yet after a wish, and the place to look at: `up-1`, `down-0`, `remove-2`, `add`.

    `add` puts `new` at the end, where there is one. What names no row changes nothing.
    """
    found = list(rows)
    what, _dash, given = wish.partition("-")
    place = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else -1
    if what == "add" and new is not None:
        return [*found, new], len(found)
    if not 0 <= place < len(found):
        return found, place
    one = found.pop(place)
    if what == "remove":
        return found, place
    focus = max(0, min(len(found), place + _MOVES.get(what, 0)))
    found.insert(focus, one)
    return found, focus
