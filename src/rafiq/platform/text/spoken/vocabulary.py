"""A vocabulary: which words there are, how common each is, and which share their consonants."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Protocol

from rafiq.platform.text.folding import fold
from rafiq.platform.text.stemming._persian_verbs import verb_forms
from rafiq.platform.text.stemming._persian_words import function_words, spoken_words, words

# Letters of one sound are one sign; vowels, and what may be one, are none.
_CONSONANTS: Final = str.maketrans("بپتطثسصجچحهخدذزضظرژشغقفکگلمن", "bpttsssjChhXdzzzzrjSqqfkglmn", "اويیع\u200c")
_DOUBLED: Final = re.compile(r"(.)\1+")
_COMMON: Final = 200
_PLAIN: Final = 60
_VERB: Final = 30


class Vocabulary(Protocol):
    """What a reader of other scripts asks about the words of a company."""

    def frequency(self, word: str) -> int:
        """How often a folded word occurs; 0 for a word that does not."""

    def like(self, skeleton: str) -> Iterable[str]:
        """The folded words with these consonants (see `skeleton`)."""


class Words:
    """A vocabulary made of counted words; never changes. Words of other scripts than Persian's are only counted."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        by_skeleton: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            if not word.isascii():
                by_skeleton[skeleton(word)].append(word)
        self._by_skeleton = {key: tuple(some) for key, some in by_skeleton.items()}

    def frequency(self, word: str) -> int:
        """This will return how often a folded word occurs."""
        return self._counts.get(word, 0)

    def like(self, skeleton: str) -> tuple[str, ...]:
        """This will return the words with these consonants."""
        return self._by_skeleton.get(skeleton, ())


def skeleton(word: str) -> str:
    """This will return the consonants of a folded Persian word, one sign a sound: of «گارانتی» "grnt"."""
    bare = word[:-1] if word.endswith("ه") and len(word) > 1 else word
    return _DOUBLED.sub(r"\1", bare.translate(_CONSONANTS))


def written_form(word: str) -> str:
    """This will return the folded written form of a folded word of the built-in vocabulary («میخوام»: «میخواهم»)."""
    if found := verb_forms().written.get(word):
        return fold(found)
    return spoken_words().get(word, word)


@lru_cache(maxsize=1)
def built_in() -> Words:
    """This will return the vocabulary of everyday Persian, spoken and written, built once (some 100 ms)."""
    counts = dict.fromkeys(verb_forms().infinitive, _VERB) | dict.fromkeys(spoken_words(), _VERB)
    counts |= dict.fromkeys(words(), _PLAIN) | dict.fromkeys(function_words(), _COMMON)
    return Words(counts)
