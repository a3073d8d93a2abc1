"""Finds what answers a question: candidates from PostgreSQL's indexes, then all evidence about each, then one order.

Bounded work: candidates come by the rarest words of the question first, so a word that stands everywhere is read only
where nothing rarer was asked. Standard scores of each kind of evidence are added (Lee, "Combining Multiple Evidence
from Different Properties of Weighting Schemes", 1995), which measured better here than fusing ranks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from django.db import connection

from rafiq.platform import text
from rafiq.platform.search import entries, letters, questions, ranking, vectors, vocabulary
from rafiq.platform.search.documents import Evidence, Found, Hit
from rafiq.platform.search.entries import Known
from rafiq.platform.search.indexing import quoted
from rafiq.platform.search.questions import Question, Read
from rafiq.platform.search.ranking import Collection, Weights
from rafiq.platform.search.vocabulary import Corpora, Vocabulary

ENOUGH: Final = 400
"""Entries that may be read to choose among by their words."""
WEIGHED: Final = 2_000
"""Words times entries that are weighed to choose among them; of many entries, only by the words that tell most."""
FEWEST_WEIGHED: Final = 4
CANDIDATES: Final = 30
"""Entries by their words about which all evidence is gathered."""
SHOWN: Final = 24
"""The same where only those are shown that have words of the question."""
NEAR: Final = 20
"""Entries by their meaning that are looked at as well."""
LIMIT: Final = 10

# Where even the rarest word stands in very many entries, those that have another of the words come first. No index is
# asked for source and language: nearly all entries are of one, and terms choose among them. Terms are stored packed;
# `setweight` of none of them makes a plain copy, so that they are not unpacked anew for each word.
_CANDIDATES: Final = """
    SELECT id FROM (
        SELECT DISTINCT ON (id) id, setweight(terms, 'A', '{}') AS terms
        FROM unnest(%(queries)s::text[]::tsquery[]) AS q (query) CROSS JOIN LATERAL (
            SELECT id, terms FROM search_entry
            WHERE terms @@ query AND source || '' = ANY(%(sources)s) AND language || '' = %(language)s
                AND audience = ANY(%(audiences)s) LIMIT %(enough)s
        ) one
    ) found
    ORDER BY (SELECT sum(rarity * ts_rank('{0.4, 0.6, 0.6, 1.0}', terms, one))
              FROM unnest(%(words)s::text[]::tsquery[], %(rarities)s::float8[]) AS w (one, rarity)) DESC
    LIMIT %(limit)s
