"""What must hold for a rule to do something, as plain values: read from JSON, and tested on facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from rafiq.routing.queries import is_said, tokens_of

MOST_VALUES: Final = 40
WORD_LONGEST: Final = 80
HOURS: Final = ("", "open", "closed")
NOBODY, SOMEBODY = 0, -1
"""Who has it, besides ids of agents."""
_TEXTS: Final = ("channels", "languages", "words", "levels")
_NUMBERS: Final = ("teams", "assignees", "tags", "without", "segments", "ratings")


class BadConditions(ValueError):
    """What is stored, or was sent, is not what a rule may ask."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Everything given must hold, or with `is_any` one thing of it; of several values of one kind one is enough.

    `teams` has 0 for no team, `assignees` NOBODY and SOMEBODY. `without` are tags of which none may be there. `words`
    are words or phrases, compared as `routing.queries.is_said` does. `hours` is "open" or "closed", of the team
    `hours_of` (None: of the company).
    """

    is_any: bool = False
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    assignees: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    segments: tuple[int, ...] = ()
    ratings: tuple[int, ...] = ()
    hours: str = ""
    hours_of: int | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as JSON; what is not asked is left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules can know. `tokens` are the words of the message it is about; `is_open`: is a team there then?"""

    conversation_id: int
    channel: str = ""
    language: str = ""
    level: str = "NORMAL"
    team_id: int | None = None
    assignee_id: int | None = None
    tags: frozenset[int] = frozenset()
    segments: frozenset[int] = frozenset()
    tokens: tuple[str, ...] = ()
    rating: int | None = None
    is_open: Callable[[int | None], bool] = field(default=lambda _team: True, compare=False)


def parse(given: object) -> Conditions:
    """Read conditions from JSON.

    Raises:
        BadConditions: if they are of another shape: unknown names, wrong types, too much.
    """
    if not isinstance(given, Mapping) or set(given) - set(Conditions.__dataclass_fields__):
        raise BadConditions
    hours, hours_of, is_any = given.get("hours", ""), given.get("hours_of"), given.get("is_any", False)
    if hours not in HOURS or not isinstance(is_any, bool) or not (hours_of is None or _is_number(hours_of)):
        raise BadConditions
    texts = {name: _values(given, name, _is_text) for name in _TEXTS}
    numbers = {name: _values(given, name, _is_number) for name in _NUMBERS}
    return Conditions(is_any=is_any, **texts, **numbers, hours=hours, hours_of=hours_of if hours else None)


def hold(asked: Conditions, facts: Facts) -> bool:
    """Test whether what is asked holds. Nothing asked holds for everything."""
    tests = [test for name, test in _TESTS if getattr(asked, name)]
    if not tests:
        return True
    return (any if asked.is_any else all)(test(asked, facts) for test in tests)


def _words(asked: Conditions, facts: Facts) -> bool:
    return any(is_said(tokens_of(one), facts.tokens) for one in asked.words)


def _assignee(asked: Conditions, facts: Facts) -> bool:
    if facts.assignee_id is None:
        return NOBODY in asked.assignees
    return SOMEBODY in asked.assignees or facts.assignee_id in asked.assignees


_TESTS: Final[tuple[tuple[str, Callable[[Conditions, Facts], bool]], ...]] = (
    ("channels", lambda asked, facts: facts.channel in asked.channels),
    ("languages", lambda asked, facts: facts.language in asked.languages),
    ("levels", lambda asked, facts: facts.level in asked.levels),
    ("teams", lambda asked, facts: (facts.team_id or 0) in asked.teams),
    ("assignees", _assignee),
    ("tags", lambda asked, facts: not facts.tags.isdisjoint(asked.tags)),
    ("without", lambda asked, facts: facts.tags.isdisjoint(asked.without)),
    ("segments", lambda asked, facts: not facts.segments.isdisjoint(asked.segments)),
    ("ratings", lambda asked, facts: facts.rating in asked.ratings),
    ("words", _words),
    ("hours", lambda asked, facts: facts.is_open(asked.hours_of) is (asked.hours == "open")),
)
"""What is tested, the costly things last."""


def _values(given: Mapping[str, Any], name: str, is_fine: Callable[[object], bool]) -> tuple[Any, ...]:
    values = given.get(name, [])
    if not isinstance(values, list | tuple) or len(values) > MOST_VALUES or not all(is_fine(one) for one in values):
        raise BadConditions
    return tuple(dict.fromkeys(values))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= WORD_LONGEST


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -1 <= value < 2**63
