"""Where others plug in who hear questions that the help centre should have answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from rafiq.knowledge.contracts import Unanswered

type ReadUnanswered = Callable[[datetime, int], Iterable[Unanswered]]

_READERS: list[ReadUnanswered] = []


def register_unanswered(read: ReadUnanswered) -> None:
    """Make known who hears questions that nobody could answer; called once from `apps.ready()`.

    `read(since, limit)` returns the newest of them with a fixed number of statements. What is noted as a search of the
    help centre already (`services.note_search`) is not told here again, else it would count twice.
    """
    _READERS.append(read)


def unanswered(*, since: datetime, limit: int) -> list[Unanswered]:
    """List what was asked in vain elsewhere since a moment, at most `limit` of each who hears."""
    return [one for read in _READERS for one in read(since, limit)]
