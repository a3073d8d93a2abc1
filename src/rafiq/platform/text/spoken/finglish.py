"""Persian in Latin letters ("garantish chandmahe?"), read back into Persian script.

Consonants are nearly the same for everybody, vowels are not: words with the same consonants are looked up in the
vocabulary and ranked by how well their vowels fit (an alignment, Needleman and Wunsch 1970, with costs of our own) and
by how common they are.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rafiq.platform.text.folding import fold

from ._finglish_words import ALSO_ENGLISH, ENGLISH, WORDS
from ._persian_words import is_noun, is_verb
from .vocabulary import Vocabulary, built_in, skeleton, written_form

_LONGEST: Final = 24
_LEAST: Final = 0.5
_MOST: Final = 6
_COMMON: Final = 1_000
_UNITS: Final = re.compile(r"kh|gh|sh|ch|zh|ph|ck|aa|oo|ou|ee|ei|ey|ii|uu|[a-z]")
_SIGNS: Final = {
    "kh": "X", "gh": "q", "sh": "S", "ch": "C", "zh": "j", "ph": "f", "ck": "k", "c": "k", "x": "X", "w": "v",
    "aa": "A", "oo": "u", "ou": "u", "uu": "u", "ee": "i", "ii": "i", "ei": "E", "ey": "E",
}  # fmt: skip
_NO_CONSONANTS: Final = frozenset("aeiouyvAEI")
# Latin vowel for Persian letter: the cost of reading one as the other, where it is not 1.5.
_COSTS: Final = {
    ("ا", "a"): 0.0, ("ا", "A"): 0.0, ("ا", "o"): 0.3, ("ا", "u"): 0.35, ("ا", "e"): 0.4, ("ا", "i"): 0.9,
    ("و", "o"): 0.05, ("و", "u"): 0.0, ("و", "v"): 0.0, ("و", "a"): 1.0, ("و", "y"): 1.2,
    ("ی", "i"): 0.0, ("ی", "y"): 0.0, ("ی", "E"): 0.05, ("ی", "e"): 0.3, ("ی", "a"): 1.0,
    ("ع", "a"): 0.05, ("ع", "e"): 0.05, ("ع", "o"): 0.1, ("ع", "A"): 0.1, ("ع", "i"): 0.3, ("ع", "u"): 0.3,
}  # fmt: skip
_AT_END: Final = {("ه", "e"): 0.0, ("ه", "a"): 0.15, ("ه", "h"): 0.0}
# A Latin vowel without a letter (short vowels are not written), and a letter without its vowel ("nmishe").
_UNWRITTEN: Final = {
    "a": 0.02,
    "e": 0.02,
    "o": 0.05,
    "A": 0.4,
    "i": 0.5,
    "u": 0.5,
    "E": 0.5,
    "y": 0.4,
    "v": 0.6,
    "h": 0.5,
}
_UNSPOKEN: Final = {"ا": 0.5, "و": 0.5, "ی": 0.55, "ع": 0.05, "ه": 0.3}
_IMPOSSIBLE: Final = 2.0
# Endings of nouns, and what they are in Persian; the vowel before them is written or not.
_ENDINGS: Final = (
    ("hamoon hamun hamon", "هایمان"), ("hatoon hatun haton", "هایتان"), ("hashoon hashun hashon", "هایشان"),
    ("emoon emun emon amoon amun amon moon mun mon", "مان"), ("etoon etun eton atoon atun aton toon tun ton", "تان"),
    ("eshoon eshun eshon ashoon ashun ashon shoon shun shon", "شان"), ("haye hay", "های"), ("ham", "هایم"),
    ("hat", "هایت"), ("hash", "هایش"), ("haro", "ها"), ("ha haa a", "ها"), ("tarin", "ترین"), ("tar", "تر"),
    ("amo emo mo am em m", "م"), ("eto ato to at et t", "ت"), ("esho asho sho ash esh sh", "ش"), ("i y ii", "ی"),
    ("ye e o ro yo", ""),
)  # fmt: skip
_OBJECTS: Final = frozenset({"م", "ت", "ش", "مان", "تان", "شان"})
_PERSIAN_LOOKS: Final = re.compile(
    r"^(?:nemi|mi|nmi)\w{2,}|kh|gh|aa|q(?!u)|zh|ooy"
    r"|(?:oon|esh|ash|etun|etoon|emun|emoon|shoon|shun|ham|haye|iam|ide|ashe|amo)$"
)
_ENGLISH_LOOKS: Final = re.compile(
    r"(?:ing|tion|ed|ly|ment|ness|ould|ght|ough|ies|ck|ss|ty|ful|less|er|th|wn)$|^(?:th|wh|wr|kn|un|re)|tt|ea|w"
)
_ALSO_ENGLISH: Final = frozenset(fold(ALSO_ENGLISH).split())
_ENGLISH: Final = frozenset(fold(ENGLISH).split())


def to_persian(word: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """This will return the Persian words that a Latin one may stand for, folded, the likeliest first, with scores to 1.

    `to_persian("garantish", vocabulary)` begins with ("گارانتیش", …). Spoken forms come out written ("mikham":
    "میخواهم"); a few words are several ("chikar": "چه کار"). The company's `vocabulary` goes beside the built-in one.
    Empty for words that are not made of Latin letters, and for what cannot be read.
    """
    latin = fold(word).replace("’", "").replace("'", "")
    if not latin.isascii() or not latin.isalpha() or len(latin) > _LONGEST:
        return []
    scores: dict[str, float] = {}
    if found := common_words().get(latin):
        scores[found] = 1.0
    for candidate, score in (*_everyday(latin), *_readings(latin, vocabulary), *_with_endings(latin, vocabulary)):
        scores[candidate] = max(score, scores.get(candidate, 0.0))
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in ranked[:_MOST] if pair[1] >= _LEAST]


def is_finglish(text: str) -> float:
    """This will tell how likely a text in Latin letters is Persian, not English: 0 to 1, 0 without such letters."""
    found = re.findall(r"[a-z']{2,}", fold(text[:2_000]))
    if not found:
        return 0.0
    evidence = sum(map(_evidence, found)) / math.sqrt(len(found))
    return 1 / (1 + math.exp(0.4 - 2.2 * evidence))


@lru_cache(maxsize=1)
def common_words() -> dict[str, str]:
    """This will return the commonest words in Latin letters with their folded Persian."""
    pairs = (pair.split("=") for pair in WORDS.split())
    return {latin: fold(persian.replace("_", " ")) for latin, persian in pairs}


@lru_cache(maxsize=4096)
def _evidence(word: str) -> float:
    if word in _ALSO_ENGLISH:
        return 0.0
    if word in common_words():
        return 1.0
    if word in _ENGLISH:
        return -1.0
    return 0.7 * bool(_PERSIAN_LOOKS.search(word)) - 0.6 * bool(_ENGLISH_LOOKS.search(word))


@lru_cache(maxsize=8192)
def _everyday(latin: str) -> tuple[tuple[str, float], ...]:
    """The readings that no company changes."""
    readings = (*_readings(latin, built_in()), *_with_endings(latin, built_in()))
    return tuple((written_form(word), score) for word, score in readings)


def _readings(latin: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for signs in _spellings(latin):
        for word in vocabulary.like(_skeleton(signs)):
            fit = 1 - _misfit(word, signs) / (1 + len(word) / 2)
            if fit >= _LEAST:
                yield word, fit * (0.85 + 0.14 * _commonness(vocabulary.frequency(word)))


def _with_endings(latin: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for spellings, persian in _ENDINGS:
        for ending in spellings.split():
            base = latin.removesuffix(ending)
            if base != latin and len(base) > 2:
                yield from _tied_to(_bases(base, vocabulary), persian)


def _bases(latin: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    found = common_words().get(latin)
    if found and is_noun(found):
        yield found, 1.0
    yield from (pair for pair in _readings(latin, vocabulary) if pair[1] > 0.8)


def _tied_to(bases: Iterator[tuple[str, float]], ending: str) -> Iterator[tuple[str, float]]:
    """The words with the ending; verbs take none but their object, which may go ("mikharamesh": «میخرم»)."""
    for word, score in bases:
        if not is_verb(word) or word[-1] in "تد":
            if word[-1] != ending:
                yield _tied(word, ending), score * 0.95
        elif ending in _OBJECTS and word.startswith(("می", "نمی", "ب", "ن")):
            yield word, score * 0.9


def _tied(word: str, ending: str) -> str:
    return word + ("ا" if word.endswith("ه") and ending in {"م", "ت", "ش"} else "") + ending


def _spellings(latin: str) -> Iterator[str]:
    """The word one sign a sound, doubled letters once; an x is also what it is in English."""
    units = [_SIGNS.get(unit, unit) for unit in _UNITS.findall(latin)]
    yield _single(units)
    if "x" in latin:
        yield _single([*"".join(units).replace("X", "ks")])


def _single(units: list[str]) -> str:
    return "".join(unit for place, unit in enumerate(units) if not place or unit != units[place - 1])


def _skeleton(signs: str) -> str:
    kept = signs[:-1] if signs.endswith("h") else signs
    return re.sub(r"(.)\1+", r"\1", "".join(sign for sign in kept if sign not in _NO_CONSONANTS and sign != "u"))


def _misfit(word: str, signs: str) -> float:
    """The least cost of reading the signs as the word; signs may be unwritten, letters unspoken."""
    row = [0.0]
    for sign in signs:
        row.append(row[-1] + _UNWRITTEN.get(sign, _IMPOSSIBLE))
    for place, letter in enumerate(word):
        is_last = place == len(word) - 1
        unspoken = _unspoken(letter, place, is_last, word)
        before, row = row, [row[0] + unspoken]
        for column, sign in enumerate(signs):
            row.append(
                min(
                    before[column] + _cost(letter, sign, is_first=place == 0, is_last=is_last),
                    before[column + 1] + unspoken,
                    row[column] + _UNWRITTEN.get(sign, _IMPOSSIBLE),
                )
            )
    return row[-1]


def _unspoken(letter: str, place: int, is_last: bool, word: str) -> float:
    if place and letter == word[place - 1]:
        return 0.0
    return _IMPOSSIBLE if letter == "ه" and not is_last else _UNSPOKEN.get(letter, _IMPOSSIBLE)


def _cost(letter: str, sign: str, *, is_first: bool, is_last: bool) -> float:
    if is_first and letter in "اع" and sign in "aeoAuiE":
        return 0.0 if sign in "aeoA" else 0.25
    if is_last and (found := _AT_END.get((letter, sign))) is not None:
        return found
    if (found := _COSTS.get((letter, sign))) is not None:
        return found
    return 0.0 if skeleton(letter + "ا") == sign else _IMPOSSIBLE


def _commonness(frequency: int) -> float:
    return min(1.0, math.log1p(frequency) / math.log1p(_COMMON))
