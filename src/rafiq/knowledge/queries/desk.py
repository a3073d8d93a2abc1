"""The articles as the staff sees them: all of them, whatever has become of them, with how their languages stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from rafiq.knowledge.models import Article, Freshness, Helpful, State, Translation, Version
from rafiq.knowledge.queries.working import freshness
from rafiq.knowledge.rates import Rate
from rafiq.platform import text

PAGE = 40
DRAFT = "DRAFT"
_MOST_WORDS = 8
# Articles are kept as they were written; these letters are typed in two ways.
_VARIANTS = (str.maketrans("يىكة", "ییکه"), str.maketrans("یک", "يك"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles are asked for; what is empty does not count. `needs` is MISSING, OUTDATED, DRAFT or empty."""

    words: str = ""
    collection_id: int | None = None
    state: str = ""
    language: str = ""
    audience: str = ""
    needs: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Test whether anything is asked for at all."""
        return bool(self.words or self.collection_id or self.state or self.language or self.audience or self.needs)


@dataclass(frozen=True, slots=True)
class Mark:
    """How one language of an article stands: MISSING, DRAFT (nobody reads it yet), OUTDATED or UP_TO_DATE."""

    language: str
    kind: str
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article of the list. `order` is the place to go on from."""

    id: int
    order: int
    key: str
    title: str
    language: str
    collection: str
    audience: str
    marks: Sequence[Mark]
    changed_at: datetime
    rate: Rate


def wanted(said: Wanted, *, languages: Sequence[str]) -> QuerySet[Any]:
    """Limit to the articles asked for, each with `newest`: the id of its last version."""
    newest = Version.objects.filter(translation__article=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows: Any = Article.objects.annotate(newest=Subquery(newest)).filter(newest__isnull=False)
    if said.collection_id is not None:
        rows = rows.filter(collection=said.collection_id)
    if said.audience:
        rows = rows.filter(audience=said.audience)
    here = Translation.objects.filter(article=OuterRef("pk"))
    written = here.filter(_written(said))
    if said.state or said.words or (said.language and said.needs != Freshness.MISSING):
        rows = rows.filter(Exists(written))
    return _needing(rows, said, here, languages)


def page(
    said: Wanted, *, reader_language: str, default: str, languages: Sequence[str], before: int | None = None
) -> list[Row]:
    """List the articles asked for, last changed first, those after `before` (a row's `order`). Three statements."""
    rows: Any = wanted(said, languages=languages).select_related("collection").order_by("-newest")
    if before is not None:
        rows = rows.filter(newest__lt=before)
    articles: list[Any] = list(rows[:PAGE])
    written = _translations(articles)
    rates = rates_of(one.pk for one in articles)
    order = [said.language, reader_language, default, *languages]
    return [
        _row(one, written.get(one.pk, {}), rates.get(one.pk, Rate(0, 0)), languages, order, reader_language)
        for one in articles
    ]


def rates_of(article_ids: Iterable[int]) -> dict[int, Rate]:
    """Count how readers rated articles. One statement."""
    rows = Helpful.objects.filter(article__in=list(article_ids)).values("article_id")
    counted = rows.annotate(total=Count("pk"), yes=Count("pk", filter=Q(is_helpful=True)))
    return {row["article_id"]: Rate(row["yes"], row["total"]) for row in counted}


def marks(written: dict[str, Translation], languages: Sequence[str]) -> list[Mark]:
    """Tell how each language of an article stands."""
    return [_mark(code, written.get(code)) for code in languages]


def found_by_words(words: str) -> Q:
    """Limit translations to those in whose title, ways of asking or (once published) text all words occur."""
    pieces = words.split()[:_MOST_WORDS]
    titled = reduce(and_, (_in_title(piece) for piece in pieces)) if pieces else Q()
    groups = text.query_terms(words)
    if not groups:
        return titled | Q(article__key=words)
    meant = reduce(and_, (reduce(or_, map(_term, group)) for group in groups))
    return titled | Q(terms=meant) | Q(article__key=words)


def _in_title(piece: str) -> Q:
    forms = {piece, *(piece.translate(table) for table in _VARIANTS)}
    return reduce(or_, (Q(title__icontains=form) | Q(asked__icontains=form) for form in forms))


def _term(word: str) -> SearchQuery:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return SearchQuery(f"'{quoted}'", search_type="raw", config="simple")


def _written(said: Wanted) -> Q:
    found = Q(language=said.language) if said.language and said.needs != Freshness.MISSING else Q()
    if said.state:
        found &= Q(state=said.state)
    return found & found_by_words(said.words) if said.words else found


def _needing(
    rows: QuerySet[Article], said: Wanted, here: QuerySet[Translation], languages: Sequence[str]
) -> QuerySet[Article]:
    in_question = [said.language] if said.language else list(languages)
    if said.needs == Freshness.MISSING:
        lacking = (~Exists(here.filter(language=code)) for code in in_question)
        return rows.filter(reduce(or_, (Q(one) for one in lacking)))
    if said.needs == Freshness.OUTDATED:
        old = here.filter(language__in=in_question, source__number__lt=F("source__translation__number"))
        return rows.filter(Exists(old))
    if said.needs == DRAFT:
        unread = here.filter(language__in=in_question, live=None).exclude(state=State.ARCHIVED)
        return rows.filter(Exists(unread))
    return rows


def _translations(articles: Sequence[Article]) -> dict[int, dict[str, Translation]]:
    rows = Translation.objects.filter(article__in=articles).select_related("source__translation")
    kept: dict[int, dict[str, Translation]] = {}
    for row in rows.defer("body", "asked", "terms", "source__body", "source__translation__body").annotate(
        saved_at=Subquery(_saved_at())
    ):
        kept.setdefault(row.article_id, {})[row.language] = row
    return kept


def _saved_at() -> QuerySet[Version, Any]:
    newest = Version.objects.filter(translation=OuterRef("pk"), number=OuterRef("number"))
    return newest.values("saved_at")[:1]


def _row(
    article: Any,  # noqa: ANN401  # annotated with `newest`
    written: dict[str, Translation],
    rate: Rate,
    languages: Sequence[str],
    order: Sequence[str],
    reader_language: str,
) -> Row:
    shown = next(written[code] for code in [*order, *written] if code in written)
    return Row(
        id=article.pk, order=article.newest, key=article.key, title=shown.title, language=shown.language,
        collection=article.collection.name(reader_language), audience=article.audience,
        marks=marks(written, languages), rate=rate,
        changed_at=max(row.saved_at for row in written.values()),  # type: ignore[attr-defined]  # annotated above
    )  # fmt: skip


def _mark(language: str, translation: Translation | None) -> Mark:
    if translation is None:
        return Mark(language, Freshness.MISSING)
    state = translation.state
    if translation.live_id is None:
        return Mark(language, DRAFT, state)
    return Mark(language, freshness(translation), state)
