"""Common words of Persian in natural spelling: what a stemmer must not cut, and what a reader of Latin letters expects.

They stand in `persian_words.txt`; forms of a verb (خرید، پرداخت، دریافت) in the table of verbs.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from rafiq.platform.text import wordlists
from rafiq.platform.text.folding import fold

_LISTS: Final = wordlists.read(Path(__file__).with_name("persian_words.txt"))

FUNCTION_WORDS: Final = _LISTS["FUNCTION_WORDS"]
ADJECTIVES: Final = _LISTS["ADJECTIVES"]
NOUNS: Final = _LISTS["NOUNS"]

PLURALS: Final = _LISTS["PLURALS"]
"""Broken plurals and nouns in ات that lose a letter: plural:singular."""

SPELLINGS: Final = _LISTS["SPELLINGS"]
"""Words that people write in several ways; the first is the lemma of all."""

_SAID: Final = _LISTS["SAID"]
"""What no rule tells of spoken words: said:word."""


def _folded(data: str) -> list[str]:
    return fold(data).split()


_REAL: Final = frozenset(_folded(_LISTS["REAL"]))
"""Words with a meaning of their own that only look like the spoken form of another one."""

_OF_ITS_OWN: Final = frozenset(_folded(_LISTS["OF_ITS_OWN"]))
"""Words in ی that mean something else than the word without it."""


@lru_cache(maxsize=1)
def adjectives() -> frozenset[str]:
    """This will return the folded adjectives."""
    return frozenset(_folded(ADJECTIVES))


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """This will return the folded words that hold sentences together."""
    return frozenset(_folded(FUNCTION_WORDS))


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """This will return all folded words here but verbs, in the singular."""
    singulars = (pair.split(":")[1] for pair in _folded(PLURALS))
    firsts = (fold(line).split()[0] for line in SPELLINGS.strip().splitlines())
    found = {*function_words(), *adjectives(), *_folded(NOUNS), *singulars, *firsts}
    # «بانکی» is said of the bank: it is cut like any other word.
    derived = {word for word in found if word.endswith("ی") and word[:-1] in found and word not in _OF_ITS_OWN}
    return frozenset(found - derived - function_words() | function_words())


@lru_cache(maxsize=1)
def natural_spellings() -> dict[str, str]:
    """This will map folded words to how they are written, with «آ» and half-spaces."""
    data = f"{FUNCTION_WORDS} {ADJECTIVES} {NOUNS}".split()
    return {folded: word for word in data if (folded := fold(word)) != word}


@lru_cache(maxsize=1)
def same_words() -> dict[str, str]:
    """This will map plurals of their own kind and other spellings to the word itself, all folded."""
    plurals = dict(pair.split(":") for pair in _folded(PLURALS))
    spellings = {other: first for first, *others in map(_folded, SPELLINGS.strip().splitlines()) for other in others}
    return {word: same for word, same in {**plurals, **spellings}.items() if word != same}


@lru_cache(maxsize=1)
def spoken_words() -> dict[str, str]:
    """This will map what words with «ان» and «ام» sound like («ارزون»، «خونه») to the words («ارزان»، «خانه»)."""
    known = words()
    spoken = {}
    for word in sorted(known):
        for long, short in (("ان", "ون"), ("ام", "وم")):
            said = word.replace(long, short)
            if said not in {word, *_REAL} and len(word) > 3 and not word.startswith(long) and said not in known:
                spoken[said] = word
    return spoken | dict(pair.split(":") for pair in _folded(_SAID))
