"""The dictionary forms under which inflected and spoken words of a text meet, word by word, whatever its language."""

import re
from collections.abc import Iterator
from typing import Final

from .folding import fold
from .spoken import arabic as spoken_arabic
from .spoken import persian as spoken_persian
from .stemming import arabic, english, persian
from .stemming._persian_words import function_words

BOTH: Final = "fa ar"
_PERSIAN: Final = re.compile("[پچژگ]")
_ARABIC: Final = re.compile("[ةأإؤ]")
_LATIN: Final = re.compile(r"[a-z]+")
_SHORTEST: Final = 3
_LIGHT: Final = frozenset(map(fold, ["شدن", "کردن", "بودن", "داشتن", "خواستن", "توانستن", "بایستن", "کان"]))
"""Verbs that stand in nearly everything that is said: they would tell nothing and be listed everywhere."""


def languages_of(text: str) -> str:
    """This will tell whose words those in Arabic letters can be: "fa", "ar", or both where no letter of it decides."""
    if _PERSIAN.search(text):
        return BOTH if _ARABIC.search(text) else "fa"
    return "ar" if _ARABIC.search(text) else BOTH


def lemmas_of(word: str, languages: str = BOTH) -> tuple[str, ...]:
    """This will return the dictionary forms of a folded word other than itself, of what is written for it as well.

    `lemmas_of("سفارشامون", "fa")` is `("سفارش",)`, `lemmas_of("پولمو", "fa")` is `("پول",)`. Words of less than three
    letters, and those that only carry a sentence, have none.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    if word.isascii():
        return _of_english(word) if _LATIN.fullmatch(word) else ()
    found: dict[str, None] = {}
    if "fa" in languages:
        found |= dict.fromkeys(_of_persian(word))
    # The endings of one language cut words of the other into nothing.
    is_persian = languages == BOTH and any(map(persian.is_known, (word, *found)))
    if "ar" in languages and (not is_persian or arabic.is_known(word)):
        found |= dict.fromkeys(_of_arabic(word))
    return tuple(one for one in found if one != word and len(one) >= _SHORTEST and one not in _LIGHT)


def _of_persian(word: str) -> Iterator[str]:
    little = function_words()
    if word not in little:
        yield from (persian.lemma(one) for one in (word, *spoken_persian.to_written([word])) if one not in little)


def _of_arabic(word: str) -> Iterator[str]:
    little = arabic.function_words()
    if word not in little:
        yield from (arabic.lemma(one) for one in (word, *spoken_arabic.to_written([word])) if one not in little)


def _of_english(word: str) -> tuple[str, ...]:
    stem = english.stem(word)
    return (stem,) if stem != word else ()
