"""Does somebody want a person? In any wording, of three languages, their spoken forms, and both in Latin letters."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rafiq.bot.dialogue.phrases import line, listed, pattern, words
from rafiq.platform.text import wordlists

MOST_ALONE: Final = 7
"""Words of a message that does nothing but call for a person."""

_GIVEN: Final = wordlists.read(Path(__file__).with_name("person.txt"))
_CALLS: Final = frozenset(listed(_GIVEN["CALLS"]))
_FILLERS: Final = frozenset(word for one in listed(_GIVEN["FILLERS"]) for word in one.split())
_NAMED: Final = {name: given for name, given in _GIVEN.items() if name.islower()}
_WISH: Final = pattern(_GIVEN["WISHES"].splitlines(), _NAMED)
_REFUSAL: Final = pattern(_GIVEN["NOT"].splitlines(), _NAMED)


def wants_person(said: str) -> bool:
    """Test whether somebody asks for a person: says so, calls for one, or wants no machine."""
    called = words(said)
    if called and len(called) <= MOST_ALONE and _only_calls(called):
        return True
    whole = line(said)
    return bool(_WISH.search(whole)) and not _REFUSAL.search(whole)


def only_calls(said: str) -> bool:
    """Test whether a message says nothing but that somebody wants a person."""
    return len(words(said)) <= MOST_ALONE and wants_person(said)


def _only_calls(called: list[str]) -> bool:
    return any(one in _CALLS for one in called) and all(one in _CALLS or one in _FILLERS for one in called)
