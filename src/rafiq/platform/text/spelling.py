"""Typing errors: the words of a vocabulary that a mistyped one may be.

The distance is that of Damerau and Levenshtein in its restricted form (a letter more, less, other, or two changed
about), with cheaper steps between letters of one sound and neighbours on the keyboard. Before that is measured, words
are put aside by which letters they have at all: an edit takes one away and adds one at most (the signatures in Boytsov,
"Indexing methods for approximate dictionary searching", ACM JEA 16, 2011); then by the number of edits, counted for all
letters of a word at once (Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic
Journal of Computing 10, 2003).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

_SAME_SOUND: Final = ("زذضظ", "سصث", "تط", "حه", "قغ", "اع", "ىي", "ةه", "kc", "sz", "iy", "vw", "ck")
_KEYBOARDS: Final = (
    ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو"),
    ("ضصثقفغعهخحجد", "شسیبلاتنمکط", "ظذروزه"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_OF_ONE_SOUND: Final = 0.4
_NEIGHBOUR: Final = 0.7
_TWICE: Final = 0.6
"""The cost of a letter doubled or said once («ممنون», «سلااام»)."""
_CHANGED_ABOUT: Final = 0.8
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_SHORTEST: Final = 4
_LONG: Final = 7
_LONGEST: Final = 32
_MOST: Final = 8
_REMEMBERED: Final = 4096
type _Shelf = tuple[list[str], list[int]]
_EMPTY: Final[_Shelf] = ([], [])


class Spellings:
    """The words that may be meant, with how often each occurs; never changes. 30,000 words take about 10 MB."""

    def __init__(self, words: Mapping[str, int] | Iterable[str]) -> None:
        self._counts = dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, 1)
        self._shelves: dict[int, _Shelf] = {}
        self._near = lru_cache(maxsize=_REMEMBERED)(self._measured)

    def __contains__(self, word: object) -> bool:
        """This will tell whether a word is spelled like one of the vocabulary."""
        return word in self._counts

    def near(self, word: str) -> list[tuple[str, float]]:
        """This will do what the function `near` does."""
        return list(self._near(word))

    def _measured(self, word: str) -> tuple[tuple[str, float], ...]:
        if word in self._counts:
            return ((word, 1.0),)
        if not _SHORTEST <= len(word) <= _LONGEST or any(letter.isdigit() for letter in word):
            return ()
        if (said_once := _DRAWN_OUT.sub(r"\1", word)) != word:
            return ((said_once, 0.95),) if said_once in self._counts else self._measured(said_once)
        limit = 2 if len(word) >= _LONG else 1
        edits, most = _Edits(word), int(limit / _TWICE)
        found = [
            (candidate, 1 - cost / len(word))
            for candidate in self._alike(word, limit)
            if edits.at_most(most, candidate) and (cost := distance(word, candidate, limit=limit)) <= limit
        ]
        found.sort(key=lambda pair: (-pair[1], -self._counts[pair[0]], pair[0]))
        return tuple(found[:_MOST])

    def _alike(self, word: str, limit: int) -> Iterator[str]:
        if not self._shelves:
            self._shelves = _shelved(self._counts)
        own = _signature(word)
        for length in range(max(len(word) - limit, _SHORTEST - 1), len(word) + limit + 1):
            # What one word is longer by is spent on letters of its own.
            lost, gained = limit - max(length - len(word), 0), limit - max(len(word) - length, 0)
            words, signatures = self._shelves.get(length, _EMPTY)
            most = lost + gained
            # Nearly all are put aside here, so this line is what a search in many words costs.
            for place in [at for at, letters in enumerate(signatures) if (own ^ letters).bit_count() <= most]:
                letters = signatures[place]
                if (own & ~letters).bit_count() <= lost and (letters & ~own).bit_count() <= gained:
                    yield words[place]


def near(word: str, vocabulary: Spellings) -> list[tuple[str, float]]:
    """This will return the words that a folded, perhaps mistyped one may be, likeliest first, with scores to 1.

    One error in words of four to six letters, two in longer ones; a word of the vocabulary is only itself. Shorter
    words, and those with digits, have no neighbours: everything would be one. At most eight; never raises.
    `near("سفارس", Spellings({"سفارش": 9}))` is `[("سفارش", 0.86)]`.
    """
    return vocabulary.near(word)


def distance(one: str, other: str, *, limit: int = 2) -> float:
    """This will return the weighted edit distance; anything above `limit` only says that it is above."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    while len(one) > start < len(other) and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    before: list[float] = []
    row = [0.0]
    for place in range(start, len(other)):
        row.append(row[-1] + _surplus(other, place))
    for line in range(start, len(one)):
        before, row = row, _next_row(one, other, (line, start), (before, row))
        if min(row) > limit:
            return limit + 1.0
    return row[-1]


