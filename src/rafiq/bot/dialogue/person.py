"""Does somebody want a person? In any wording, of three languages, their spoken forms, and both in Latin letters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from rafiq.bot.dialogue.phrases import LONGEST, listed, pattern, words
from rafiq.platform.text import spelling, wordlists

MOST_ALONE: Final = 7
"""Words of a message that does nothing but call for a person."""
MOST_TOGETHER: Final = 9
"""Words of a message in which naming a person and calling belong together."""
MOST_RESPELLED: Final = 12
SHORTEST: Final = 5
"""Letters of a word in which a slip is looked for."""

_GIVEN: Final = wordlists.read(Path(__file__).with_name("person.txt"))
_CALLS: Final = frozenset(listed(_GIVEN["CALLS"]))
_FILLERS: Final = frozenset(word for one in listed(_GIVEN["FILLERS"]) for word in one.split())
_NAMED: Final = {name: given for name, given in _GIVEN.items() if name.islower()}
_SPELLED: Final = frozenset(listed(_GIVEN["SPELLED"]))
_HUMAN, _CALLING = frozenset(listed(_GIVEN["HUMAN"])), frozenset(listed(_GIVEN["CALLING"]))
_ABOUT: Final = listed(_GIVEN["ABOUT"])
_DRAWN_OUT: Final = re.compile(r"([^\W\d])\1{2,}")
_WISH: Final = pattern(_GIVEN["WISHES"].splitlines(), _NAMED)
_REFUSAL: Final = pattern(_GIVEN["NOT"].splitlines(), _NAMED)


def wants_person(said: str) -> bool:
    """Test whether somebody asks for a person: says so, calls for one, or wants no machine.

    Letters that are drawn out ("operatorrrr") and slips of the fingers ("agnet") are understood, too.
    """
    written = words(said)
    readings = (written, words(_DRAWN_OUT.sub(r"\1", said[:LONGEST])))
    return any(_is_wish(one) for one in dict.fromkeys((*map(tuple, readings), _respelled(readings[1]))))


def only_calls(said: str) -> bool:
    """Test whether a message says nothing but that somebody wants a person."""
    return len(words(said)) <= MOST_ALONE and wants_person(said)


def _is_wish(called: tuple[str, ...]) -> bool:
    if called and len(called) <= MOST_ALONE and _only_calls(called):
        return True
    whole = f" {' '.join(called)} "
    if _REFUSAL.search(whole):
        return False
    return bool(_WISH.search(whole)) or (len(called) <= MOST_TOGETHER and _names_and_calls(called, whole))


def _names_and_calls(called: tuple[str, ...], whole: str) -> bool:
    has_both = not _HUMAN.isdisjoint(called) and not _CALLING.isdisjoint(called)
    return has_both and not any(f" {one} " in whole for one in _ABOUT)


def _only_calls(called: tuple[str, ...]) -> bool:
    return any(one in _CALLS for one in called) and all(one in _CALLS or one in _FILLERS for one in called)


def _respelled(called: list[str]) -> tuple[str, ...]:
    """Put right what is one slip away from a word that calls for a person; of a short message only."""
    return tuple(map(_meant, called)) if len(called) <= MOST_RESPELLED else tuple(called)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", " ".join(_GIVEN.values()))) | _CALLS | _FILLERS


def _meant(word: str) -> str:
    if len(word) < SHORTEST or word in _vocabulary():
        return word
    near = [one for one in _SPELLED if one[0] == word[0] and spelling.distance(word, one, limit=1) <= 1]
    return near[0] if len(near) == 1 else word
