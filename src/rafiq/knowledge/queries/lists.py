"""What stands together: the shelves of the help centre, one shelf, and everything for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Anyone, Reader
from rafiq.knowledge.models import Article, Collection
from rafiq.knowledge.queries.visibility import articles_named, in_language, visible_to
from rafiq.platform import text

TEASERS = 5
MOST_ON_A_SHELF = 500
RELATED = 5
NEAR = 15
ANSWER_LENGTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """An article in a list. `answer` are the first words of its body, where the list needs them."""

    article_id: int
    key: str
    slug: str
    language: str
    title: str
    summary: str
    audience: str
    updated_at: datetime | None
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A collection with what a reader sees of it; `count` may be more than `articles`."""

    collection: Collection
    articles: Sequence[Teaser]
    count: int


def home(reader: Reader, language: str, *, default: str) -> list[Shelf]:
    """List the collections in which this reader finds something, with their first articles. Two statements."""
    numbered = in_language(reader, language, default=default).annotate(
        place=Window(RowNumber(), partition_by=F("article__collection"), order_by=_ORDER),
        count=Window(Count("pk"), partition_by=F("article__collection")),
    )
    first = numbered.filter(place__lte=TEASERS).order_by(*_ORDER).values(*_TEASER, "article__collection_id", "count")
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in first:
        rows.setdefault(row["article__collection_id"], []).append(row)
    shelves = Collection.objects.filter(pk__in=rows).order_by("position", "pk")
    return [
        Shelf(collection=one, articles=[_teaser(row) for row in rows[one.pk]], count=rows[one.pk][0]["count"])
        for one in shelves
    ]


def teasers(reader: Reader, article_ids: Iterable[int], language: str, *, default: str) -> list[Teaser]:
    """List what this reader may read of these articles, in no order. One statement."""
    here = in_language(reader, language, default=default).filter(article__in=list(article_ids))
    return [_teaser(row) for row in here.order_by().values(*_TEASER)]


def collection_page(reader: Reader, slug: str, language: str, *, default: str) -> Shelf | None:
    """List what a reader finds in one collection; None where that is nothing. Two statements."""
    collection = Collection.objects.filter(slug=slug).first()
    if collection is None:
        return None
    here = in_language(reader, language, default=default).filter(article__collection=collection).order_by(*_ORDER)
    rows = list(here.values(*_TEASER, "live__body")[:MOST_ON_A_SHELF])
    articles = [_teaser(row, answer=_answer(row["live__body"])) for row in rows]
    return Shelf(collection=collection, articles=articles, count=len(articles)) if articles else None


def related(
    reader: Reader, article: Article, *, keys: Iterable[str], language: str, default: str
) -> tuple[list[Teaser], dict[str, Teaser]]:
    """List articles beside one, and those it links to by the names it uses for them. One statement."""
    linked = set(keys)
    near = _after(article).union(_before(article), articles_named(linked))
    here = in_language(reader, language, default=default).filter(article__in=near).exclude(article=article)
    rows = list(here.values(*_TEASER, "article__position"))
    rows.sort(key=lambda row: _distance(row, article, linked))
    found = {name: _teaser(row) for row in rows for name in (row["slug"], row["article__key"]) if name in linked}
    return [_teaser(row) for row in rows[:RELATED]], found


def site_map(*, start: int, most: int) -> list[dict[str, Any]]:
    """List what everybody may read, a translation a row, those of one article together."""
    rows = visible_to(Anyone()).order_by("article_id", "language")
    found: list[Any] = list(rows.values("article_id", "language", "slug", "updated_at")[start : start + most])
    return found


def shelves_for_site_map() -> list[str]:
    """Name the collections in which everybody finds something, in their order; in each language, as pages fall back."""
    shown = Collection.objects.filter(pk__in=visible_to(Anyone()).values("article__collection"))
    return list(shown.order_by("position", "pk").values_list("slug", flat=True))


def count_for_site_map() -> int:
    """Count what everybody may read, in all languages."""
    return visible_to(Anyone()).count()


def _after(article: Article) -> QuerySet[Article, int]:
    """Choose the articles that follow on the shelf, and some more for those this reader does not see."""
    later = Q(position__gt=article.position) | Q(position=article.position, pk__gt=article.pk)
    shelf = Article.objects.filter(later, collection=article.collection_id).order_by("position", "pk")
    return shelf.values_list("pk", flat=True)[:NEAR]


def _before(article: Article) -> QuerySet[Article, int]:
    sooner = Q(position__lt=article.position) | Q(position=article.position, pk__lt=article.pk)
    shelf = Article.objects.filter(sooner, collection=article.collection_id).order_by("-position", "-pk")
    return shelf.values_list("pk", flat=True)[:NEAR]


def _distance(row: dict[str, Any], article: Article, linked: set[str]) -> tuple[bool, bool, int, int]:
    """Order what else to read: what the article links to, what follows on the shelf, what stands before."""
    is_linked = bool(linked & {row["slug"], row["article__key"]})
    here, there = (article.position, article.pk), (row["article__position"], row["article_id"])
    return not is_linked, there < here, abs(there[0] - here[0]), there[1]


def _answer(body: str) -> str:
    return text.excerpt(markdown.plain(body), length=ANSWER_LENGTH)


def _teaser(row: dict[str, Any], *, answer: str = "") -> Teaser:
    return Teaser(
        article_id=row["article_id"], key=row["article__key"], slug=row["slug"], language=row["language"],
        title=row["live__title"], summary=row["live__summary"], audience=row["article__audience"],
        updated_at=row["updated_at"], answer=answer,
    )  # fmt: skip


_ORDER = ("article__position", "article_id")
_TEASER = (
    "article_id", "article__key", "slug", "language", "live__title", "live__summary", "article__audience", "updated_at",
)  # fmt: skip
