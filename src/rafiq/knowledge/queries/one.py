"""One article as a reader sees it: which language was taken, and which others there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from rafiq.knowledge.contracts import Reader, Staff
from rafiq.knowledge.markdown import Picture
from rafiq.knowledge.models import Article, Attachment, Audience, Collection, Redirect, Translation, Version
from rafiq.knowledge.queries.visibility import articles_named


@dataclass(frozen=True, slots=True)
class Shown:
    """One language an article can be read in."""

    language: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article and the version to show. `asked_language` differs from the translation's where that was not there."""

    translation: Translation
    article: Article
    collection: Collection
    version: Version
    asked_language: str
    languages: Sequence[Shown]
    pictures: Mapping[str, Picture]

    @property
    def is_fallback(self) -> bool:
        """Test whether it is shown in another language than was asked for."""
        return self.translation.language != self.asked_language


class ForCustomersOnly(Exception):
    """There is such an article, and it is not for somebody unknown."""


def article_page(reader: Reader, slug: str, language: str, *, default: str) -> ArticlePage | None:
    """Find an article by its address, its key, or its address in another language. One statement.

    Raises:
        ForCustomersOnly: if only customers may read it and this reader is unknown.
    """
    rows = _candidates(slug)
    exact = [row for row in rows if (row.language, row.slug) == (language, slug)]
    named = [row for row in rows if slug in {row.slug, row.article.key}]
    article = next((row.article for row in [*exact, *named]), None)
    if article is None or (article.audience == Audience.STAFF and not isinstance(reader, Staff)):
        return None
    if article.audience not in reader.audiences:
        raise ForCustomersOnly
    return _page([row for row in rows if row.article_id == article.pk], language, default)


def find_redirect(path: str, *, reader: Reader) -> Translation | None:
    """Find what stands today at an old address below /help/; nothing where that is for the staff and they are none.

    Raises:
        ForCustomersOnly: if only customers may read it and this reader is unknown.
    """
    found = Redirect.objects.filter(path=path.strip("/")[:300], translation__live__isnull=False)
    row = found.select_related("translation__article").first()
    if row is None or row.translation.article.audience in reader.audiences:
        return row.translation if row else None
    if row.translation.article.audience == Audience.CUSTOMERS:
        raise ForCustomersOnly
    return None


def is_for_staff(token: str) -> bool:
    """Test whether a file belongs to articles that are for the staff, and to no other articles.

    What customers read is shown in their website's chat window, too, where nobody is recognised when a picture is
    asked for: there the unguessable address decides, as with all other files.
    """
    audiences = set(Attachment.objects.filter(file__token=token).values_list("article__audience", flat=True))
    return audiences == {Audience.STAFF}


def _candidates(slug: str) -> list[Translation]:
    """Fetch every live translation of the articles that this could name."""
    pictures = Attachment.objects.filter(article=OuterRef("article")).values(
        json=JSONObject(**{name: f"file__{name}" for name in ("token", "name", "width", "height")})
    )  # fmt: skip
    rows = Translation.objects.filter(article__in=articles_named([slug]), live__isnull=False)
    rows = rows.select_related("article__collection", "live").annotate(pictures=ArraySubquery(pictures))
    return list(rows.defer("body", "asked", "terms").order_by("pk"))


def _page(rows: list[Translation], language: str, default: str) -> ArticlePage:
    by_language = {row.language: row for row in rows}
    chosen = by_language.get(language) or by_language.get(default) or rows[0]
    assert chosen.live is not None  # noqa: S101  # what was fetched is live
    return ArticlePage(
        translation=chosen,
        article=chosen.article,
        collection=chosen.article.collection,
        version=chosen.live,
        asked_language=language,
        languages=[Shown(row.language, row.slug) for row in rows],
        pictures={
            one["token"]: Picture(one["name"], one["width"], one["height"]) for one in getattr(chosen, "pictures", [])
        },
    )