class _Edits:
    """Counts edits between one word and others, letters of one sound being the same. A bit is a place in the word."""

    def __init__(self, word: str) -> None:
        self._length = len(word)
        self._all = (1 << len(word)) - 1
        self._places: dict[str, int] = {}
        for place, letter in enumerate(word.translate(_SOUNDS)):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def at_most(self, most: int, other: str) -> bool:
        """Tell whether no more edits than `most` lead to the other word; named as in the paper."""
        places, all_of_them, last = self._places, self._all, 1 << self._length - 1
        vp, vn, d0, before, score = all_of_them, 0, 0, 0, self._length
        for letter in other.translate(_SOUNDS):
            pm = places.get(letter, 0)
            swapped = ((~d0 & pm) << 1) & before
            d0 = ((((pm & vp) + vp) ^ vp) | pm | vn | swapped) & all_of_them
            hp = (vn | ~(d0 | vp)) & all_of_them
            hn = d0 & vp
            if hp & last:
                score += 1
            elif hn & last:
                score -= 1
            hp = hp << 1 | 1
            vp = (hn << 1 | ~(d0 | hp)) & all_of_them
            vn = hp & d0
            before = pm
        return score <= most


def _next_row(one: str, other: str, at: tuple[int, int], rows: tuple[list[float], list[float]]) -> list[float]:
    """The costs of turning `one` as far as this line into `other` as far as each column."""
    (line, start), (older, before) = at, rows
    letter, surplus, cheaper = one[line], _surplus(one, line), _cheaper()
    row = [before[0] + surplus]
    for column, place in enumerate(range(start, len(other)), 1):
        counterpart = other[place]
        step = 0.0 if letter == counterpart else cheaper.get((letter, counterpart), 1.0)
        cost = min(before[column - 1] + step, before[column] + surplus, row[-1] + _surplus(other, place))
        if older and column > 1 and letter == other[place - 1] and one[line - 1] == counterpart:
            cost = min(cost, older[column - 2] + _CHANGED_ABOUT)
        row.append(cost)
    return row


def _surplus(word: str, place: int) -> float:
    """The cost of a letter that the other word has not."""
    return _TWICE if place and word[place] == word[place - 1] else 1.0


@lru_cache(maxsize=1)
def _cheaper() -> dict[tuple[str, str], float]:
    """The pairs of letters that are taken for each other."""
    pairs: dict[tuple[str, str], float] = {}
    for rows in _KEYBOARDS:
        beside = [pair for row in rows for pair in pairwise(row)]
        below = [pair for upper, lower in pairwise(rows) for pair in zip(upper, lower, strict=False)]
        for one, other in (*beside, *below):
            pairs[one, other] = pairs[other, one] = _NEIGHBOUR
    for sound in _SAME_SOUND:
        pairs |= {(one, other): _OF_ONE_SOUND for one in sound for other in sound if one != other}
    return pairs


def _shelved(words: Iterable[str]) -> dict[int, _Shelf]:
    """The words by length, beside them their signatures."""
    shelves: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        if len(word) <= _LONGEST + 2:
            shelves[len(word)].append(word)
    return {length: (shelf, [_signature(word) for word in shelf]) for length, shelf in shelves.items()}


def _signature(word: str) -> int:
    """One bit a letter that occurs, one more when it does twice; letters of one sound share theirs."""
    signature = 0
    for letter in word:
        bit = 1 << 2 * (_FIRST.get(letter, ord(letter)) % 64)
        signature |= bit << 1 if signature & bit else bit
    return signature


_FIRST: Final = {letter: ord(sound[0]) for sound in _SAME_SOUND[:6] for letter in sound}


def _joined(sounds: Iterable[str]) -> dict[int, str]:
    """Map each letter to one for all those it may be taken for, one after another."""
    classes: list[set[str]] = []
    for sound in sounds:
        touched = [one for one in classes if one & set(sound)]
        classes = [one for one in classes if one not in touched] + [set(sound).union(*touched)]
    return {ord(letter): min(one) for one in classes for letter in one}


_SOUNDS: Final = _joined(_SAME_SOUND)
