"""Whoever guesses at secret addresses is shut out for a while; kept in memory, for guesses need many tries."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

TRIES: Final = 20
SECONDS: Final = 60
MOST: Final = 5_000

_wrong: OrderedDict[str, list[datetime]] = OrderedDict()


def is_shut(address: str, *, at: datetime) -> bool:
    """Test whether too many wrong secrets came from a network address within a minute."""
    return len(_recent(address, at=at)) >= TRIES


def note_wrong(address: str, *, at: datetime) -> None:
    """Note one wrong secret."""
    _wrong[address] = [*_recent(address, at=at), at][-TRIES:]
    _wrong.move_to_end(address)
    while len(_wrong) > MOST:
        _wrong.popitem(last=False)


def forget() -> None:
    """Forget everything."""
    _wrong.clear()


def _recent(address: str, *, at: datetime) -> list[datetime]:
    return [one for one in _wrong.get(address, ()) if one > at - timedelta(seconds=SECONDS)]
