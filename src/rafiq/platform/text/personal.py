"""What tells who somebody is, taken out of a text that others shall read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from .digits import ascii_digits
from .folding import fold

KINDS: Final = ("email", "link", "number", "name")
_EMAIL: Final = re.compile(r"[^\s@<>\"'()،؛,;]+@[^\s@<>\"'()،؛,;]+\.[^\s@<>\"'()،؛,;.]{2,}")
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
# Phone numbers, orders, cards, accounts: five digits and more, however they are grouped, with letters before or behind.
# A price with its groups of three (1,250,000) stays: it says nothing about anybody.
_NUMBER: Final = re.compile(r"[#+]?[A-Za-z]{0,4}[-_/]?\d(?:[ \-()/._]?\d){4,}(?:[-_][A-Za-z0-9]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_SHORTEST_NAME: Final = 2


def without_personal(text: str, *, names: Iterable[str] = (), instead: Mapping[str, str]) -> str:
    """This will put the words of `instead` (by KINDS) in place of e-mail addresses, links, numbers and known names.

    Numbers are those of five digits and more, in any script. Of `names` every word counts, as a whole word and
    however its letters are written. What nobody names cannot be known: a person must still read the result.
    """
    text = _LINK.sub(instead.get("link", ""), _EMAIL.sub(instead.get("email", ""), text))
    text = _without_numbers(text, instead.get("number", ""))
    known = {fold(word) for name in names for word in _WORD.findall(name) if len(word) >= _SHORTEST_NAME}
    if not known:
        return text
    put = instead.get("name", "")
    return _WORD.sub(lambda found: put if fold(found[0]) in known else found[0], text)


def _without_numbers(text: str, put: str) -> str:
    """Digits of every script have one place each, so that what is found in the plain text is cut from the given one."""
    kept: list[str] = []
    end = 0
    for found in _NUMBER.finditer(ascii_digits(text)):
        kept += [text[end : found.start()], put]
        end = found.end()
    return "".join([*kept, text[end:]])
