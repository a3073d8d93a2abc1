"""Arabic in Latin letters and digits ("keef ba3mel tabdeel", "3ayez a8ayer el 3enwan") read as Arabic words.

Everyday words stand in a list; for others the consonants lead to words of a vocabulary, and aligning the letters tells
how well each fits. Digits stand for letters they look like (Yaghan 2008, "Arabizi": A Contemporary Style of Arabic).
"""

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product
from typing import Final

from rafiq.platform.text.folding import fold
from rafiq.platform.text.stemming import arabic as stemming

from . import arabic_lexicon, arabizi_words
from . import arabizi_letters as letters
from .vocabulary import Vocabulary, Words, skeleton

_LONGEST: Final = 20
_MOST_KEYS: Final = 24
_MOST: Final = 5
_SURE: Final = 1.0
_ALIKE: Final = 0.9
_SPELLED_OUT: Final = 0.15
_WORST: Final = 1.3
_BUILT_IN: Final = 2

_SIGN: Final = re.compile("|".join(sorted(map(re.escape, letters.SIGNS), key=len, reverse=True)))
_LATIN_WORD: Final = re.compile(r"[a-z2-9'é]+", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tvxz])\1+")


def to_arabic(word: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """This will return folded Arabic readings of a Latin word, best first, each with its likeness up to 1.

    "shari7a" gives `[("شریحه", 1.0)]`, "eltawseel" `[("التوصیل", …), …]`. Words of `vocabulary` come before words of
    the language that it lacks. The last resort is spelling the word out, with a low score; empty without letters.
    """
    latin = _normal(word)
    if not latin or len(latin) > _LONGEST or not re.search("[a-z]", latin):
        return []
    found: dict[str, float] = {}
    for arabic, score in (*_everyday(latin), *_with_affixes(latin, vocabulary)):
        found[arabic] = max(score, found.get(arabic, 0.0))
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return best or [(_spelled_out(latin), _SPELLED_OUT)]


def is_arabizi(text: str) -> float:
    """This will return how likely a Latin text is Arabic, 0 to 1: "keef ba3mel tabdeel" is, "my order" not."""
    words = [word.casefold() for word in _LATIN_WORD.findall(text[:2_000])]
    words = [word for word in words if re.search("[a-z]", word)]
    if not words:
        return 0.0
    evidence = sum(map(_evidence, words)) / len(words)
    return round(1 / (1 + math.exp(-6 * (evidence - 0.3))), 3)


_NUMBER_INSIDE: Final = re.compile(r"[a-z][2-9](?![0-9])|^[2-9]'?[a-z]{2}")


def _evidence(word: str) -> float:
    if word in arabizi_words.SHARED:
        return 0.3
    if word in arabizi_words.OTHERS:
        return -0.8
    if _everyday(word) or _NUMBER_INSIDE.search(word):
        return 1.0
    return 0.35 if re.match(r"(el|al|bel|lel)[a-z]{3}", word) else 0.1


def _normal(word: str) -> str:
    return word[: _LONGEST + 1].casefold().replace("’", "'").replace("`", "'").replace("-", "").strip("'.,?!؟ ")


@cache
def _lists() -> tuple[dict[str, str], dict[str, str]]:
    """The everyday words by their spelling, and by how they sound."""
    spelled: dict[str, str] = {}
    for line in arabizi_words.EVERYDAY.splitlines():
        arabic, spellings = line.split(" = ")
        for latin in spellings.split():
            spelled.setdefault(latin, fold(arabic))
    sounded: dict[str, str] = {}
    for latin, arabic in spelled.items():
        sounded.setdefault(_sound(latin), arabic)
    return spelled, sounded


def _sound(latin: str) -> str:
    for one, other in arabizi_words.ALIKE:
        latin = latin.replace(one, other)
    return _DOUBLED.sub(r"\1", latin)


def _everyday(latin: str) -> list[tuple[str, float]]:
    spelled, sounded = _lists()
    if found := spelled.get(latin):
        return [(found, _SURE)]
    found = sounded.get(_sound(latin)) if len(latin) > 3 else None
    return [(found, _ALIKE)] if found else []


@cache
def _built_in() -> Words:
    """Words of the language itself, for questions whose words no article has."""
    names = [word for line in arabic_lexicon.NOUNS.splitlines() for word in fold(line.replace("|", " ")).split()]
    return Words(dict.fromkeys((*stemming.known_nouns(), *names), 1))


def _with_affixes(latin: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Readings of the whole, and of what is left without article, particle, owner."""
    spelled, _ = _lists()
    for before, after in product(letters.BEFORE, letters.AFTER):
        size = len(latin) - len(before) - len(after)
        if size < (1 if not before + after else 3) or not (latin.startswith(before) and latin.endswith(after)):
            continue
        base = latin[len(before) : len(latin) - len(after)]
        cost = 0.06 * bool(before) + 0.1 * bool(after)
        if before + after and (known := spelled.get(base)):
            yield _tied(before, known, after), 0.95 - cost
        for arabic, score in _readings(base, vocabulary):
            yield _tied(before, arabic, after), score - cost


def _tied(before: str, word: str, after: str) -> str:
    if after and word.endswith("ه"):
        word = word[:-1] + ("ت" if after not in {"at", "aat", "et", "t"} else "")
    return letters.BEFORE[before] + word + letters.AFTER[after]


def _readings(latin: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    signs = tuple(_SIGN.findall(_DOUBLED.sub(r"\1", latin)))
    for key in _keys(signs):
        for word in {*vocabulary.like(key), *_built_in().like(key)}:
            misfit = _misfit(signs, word)
            if misfit < _WORST:
                often = vocabulary.frequency(word)
                common = 0.86 + 0.02 * min(math.log2(1 + often), 6) if often else 0.8
                yield word, common * math.exp(-0.6 * misfit)


@lru_cache(maxsize=8_192)
def _keys(signs: tuple[str, ...]) -> tuple[str, ...]:
    """The skeletons under which words with these consonants are kept."""
    choices = [letters.SIGNS[sign] for sign in signs if sign not in letters.VOWELS]
    if not choices:
        return ()
    keys = dict.fromkeys(_key(chosen) for chosen in islice(product(*choices), _MOST_KEYS * 4))
    if signs[-1] == "h":
        keys |= dict.fromkeys(_key(chosen) for chosen in islice(product(*choices[:-1]), _MOST_KEYS))
    return tuple(key for key in islice(keys, _MOST_KEYS * 2) if key)


def _key(consonants: tuple[str, ...]) -> str:
    # `skeleton` takes a last ه for the feminine's ending; here it is a consonant, so it is kept from the end.
    return skeleton("".join(consonants) + "ا")


@lru_cache(maxsize=16_384)
def _misfit(signs: tuple[str, ...], word: str) -> float:
    """The least cost of reading the signs as the letters, both from the left; short vowels are not written."""
    row = [0.0]
    for place in range(len(word)):
        row.append(row[-1] + _unheard(word, place))
    for at, sign in enumerate(signs):
        above, row = row, [row[0] + _unwritten(sign, is_last=at == len(signs) - 1)]
        for place, letter in enumerate(word):
            row.append(
                min(
                    above[place] + _cost(sign, letter, is_first=not place, is_last=place == len(word) - 1),
                    above[place + 1] + _unwritten(sign, is_last=at == len(signs) - 1),
                    row[place] + _unheard(word, place),
                )
            )
    return row[-1]


def _unheard(word: str, place: int) -> float:
    """What it costs that a letter has no sign."""
    letter = word[place]
    if letter == "ا":
        return 0.25 if place in {0, len(word) - 1} else 0.45
    if letter == "ع":
        return 0.3
    if place and letter == word[place - 1]:
        return 0.1
    return {"ی": 0.5, "و": 0.5, "ه": 0.3}.get(letter, 9.0)


def _unwritten(sign: str, *, is_last: bool) -> float:
    """What it costs that a sign has no letter."""
    if sign in letters.LONG:
        return 0.45
    if sign in letters.VOWELS:
        return 0.35 if is_last else 0.05
    return 0.3 if sign == "2" else 0.1 if sign == "h" and is_last else 9.0


def _cost(sign: str, letter: str, *, is_first: bool, is_last: bool) -> float:
    if sign in letters.VOWELS and is_first and letter == "ا":
        return 0.0
    if sign in {"a", "e", "é"} and letter == "ه":
        return 0.0 if is_last else 9.0
    options = letters.SIGNS[sign]
    if letter not in options:
        return 9.0
    if sign == "a" and letter == "ا":
        return 0.02
    return 0.0 if letter == options[0] else 0.12


def _spelled_out(latin: str) -> str:
    signs = _SIGN.findall(_DOUBLED.sub(r"\1", latin))
    first, *others = signs
    written = ["ا" if first in letters.VOWELS else letters.SIGNS[first][0]]
    written += [letters.SIGNS[sign][0] for sign in others if sign in letters.LONG or sign not in letters.VOWELS]
    return fold("".join(written) + ("ه" if others and others[-1] in {"a", "e"} else ""))
