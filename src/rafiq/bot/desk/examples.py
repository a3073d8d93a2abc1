"""How good the examples of an intent are: how many, and which are another intent's too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from rafiq.platform import text

ENOUGH = 8
"""From so many examples on an intent is told apart reliably; below, more are asked for."""
ALIKE = 0.72  # trigrams in common of those of both
MOST_COMPARED = 120


@dataclass(frozen=True, slots=True)
class Conflict:
    """An example that another intent has as well, or nearly."""

    said: str
    other: str
    intent: str
    is_equal: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The examples of one language: each with what it conflicts with."""

    language: str
    lines: tuple[tuple[str, Conflict | None], ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.lines)

    @property
    def missing(self) -> int:
        """How many more are wished for; none where there is no example at all."""
        return max(0, ENOUGH - self.count) if self.count else 0


def lines(given: str) -> list[str]:
    """Read one example a line, each once."""
    return list(dict.fromkeys(line for one in given.splitlines() if (line := " ".join(text.clean(one).split()))))


def weigh(given: dict[str, Sequence[str]], *, intent_id: int | None) -> list[Written]:
    """Set examples by language beside those of all other intents."""
    found = []
    for language, those in given.items():
        against = {one.said: one for one in conflicts(those, language=language, intent_id=intent_id)}
        found.append(Written(language, tuple((one, against.get(one)) for one in those)))
    return found


def conflicts(those: Iterable[str], *, language: str, intent_id: int | None) -> list[Conflict]:
    """Find examples that other intents have too, equal but for spelling or nearly; the most alike one for each."""
    given = list(those)[:MOST_COMPARED]
    if not given:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS, {"given": given, "language": language, "intent": intent_id or 0, "alike": ALIKE})
        rows = cursor.fetchall()
    return [Conflict(said, other, name, text.fold(said) == text.fold(other)) for said, other, name in rows]


_CONFLICTS = """
    SELECT DISTINCT ON (said) said, e.text, i.name
    FROM unnest(%(given)s::text[]) AS said
    JOIN bot_intentexample e ON e.language = %(language)s AND e.intent_id <> %(intent)s
    JOIN bot_intent i ON i.id = e.intent_id
    WHERE similarity(lower(said), lower(e.text)) >= %(alike)s
    ORDER BY said, similarity(lower(said), lower(e.text)) DESC, e.id
"""