"""

type Meanwhile = Callable[[Sequence[Hit]], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: sources, the audiences the reader is in, and one language."""

    sources: tuple[str, ...]
    audiences: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A search whose question was read; the model of meaning may still be at it."""

    scope: Scope
    words: Vocabulary
    read: Read | None
    meant: Future[str] | None


def begin(
    question: str, *, sources: Sequence[str], audiences: Sequence[str], language: str, corpora: Corpora | None = None
) -> Begun:
    """This will read a question, and let the model of meaning read it while its asker does something else.

    `corpora` is what the sources hold, where it was read already. At most one statement, two more in a process that
    has not read the words as they are now.
    """
    scope = Scope(tuple(sources), tuple(audiences), language)
    words = vocabulary.of(corpora or vocabulary.corpora(scope.sources), language)
    if words.size == 0:
        return Begun(scope, words, None, None)
    read = questions.read(text.clean(question, limit=questions.MOST), language, words)
    return Begun(scope, words, read, vectors.begin(read.reading))


def finish(
    begun: Begun, *, limit: int = LIMIT, weights: Weights = ranking.WEIGHTS, meanwhile: Meanwhile | None = None
) -> Found:
    """This will return what answers best the question that `begin` read.

    Who shows only entries with words of the question gives `meanwhile`: it gets those while the model reads, and no
    others are looked for where there are any. At most five statements, or none where the language has nothing.
    """
    scope, words = begun.scope, begun.words
    if begun.read is None:
        return Found(scope.language, ())
    asked = questions.understand(begun.read, words)
    witness = _Witness(asked, words, weights)
    most = SHOWN if meanwhile else CANDIDATES
    seen = witness.hits(_by_words(asked, witness.collection, scope, limit=most))
    if meanwhile and seen:
        meanwhile(list(seen.values()))
    more = 0 if meanwhile and seen else NEAR
    near = vectors.nearest(
        begun.meant, scope.sources, scope.audiences, scope.language, also=list(seen), limit=more
    )  # fmt: skip
    seen |= witness.hits([pk for pk in near if pk not in seen])
    hits = _in_order([_nearer(hit, near.get(pk)) for pk, hit in seen.items()], weights, limit=limit)
    return Found(scope.language, tuple(hits), asked.terms, _known(asked, words), asked.reading)


def find(  # noqa: PLR0913  # one for each way to limit, and what was read already
    question: str, *, sources: Sequence[str], audiences: Sequence[str], language: str, limit: int = LIMIT,
    weights: Weights = ranking.WEIGHTS, corpora: Corpora | None = None,
) -> Found:  # fmt: skip
    """This will return what answers a question best among the documents of one language the reader may see."""
    begun = begin(question, sources=sources, audiences=audiences, language=language, corpora=corpora)
    return finish(begun, limit=limit, weights=weights)


def _by_words(asked: Question, collection: Collection, scope: Scope, *, limit: int) -> list[int]:
    """Name the entries that share telling words with the question, the likeliest first."""
    rarities = {
        term: group.weight * sure * collection.rarity(term)
        for group in (*asked.groups, *asked.concepts)
        for term, sure in group.terms.items()
        if term in collection.counts
    }
    if not rarities:
        return []
    telling, read = _telling(sorted(rarities, key=lambda one: collection.counts[one]), collection, asked)
    weighed = sorted(rarities, key=lambda one: -rarities[one])[: max(FEWEST_WEIGHED, WEIGHED // max(1, read))]
    given = {
        "queries": telling, "enough": ENOUGH // len(telling), "limit": limit, "language": scope.language,
        "sources": list(scope.sources), "audiences": list(scope.audiences),
        "words": list(map(quoted, weighed)), "rarities": [rarities[one] for one in weighed],
    }  # fmt: skip
    return [row[0] for row in _rows(_CANDIDATES, given)]


def _telling(terms: Sequence[str], collection: Collection, asked: Question) -> tuple[list[str], int]:
    """Write the queries of terms, the rarest first, that few enough entries answer; and about how many those are."""
    sums = list(accumulate(collection.counts[term] for term in terms))
    if few := bisect_right(sums, ENOUGH):
        return [_any_of(terms[:few])], sums[few - 1]
    # A word and the concept it names stand in the same entries: what is asked for beside a word is another word.
    words = asked.words
    rarest = next((term for term in terms if term in words), terms[0])
    others = [term for term in terms if term in words and words[term] != words.get(rarest)]
    both = [f"{quoted(rarest)} & ({_any_of(others)})"] if others else []
    return [*both, quoted(rarest)], ENOUGH


def _any_of(terms: Iterable[str]) -> str:
    return " | ".join(map(quoted, terms))


class _Witness:
    """Tells of one question after another entry what speaks for it."""

    def __init__(self, asked: Question, words: Vocabulary, weights: Weights) -> None:
        self.collection = collection = words.collection(asked.terms)
        self._terms = list(asked.terms)
        self._kept = words.entries if words.size <= entries.MOST_KEPT else None
        self._words = ranking.Scorer(asked.groups, collection, weights)
        self._concepts = ranking.Scorer(asked.concepts, collection, weights)
        self._likeness = ranking.Likeness((*asked.groups, *asked.concepts), collection)
        self._letters = letters.trigrams(asked.reading)

    def hits(self, ids: Sequence[int]) -> dict[int, Hit]:
        """Read entries and what their words say for them; how near they are is not known yet."""
        found = entries.read(ids, self._terms, self._kept)
        return {
            pk: Hit(pk, one.source, one.key, one.language, one.title, one.body, 0.0, self._evidence(one))
            for pk, one in found.items()
        }

    def _evidence(self, entry: Known) -> Evidence:
        occurrences, ways = entry.occurrences, entry.ways
        return Evidence(
            words=self._words.share(occurrences),
            concepts=self._concepts.share(occurrences),
            coverage=self._words.coverage(occurrences),
            title=self._likeness.nearest([entry.title_terms]),
            asked=self._likeness.nearest([terms for _, terms in ways]),
            title_letters=letters.alike(self._letters, letters.trigrams(entry.title)),
            asked_letters=max((letters.alike(self._letters, letters.trigrams(way)) for way, _ in ways), default=0.0),
        )


def _nearer(hit: Hit, near: vectors.Nearness | None) -> Hit:
    """Add how near in meaning an entry is to what its words say."""
    if near is None:
        return hit
    meant = replace(hit.evidence, passage=near.passage, title_meaning=near.title, asked_meaning=near.asked)
    return replace(hit, evidence=meant)


def _in_order(hits: Sequence[Hit], weights: Weights, *, limit: int) -> list[Hit]:
    """Add the standard scores of all kinds of evidence; who lacks a kind that others have stands as the last in it."""
    totals = [0.0] * len(hits)
    for kind, weight in weights.evidence.items():
        given = [getattr(hit.evidence, kind) for hit in hits]
        if any(value is not None for value in given):
            lowest = min(value for value in given if value is not None)
            least = ranking.LEAST_SPREAD.get(kind, ranking.LEAST_SPREAD_OF_SHARES)
            scores = ranking.standardised([lowest if value is None else value for value in given], least=least)
            totals = [total + weight * score for total, score in zip(totals, scores, strict=True)]
    ordered = sorted(zip(totals, hits, strict=True), key=lambda one: (-one[0], one[1].entry_id))
    return [replace(hit, score=total) for total, hit in ordered[:limit]]


def _known(asked: Question, words: Vocabulary) -> float:
    """Tell which share of the question's telling words the documents know at all."""
    total = sum(group.weight for group in asked.groups)
    has = sum(group.weight for group in asked.groups if any(map(words.knows, group.terms)))
    return has / total if total else 0.0


def _rows(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def has_any(sources: Sequence[str], language: str) -> bool:
    """Tell whether anything can be found in a language at all."""
    return language in vocabulary.corpora(sources).languages
