"""Matching what people say by words: one spelling, no marks, and patterns made of named lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rafiq.platform import text

LONGEST: Final = 2_000
_WORD: Final = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_NAME: Final = re.compile(r"<(\w+)>")
_BETWEEN: Final = re.compile(r"[/\n]")
_APOSTROPHES: Final = str.maketrans("’‘`´", "''''")


def words(said: str) -> list[str]:
    """Return the words of the beginning of what was said, in one spelling."""
    return _WORD.findall(text.fold(said[:LONGEST].translate(_APOSTROPHES)))


def line(said: str) -> str:
    """Return the words with one space between them and around them all."""
    return f" {' '.join(words(said))} "


def listed(given: str) -> tuple[str, ...]:
    """Read a list of words or phrases, with `/` or a new line between them, in one spelling."""
    return tuple(one for part in _BETWEEN.split(given) if (one := " ".join(words(part))))


def pattern(given: Iterable[str], named: Mapping[str, str]) -> re.Pattern[str]:
    """Compile patterns for `line`: regular expressions over words.

    `<name>` stands for any phrase of a named list (which may have regular expressions of its own), `…` for up to two
    words, `……` for up to five. Whole words are matched.
    """
    lists = {name: "(?:" + "|".join(_folded(words)) + ")" for name, words in named.items()}
    made = [_NAME.sub(lambda found: lists[found[1]], _fold_pattern(one)) for one in given]
    return re.compile("|".join(f"(?: {one}(?= ))" for one in made))


def _folded(given: str) -> list[str]:
    """Longer phrases first: what is tried first wins."""
    return sorted(
        (_fold_pattern(part.strip()) for part in _BETWEEN.split(given) if part.strip()), key=len, reverse=True
    )


def _fold_pattern(given: str) -> str:
    """Bring the letters of a pattern into the spelling of `line`; its signs stay."""
    spaced = given.replace(" ……", "(?: \\w+){0,5}").replace(" …", "(?: \\w+){0,2}")
    return "".join(part if part.startswith("<") else _fold_letters(part) for part in re.split(r"(<\w+>)", spaced))


def _fold_letters(part: str) -> str:
    return re.sub(r"[^\W\d_A-Za-z\u200c]+(?:\u200c[^\W\d_A-Za-z]+)*", lambda found: text.fold(found[0]), part)
