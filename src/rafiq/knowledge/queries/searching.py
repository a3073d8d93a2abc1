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
    if not text.query_terms(query):
        return []
    corpora = corpora or held()
    first = (language,) if is_only else (language, default)
    for code in _languages(first, corpora.languages, is_only=is_only):
        asked = finding.find(
            query, sources=(SOURCE,), audiences=reader.audiences, language=code, limit=MOST_LOOKED_AT, corpora=corpora
        )
        hits = _worth(asked.hits)[: None if collection else limit + SPARE]
        rows = _readable(hits, reader, code if is_only else language, default) if hits else {}
        shown = [(hit, row) for hit in hits if (row := rows.get((hit.key, hit.language)))]
        if found := [(hit, row) for hit, row in shown if collection in {"", row["article__collection__slug"]}]:
            return [_found(hit, row, asked.terms) for hit, row in found[:limit]]
    return []


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


def _readable(hits: Sequence[Hit], reader: Reader, language: str, default: str) -> Mapping[tuple[str, str], Any]:
    """Map what of these this reader may read as it stands now, each article in the language it is shown in."""
    rows = visible_to(reader).filter(article__key__in=[hit.key for hit in hits]).order_by("pk")
    found = rows.values(
        "article_id", "article__key", "slug", "language", "live__title", "live__summary", "article__collection__slug"
    )
    ranks = {default: 1, language: 0}
    best: dict[str, Any] = {}
    for row in sorted(found, key=lambda one: (ranks.get(one["language"], 2), one["language"])):
        best.setdefault(row["article__key"], row)
    return {(row["article__key"], row["language"]): row for row in best.values()}


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
