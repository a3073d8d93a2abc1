"""What a rule asks of a conversation, as plain values: read from JSON, tested on facts, compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from rafiq.platform import text

MOST_WORDS: Final = 40
WORD_LONGEST: Final = 80
HOURS: Final = ("", "open", "closed")
_TOKEN: Final = re.compile(r"\w+")


class BadConditions(ValueError):
    """What is stored, or was sent, is not what a rule may ask."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that is given must hold; of several values of one kind one is enough. Nothing given holds for everything.

    `hours` is "open" or "closed", of the team `hours_of` (None: of the company). `words` are words or phrases; a word
    counts when one of the text begins with it, so that endings do not matter.
    """

    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    tags: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
    hours: str = ""
    hours_of: int | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as JSON; what is not asked is left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules can know of a conversation. `is_open`: is a team (None: the company) there then?"""

    conversation_id: int
    channel: str
    language: str
    tokens: tuple[str, ...] = ()
    tags: frozenset[int] = frozenset()
    segments: frozenset[int] = frozenset()
    team_id: int | None = None
    at: datetime | None = None
    is_open: Callable[[int | None], bool] = field(default=lambda _team: True, compare=False)


def parse(given: object) -> Conditions:
    """Read conditions from JSON.

    Raises:
        BadConditions: if they are of another shape: unknown names, wrong types, too much.
    """
    if not isinstance(given, Mapping) or set(given) - set(Conditions.__dataclass_fields__):
        raise BadConditions
    hours, hours_of = given.get("hours", ""), given.get("hours_of")
    if hours not in HOURS or not (hours_of is None or _is_id(hours_of)):
        raise BadConditions
    return Conditions(
        channels=_texts(given, "channels"), languages=_texts(given, "languages"), words=_texts(given, "words"),
        tags=_ids(given, "tags"), segments=_ids(given, "segments"), hours=hours, hours_of=hours_of if hours else None,
    )  # fmt: skip


def tokens_of(words: str) -> tuple[str, ...]:
    """Take a text apart as `words` of conditions are compared with it: folded, without signs."""
    return tuple(_TOKEN.findall(text.fold(words)))


def hold(conditions: Conditions, facts: Facts) -> bool:
    """Test whether all that is asked holds of a conversation; the costly questions come last."""
    if conditions.channels and facts.channel not in conditions.channels:
        return False
    if conditions.languages and facts.language not in conditions.languages:
        return False
    if conditions.tags and facts.tags.isdisjoint(conditions.tags):
        return False
    if conditions.segments and facts.segments.isdisjoint(conditions.segments):
        return False
    if conditions.words and not any(is_said(tokens_of(one), facts.tokens) for one in conditions.words):
        return False
    return not conditions.hours or facts.is_open(conditions.hours_of) is (conditions.hours == "open")


def covers(earlier: Conditions, later: Conditions) -> bool:
    """Test whether an earlier rule holds wherever a later one does, so that the later one is never reached.

    It may miss a case (words that imply each other), and never claims one that is not.
    """
    kinds = ("channels", "languages", "tags", "segments")
    for kind in kinds:
        wide, narrow = set(getattr(earlier, kind)), set(getattr(later, kind))
        if wide and (not narrow or not narrow <= wide):
            return False
    if earlier.words and not _covers_words(earlier.words, later.words):
        return False
    return not earlier.hours or (earlier.hours, earlier.hours_of) == (later.hours, later.hours_of)


def _covers_words(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    """Test whether each phrase of a later rule contains one of the earlier rule's."""
    return bool(narrow) and all(any(is_said(tokens_of(one), tokens_of(two)) for one in wide) for two in narrow)


def is_said(phrase: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Test whether a phrase stands in a text, both as `tokens_of`; its last word may be the beginning of one."""
    if not phrase:
        return False
    *first, last = phrase
    return any(
        said[place].startswith(last) and list(said[place - len(first) : place]) == first
        for place in range(len(first), len(said))
    )


def _texts(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = given.get(name, [])
    if not isinstance(values, list | tuple) or len(values) > MOST_WORDS:
        raise BadConditions
    if any(not isinstance(one, str) or not 0 < len(one) <= WORD_LONGEST for one in values):
        raise BadConditions
    return tuple(dict.fromkeys(values))


def _ids(given: Mapping[str, Any], name: str) -> tuple[int, ...]:
    values = given.get(name, [])
    if not isinstance(values, list | tuple) or len(values) > MOST_WORDS or not all(_is_id(one) for one in values):
        raise BadConditions
    return tuple(dict.fromkeys(values))


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
