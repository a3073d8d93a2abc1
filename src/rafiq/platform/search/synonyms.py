"""Words that mean the same to a company and its customers: «یخچال» and «سردساز», kept as sets."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from rafiq.platform import text
from rafiq.platform.search import analysis
from rafiq.platform.search.models import SynonymSet

FEWEST: Final = 2
MOST_WORDS: Final = 20
MOST_SETS: Final = 500


class TooFew(ValueError):
    """A set needs two different words."""


class NotOneWord(ValueError):
    """Something in a set is no single word; `word` says which."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Taken(ValueError):
    """A word stands in another set already; `word` says which."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class TooMany(ValueError):
    """There are as many sets, or words in a set, as there may be."""


def sets() -> QuerySet[SynonymSet]:
    """Select all sets, the newest first."""
    return SynonymSet.objects.order_by("-changed_at", "-pk")


@transaction.atomic
def save(row: SynonymSet | None, *, words: Sequence[str], at: datetime) -> SynonymSet:
    """Keep a set of words, a new one where none is given.

    Raises:
        TooFew: if less than two different words are left.
        NotOneWord: if one is empty of letters, or more than a word.
        Taken: if one stands in another set.
        TooMany: if the set, or the list of sets, is full.
    """
    unlike = _unlike(words)
    if len(unlike) > MOST_WORDS or (row is None and SynonymSet.objects.count() >= MOST_SETS):
        raise TooMany
    others = SynonymSet.objects.exclude(pk=row.pk) if row else SynonymSet.objects.all()
    taken = {key for those in others.values_list("words", flat=True) for word in those for key in _keys(word)}
    for word in unlike:
        if not taken.isdisjoint(_keys(word)):
            raise Taken(word)
    kept = row or SynonymSet()
    kept.words, kept.changed_at = unlike, at
    kept.save()
    return kept


def remove(row: SynonymSet) -> None:
    """Forget a set."""
    row.delete()


def widened(groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """Add to the terms of each word of a query those of the words that mean the same. One statement.

    Inside of `read_once` only the first call reads.
    """
    meanings = _remembered()
    wider = []
    for group in groups:
        same = dict.fromkeys(group)
        for term in group:
            same |= dict.fromkeys(meanings.get(term, ()))
        wider.append(list(same))
    return wider


@contextlib.contextmanager
def read_once() -> Iterator[None]:
    """Let everything one search asks share what is read of the sets; nothing is remembered beyond it."""
    token = _SHARED.set([])
    try:
        yield
    finally:
        _SHARED.reset(token)


_SHARED: Final[ContextVar[list[dict[str, dict[str, None]]] | None]] = ContextVar("synonyms", default=None)


def _remembered() -> dict[str, dict[str, None]]:
    shared = _SHARED.get()
    if shared is None:
        return _meanings()
    if not shared:
        shared.append(_meanings())
    return shared[0]


def _meanings() -> dict[str, dict[str, None]]:
    """Map every term of a word in a set to the terms of all words of it."""
    found: dict[str, dict[str, None]] = {}
    for words in SynonymSet.objects.order_by("pk").values_list("words", flat=True)[:MOST_SETS]:
        terms = dict.fromkeys(term for word in words for term in _terms(word))
        for term in terms:
            found.setdefault(term, {}).update(terms)
    return found


def _terms(word: str) -> list[str]:
    """The whole word, and its dictionary forms; its parts on both sides of a half-space are words of their own."""
    return [*analysis.words(word), *text.lemmas_of(analysis.words(word)[0])] if analysis.words(word) else []


def _keys(word: str) -> set[str]:
    return set(analysis.words(word))


def _unlike(words: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in (" ".join(text.clean(one, limit=analysis.MAX_WORD).split()) for one in words):
        read = analysis.words(word)
        if len(read) > 1 or (word and not read):
            raise NotOneWord(word)
        if read:
            found.setdefault(read[0], word)
    if len(found) < FEWEST:
        raise TooFew
    return list(found.values())
