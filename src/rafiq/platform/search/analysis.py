"""One analyser for what is indexed and what is asked, in Persian, Arabic and English.

Three kinds of terms come out of a text: lemmas ("سفارش"), the words as they stand ("=سفارشم") and concepts of customer
care ("#refund"), under which different words for the same thing meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rafiq.platform.search import common
from rafiq.platform.text import concepts
from rafiq.platform.text.folding import fold_keeping_half_spaces
from rafiq.platform.text.spoken import arabic as spoken_arabic
from rafiq.platform.text.spoken import persian as spoken_persian
from rafiq.platform.text.stemming import arabic, english, persian

EXACT: Final = "="
CONCEPT: Final = "#"
READ: Final = 200_000
"""Characters of a document that are read."""
MAX_WORD: Final = 64
_WORD: Final = re.compile(r"[^\W_]+(?:[\u200c'’][^\W_]+)*")
_JOINED_AWAY: Final = str.maketrans("", "", "\u200c'’")
_LATIN: Final = re.compile(r"[a-z]")


def words(text: str) -> list[str]:
    """This will return the folded words of a text, in order; half-spaces are gone."""
    return [word.translate(_JOINED_AWAY)[:MAX_WORD] for word in _WORD.findall(fold_keeping_half_spaces(text[:READ]))]


@lru_cache(maxsize=65_536)
def lemma(word: str, language: str) -> str:
    """This will return the form under which all forms of a folded word meet; Latin words are English anywhere."""
    if _LATIN.match(word):
        return english.stem(word)
    if language == "ar":
        return arabic.lemma(word)
    if language == "fa":
        return persian.lemma(word)
    return word


def lemmas(text: str, language: str) -> list[str]:
    """This will return the lemmas of a text, in order."""
    return [lemma(word, language) for word in words(text)]


def index_terms(text: str, language: str) -> list[str]:
    """This will return all terms to index for a text, repeated as often as they occur."""
    plain = words(text)
    base = [lemma(word, language) for word in plain]
    exact = [EXACT + word for word, root in zip(plain, base, strict=True) if word != root]
    return base + exact + [CONCEPT + one for one in concepts_of(base, language)]


def concepts_of(base: Sequence[str], language: str) -> list[str]:
    """This will return the concepts that a sequence of lemmas names."""
    return thesaurus(language).find(base)


def pairs_of(ideas: Iterable[str], language: str) -> dict[frozenset[str], frozenset[str]]:
    """This will map every two lemmas that together name some of these concepts' terms to the terms they name."""
    found = thesaurus(language).pairs(idea.removeprefix(CONCEPT) for idea in ideas)
    return {pair: frozenset(CONCEPT + name for name in named) for pair, named in found.items()}


@lru_cache(maxsize=8)
def thesaurus(language: str) -> concepts.Matcher:
    """This will compile the words of customer care in a language, once."""
    return concepts.Matcher(_phrases(language))


def _phrases(language: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A phrase of nothing but common words names nothing once its words are lemmas: «نمیشه» is «شدن» then."""
    little = common_lemmas(language)
    for concept in concepts.load():
        for phrase in concept.phrases.get(language, ()):
            base = tuple(lemma(word, language) for word in written(words(phrase), language))
            if not little.issuperset(base):
                yield concept.name, base


@lru_cache(maxsize=8)
def common_lemmas(language: str) -> frozenset[str]:
    """This will return the lemmas that carry a sentence in a language but not its matter."""
    return frozenset(lemmas(common.WORDS.get(language, ""), language))


def spoken_terms(text: str, language: str) -> list[str]:
    """This will return lemmas and concepts of a phrase as people say it, in written language and as it stands."""
    plain = words(text)
    rewritten = written(plain, language)
    base = [lemma(word, language) for word in rewritten]
    spoken = [lemma(word, language) for word in plain]
    named = dict.fromkeys([*concepts_of(base, language), *concepts_of(spoken, language)])
    return [*base, *(one for one in spoken if one not in base), *(CONCEPT + one for one in named)]


def written(plain: Sequence[str], language: str) -> list[str]:
    """This will return folded words of the spoken language as one would write them."""
    match language:
        case "fa":
            return spoken_persian.to_written(plain)
        case "ar":
            return spoken_arabic.to_written(plain)
        case _:
            return list(plain)
