"""Greetings, thanks, farewells, yes and no: what needs no article, if the message is nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from rafiq.bot.dialogue.phrases import listed, words
from rafiq.platform.text import wordlists

type Small = Literal["GREETING", "THANKS", "BYE", "WHO"]

_LISTS: Final = wordlists.read(Path(__file__).with_name("politeness.txt"))
_GREETING: Final = listed(_LISTS["GREETING"])
_THANKS: Final = listed(_LISTS["THANKS"])
_BYE: Final = listed(_LISTS["BYE"])
_WHO: Final = listed(_LISTS["WHO"])
_FILLERS: Final = frozenset(word for one in listed(_LISTS["FILLERS"]) for word in one.split())
_YES: Final = listed(_LISTS["YES"])
_NO: Final = listed(_LISTS["NO"])
_CANCEL: Final = listed(_LISTS["CANCEL"])
_ASKING: Final = frozenset(listed(_LISTS["ASKING"]))
_DECLINED: Final = listed(_LISTS["DECLINED"])
_CANCEL_FILLERS: Final = frozenset(word for one in listed(_LISTS["CANCEL_FILLERS"]) for word in one.split())
_BACK: Final = listed(_LISTS["BACK"])
_HELPED: Final = listed(_LISTS["HELPED"])
_DID_NOT: Final = listed(_LISTS["DID_NOT"])


def small_talk(said: str) -> Small | None:
    """Tell which courtesy a message is; None where there is more in it (or nothing of the kind)."""
    found = words(said)
    whole = " ".join(found)
    if whole in _WHO:
        return "WHO"
    rest, seen = _without(whole, (("THANKS", _THANKS), ("BYE", _BYE), ("GREETING", _GREETING)))
    if not seen or len(found) > 12 or any(one not in _FILLERS for one in rest.split()):
        return None
    return seen


def is_yes(said: str) -> bool:
    """Test whether a message says yes and nothing else."""
    return _is(said, _YES)


def is_no(said: str) -> bool:
    """Test whether a message says no and nothing else."""
    return _is(said, _NO)


def is_cancel(said: str) -> bool:
    """Test whether somebody wants to leave a form."""
    return _is(said, _CANCEL) or _is_made_of(said, _CANCEL, _CANCEL_FILLERS)


def declines(said: str) -> bool:
    """Test whether somebody does not want to say what they were asked for."""
    return is_no(said) or is_cancel(said) or _is(said, _DECLINED)


def asks(said: str) -> bool:
    """Test whether a message is a question: by its sign, or by a word that asks."""
    return said.rstrip().endswith(("?", "؟")) or not _ASKING.isdisjoint(words(said))


def is_back(said: str) -> bool:
    """Test whether somebody wants to correct what was said before."""
    return _is(said, _BACK)


def says_it_helped(said: str) -> bool:
    """Test whether somebody says that an answer helped."""
    return _is(said, _HELPED)


def says_it_did_not(said: str) -> bool:
    """Test whether somebody says that an answer was not the right one."""
    return _is(said, _DID_NOT)


def _is_made_of(said: str, phrases: tuple[str, ...], fillers: frozenset[str]) -> bool:
    """Test whether a short message is nothing but such phrases and what may stand beside them."""
    found = words(said)
    if not found or len(found) > 8:
        return False
    rest = f" {' '.join(found)} "
    for one in sorted(phrases, key=len, reverse=True):
        rest = rest.replace(f" {one} ", "  ")
    left = rest.split()
    return len(left) < len(found) and all(one in fillers or one in _COURTESIES for one in left)


def _is(said: str, phrases: tuple[str, ...]) -> bool:
    found = words(said)
    if not found or len(found) > 8:
        return False
    whole = " ".join(found)
    core = " ".join(one for one in found if one not in _COURTESIES)
    return whole in phrases or (bool(core) and core in phrases)


_COURTESIES: Final = frozenset(word for one in listed(_LISTS["COURTESIES"]) for word in one.split())


def _without(whole: str, kinds: tuple[tuple[Small, tuple[str, ...]], ...]) -> tuple[str, Small | None]:
    """Take all courtesies out of a message; tell what is left, and the first kind that was in it."""
    rest, seen = f" {whole} ", None
    for kind, phrases in kinds:
        for one in sorted(phrases, key=len, reverse=True):
            while f" {one} " in rest:
                rest = rest.replace(f" {one} ", " ", 1)
                seen = seen or kind
    return rest, seen
