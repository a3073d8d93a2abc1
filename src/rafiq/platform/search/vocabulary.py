"""The words of one source and language, as a process remembers them until the documents change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Sum

from rafiq.platform.search import analysis
from rafiq.platform.search.entries import Known
from rafiq.platform.search.models import Entry, SynonymSet, TermCount
from rafiq.platform.search.ranking import FIELDS, Collection
from rafiq.platform.text import spelling
from rafiq.platform.text.spoken import arabizi, finglish
from rafiq.platform.text.spoken.vocabulary import Words

MOST: Final = 60_000
"""Words that are remembered for corrections, the frequent ones first."""
KEPT: Final = 8
"""Vocabularies a process remembers."""
_CORPORA: Final = """
    SELECT language, id, entries, lengths, version, newest, sets
    FROM search_corpus, (SELECT max(changed_at) AS newest, count(*) AS sets FROM search_synonym) company
    WHERE source = ANY(%s) ORDER BY source
"""


class Vocabulary:
    """Answers what `questions.Words` asks, for the documents of some sources in one language."""

    def __init__(self, language: str, size: Size, counts: dict[str, int], synonyms: dict[str, tuple[str, ...]]) -> None:
        self._language = language
        self._size = size
        self._counts = counts
        self._synonyms = synonyms
        plain = {term.lstrip(analysis.EXACT): count for term, count in counts.items() if term[0] != analysis.CONCEPT}
        self._near = spelling.Spellings(plain)
        self._romanised = Words(plain)
        self.entries: dict[int, Known] = {}  # those that were weighed, while neither they nor others change

    @property
    def size(self) -> int:
        """Return how many documents there are."""
        return self._size.entries

    def collection(self, terms: Iterable[str]) -> Collection:
        """Return what is known of the documents, as far as these terms go."""
        counts = {term: self._counts[term] for term in terms if term in self._counts}
        averages = tuple(length / self._size.entries if self._size.entries else 0.0 for length in self._size.lengths)
        return Collection(self._size.entries, averages, counts)

    def knows(self, term: str) -> bool:
        """Tell whether a term occurs in any document."""
        return term in self._counts

    def corrected(self, word: str) -> Sequence[tuple[str, float]]:
        """Return words that occur and are nearly written so."""
        return spelling.near(word, self._near)[:3]

    def from_latin(self, word: str) -> Sequence[tuple[str, float]]:
        """Return words which a Latin one may stand for."""
        if self._language == "ar":
            return arabizi.to_arabic(word, self._romanised)[:4]
        return finglish.to_persian(word, self._romanised)[:4]

    def synonyms(self, lemma: str) -> Sequence[str]:
        """Return lemmas that mean the same in this company."""
        return self._synonyms.get(lemma, ())


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: entries, terms in each field, and the number of the last change."""

    entries: int
    lengths: tuple[int, ...]
    version: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Corpora:
    """What some sources hold now, by language: a search in several of them reads this once."""

    sources: tuple[str, ...]
    sizes: Mapping[str, Size]

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which anything can be found."""
        return frozenset(language for language, size in self.sizes.items() if size.entries)


def corpora(sources: Sequence[str]) -> Corpora:
    """Read how much some sources hold in every language. One statement, since every search begins with it."""
    by_language: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CORPORA, [list(sources)])
        for row in cursor.fetchall():
            by_language.setdefault(row[0], []).append(row[1:])
    return Corpora(tuple(sorted(sources)), {language: _size(those) for language, those in by_language.items()})


def of(corpora: Corpora, language: str) -> Vocabulary:
    """Return the vocabulary of some sources; it is read anew when their documents or the company's synonyms changed."""
    sources, size = corpora.sources, corpora.sizes.get(language, _NOTHING)
    if size.entries == 0:
        return Vocabulary(language, size, {}, {})
    place = (*sources, language)
    kept = _KEPT.get(place)
    if kept and kept[0] == size:
        return kept[1]
    read = Vocabulary(language, size, _counts(sources, language), _synonyms(language))
    with _LOCK:
        _KEPT.pop(place, None)
        while len(_KEPT) >= KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[place] = (size, read)
    return read


_KEPT: dict[tuple[str, ...], tuple[Size, Vocabulary]] = {}
_LOCK: Final = threading.Lock()


_NOTHING: Final = Size(0, (0,) * len(FIELDS), ())


def _size(rows: Sequence[Any]) -> Size:
    """Add up the sources of one language; the version also tells the state of the company's synonyms."""
    lengths = tuple(sum(column) for column in zip(*(lengths for _, _, lengths, *_ in rows), strict=True))
    newest, sets = rows[0][4:]
    stamp = int(newest.timestamp() * 1_000_000) if newest else 0
    versions = [part for pk, _, _, version, *_ in rows for part in (pk, version)]
    return Size(sum(entries for _, entries, *_ in rows), lengths, (*versions, stamp, sets))


def _counts(sources: Sequence[str], language: str) -> dict[str, int]:
    """Read all terms: the frequent ones first where there are too many to remember."""
    rows = TermCount.objects.filter(source__in=sources, language=language, entries__gt=0)
    counted = rows.values_list("term").annotate(count=Sum("entries")).order_by("-count", "term")
    return dict(counted[:MOST])


def is_visible(word: str, *, sources: Sequence[str], audiences: Sequence[str], language: str) -> bool:
    """Tell whether a word stands in a document of some audiences. One statement."""
    terms = " | ".join(f"'{term}'" for term in {word, analysis.EXACT + word, analysis.lemma(word, language)})
    rows = Entry.objects.filter(source__in=sources, audience__in=audiences, language=language)
    return rows.extra(where=["terms @@ %s::tsquery"], params=[terms]).exists()


def _synonyms(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for words in SynonymSet.objects.values_list("words", flat=True):
        roots = [root for word in words for root in analysis.lemmas(word, language)[:1]]
        for root in roots:
            found.setdefault(root, {}).update(dict.fromkeys(other for other in roots if other != root))
    return {root: tuple(others) for root, others in found.items()}
