"""Finding articles by words. Everything that shows results asks `search`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString

from rafiq.knowledge.contracts import Found, Reader
from rafiq.knowledge.queries.site import site
from rafiq.knowledge.queries.visibility import visible_to
from rafiq.platform import text
from rafiq.platform.search import corrections, finding, highlighting, vocabulary
from rafiq.platform.search.documents import Evidence, Hit
from rafiq.platform.search.vocabulary import Corpora

SOURCE: Final = "article"
NOTHING_HELD: Final = Corpora((SOURCE,), {})
MOST_LOOKED_AT: Final = 60
SPARE: Final = 10
"""Articles that are read beyond those asked for: in the moment between, one may have been hidden."""
WORTH_SHOWING: Final = 0.3
"""Of the best one's evidence."""
SHOWN: Final = 180
"""Characters of a body."""
_ALIKE: Final = 0.45
"""Letters in common that make up for words that are not."""


def held() -> Corpora:
    """Read in which languages there is what to find: who asks more than once reads it once and hands it on."""
    return vocabulary.corpora((SOURCE,))


def search(  # noqa: PLR0913  # one for each way to narrow
    reader: Reader, query: str, *, language: str, default: str = "", collection: str = "", limit: int = 20,
    is_only: bool = False, corpora: Corpora | None = None,
) -> list[Found]:  # fmt: skip
    """Find what a reader may read, best first, in this language; where it has nothing, in the others.

    `collection` is the slug of the shelf to stay on; with `is_only` there are no other languages.
    """
    begun = Search(reader, query, language=language, default=default, is_only=is_only, corpora=corpora)
    return begun.found(collection=collection, limit=limit)


class Search:
    """A search that has begun: the model of meaning reads the words while its asker does something else."""

    def __init__(
        self, reader: Reader, query: str, *, language: str, default: str = "", is_only: bool = False,
        corpora: Corpora | None = None,
    ) -> None:  # fmt: skip
        """Begin with the first language that has anything."""
        self._reader, self._query, self._is_only = reader, query, is_only
        self._language, self._default = language, default
        self._corpora = (corpora or held()) if text.query_terms(query) else NOTHING_HELD
        first = (language,) if is_only else (language, default)
        self._further = _languages(first, self._corpora.languages, is_only=is_only)
        self._begun = self._next()

    def found(self, *, collection: str = "", limit: int = 20) -> list[Found]:
        """Return what was found, best first, in the first language that has any."""
        while self._begun:
            if found := self._in_one(self._begun, collection, limit):
                return found
            self._begun = self._next()
        return []

    def _next(self) -> finding.Begun | None:
        code = next(self._further, None)
        if code is None:
            return None
        return finding.begin(
            self._query, sources=(SOURCE,), audiences=self._reader.audiences, language=code, corpora=self._corpora
        )

    def _in_one(self, begun: finding.Begun, collection: str, limit: int) -> list[Found]:
        language = begun.scope.language if self._is_only else self._language
        readable = _Readable(self._reader, language, self._default, limit)
        asked = finding.finish(begun, limit=MOST_LOOKED_AT, meanwhile=readable.look_up)
        hits = _worth(asked.hits)[: None if collection else limit + SPARE]
        shown = [(hit, row) for hit, row in readable.of(hits) if collection in {"", row["article__collection__slug"]}]
        return [_found(hit, row, asked.terms) for hit, row in shown[:limit]]


def _languages(first: Sequence[str], held: frozenset[str], *, is_only: bool) -> Iterator[str]:
    """Go through the languages that have anything; the company is asked for its others only where there are some."""
    yield from (code for code in dict.fromkeys(first) if code in held)
    others = held.difference(first)
    if others and not is_only:
        yield from (code for code in site().languages if code in others)


def did_you_mean(reader: Reader, query: str, *, language: str, corpora: Corpora | None = None) -> str:
    """Return the query as it was read, where a word of it stands in no article and one nearly like it does."""
    return corrections.corrected(
        query, sources=(SOURCE,), audiences=reader.audiences, language=language, corpora=corpora
    )


def _worth(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what hardly has the words. Nearness of meaning is no finding; where no words are, letters count."""
    best = max((_strength(hit.evidence) for hit in hits), default=0.0)
    if best > 0:
        return [hit for hit in hits if _strength(hit.evidence) >= best * WORTH_SHOWING]
    return [hit for hit in hits if max(hit.evidence.title_letters, hit.evidence.asked_letters) >= _ALIKE]


def _strength(evidence: Evidence) -> float:
    return max(evidence.words, evidence.concepts / 2)


class _Readable:
    """What of the hits of a search this reader may read as it stands now, in the language it is shown in."""

    def __init__(self, reader: Reader, language: str, default: str, limit: int) -> None:
        self._reader, self._limit = reader, limit
        self._ranks = {default: 1, language: 0}
        self._rows: dict[str, Any] | None = None

    def look_up(self, hits: Sequence[Hit]) -> None:
        """Look up those worth showing, and prepare the likeliest for marking. Waits for no order. One statement."""
        worth = sorted(_worth(hits), key=lambda hit: -_strength(hit.evidence))
        keys = [hit.key for hit in worth]
        highlighting.prepare((hit.body for hit in worth[: self._limit]), worth[0].language if worth else "")
        found = visible_to(self._reader).filter(article__key__in=keys).order_by("pk").values(
            "article_id", "article__key", "slug", "language", "live__title", "live__summary",
            "article__collection__slug",
        )  # fmt: skip
        self._rows = {}
        for row in sorted(found, key=lambda one: (self._ranks.get(one["language"], 2), one["language"])):
            self._rows.setdefault(row["article__key"], row)

    def of(self, hits: Sequence[Hit]) -> list[tuple[Hit, Mapping[str, Any]]]:
        """Return those that may be shown, each with its row, in the same order."""
        if self._rows is None:
            self.look_up(hits)
        rows = self._rows or {}
        return [(hit, row) for hit in hits if (row := rows.get(hit.key)) and row["language"] == hit.language]


def _found(hit: Hit, row: Mapping[str, Any], terms: frozenset[str]) -> Found:
    summary, language = row["live__summary"], row["language"]
    marked = highlighting.excerpt(summary, terms, language, length=SHOWN) if summary else SafeString()
    if "<mark>" not in marked:
        inside = highlighting.excerpt(hit.body, terms, language, length=SHOWN)
        marked = inside if "<mark>" in inside or not marked else marked
    return Found(
        article_id=row["article_id"], key=row["article__key"], slug=row["slug"], language=language,
        title=row["live__title"], summary=summary or text.excerpt(hit.body, length=SHOWN),
        collection=row["article__collection__slug"], shown_summary=marked,
        shown_title=highlighting.title(row["live__title"], terms, language),
    )  # fmt: skip
