"""How somebody feels who writes: insults, threats, complaints and thanks, each with a weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rafiq.bot.dialogue.phrases import LONGEST, line, listed, words
from rafiq.platform.text import wordlists

ANGRY: Final = 2.0
"""From this weight on a person takes over."""
UPSET: Final = 1.0
MOST_BESIDE: Final = 2
"""Words of a message that is hardly anything but an insult."""

_LISTS: Final = wordlists.read(Path(__file__).with_name("mood.txt"))
_INSULTS: Final = listed(_LISTS["INSULTS"])
_THREATS: Final = listed(_LISTS["THREATS"])
_ALONE: Final = frozenset(listed(_LISTS["ALONE"]))
_GRIEVANCES: Final = listed(_LISTS["GRIEVANCES"])
_UPSET: Final = listed(_LISTS["UPSET"])
_GLAD: Final = listed(_LISTS["GLAD"])
_SHOUTED: Final = re.compile(r"[!؟?]{3,}|!{2,}")
_CAPITALS: Final = re.compile(r"\b[A-Z]{4,}\b")


@dataclass(frozen=True, slots=True)
class Mood:
    """What the words show: ANGRY, UPSET, GLAD or CALM, and the words that do."""

    name: str
    weight: float
    shown_by: tuple[str, ...] = ()


def read(said: str) -> Mood:
    """Weigh the words: two for an insult, a threat, a grave complaint, one for another, a half for shouting."""
    whole = line(said)
    severe = (*_found(_INSULTS, whole), *_alone(said), *_found(_THREATS, whole), *_found(_GRIEVANCES, whole))
    weighed = [(2.0, severe), (1.0, _found(_UPSET, whole))]
    weight = sum(each * len(found) for each, found in weighed)
    if weight:
        shouting = bool(_SHOUTED.search(said[:LONGEST])) + (len(_CAPITALS.findall(said[:LONGEST])) >= 3)
        weight += 0.5 * shouting
    shown_by = tuple(one for _each, found in weighed for one in found)
    if weight >= ANGRY:
        return Mood("ANGRY", weight, shown_by)
    if weight >= UPSET:
        return Mood("UPSET", weight, shown_by)
    glad = _found(_GLAD, whole)
    return Mood("GLAD", 0.0, glad) if glad else Mood("CALM", 0.0)


def _alone(said: str) -> tuple[str, ...]:
    """Find insults that are goods in other messages ("bin bags") where nothing but a word stands beside them."""
    found = words(said)
    is_question = "?" in said or "؟" in said
    return tuple(one for one in found if one in _ALONE) if len(found) <= MOST_BESIDE and not is_question else ()


def _found(phrases: tuple[str, ...], whole: str) -> tuple[str, ...]:
    return tuple(one for one in phrases if f" {one} " in whole)
