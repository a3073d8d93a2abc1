"""Lets the search engine know what people may read, in the transaction that changes it: what is hidden is not found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from rafiq.knowledge import queries
from rafiq.knowledge.contracts import Indexable
from rafiq.knowledge.models import Translation
from rafiq.knowledge.queries.searching import SOURCE
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Document
from rafiq.platform.search.models import Entry

AT_ONCE: Final = 50


def index(*translation_ids: int, at: datetime) -> None:
    """Make translations findable as they are shown now, and unfindable those that are not shown (any more)."""
    found = {pk: queries.indexable(pk) for pk in translation_ids}
    indexing.put([_document(one) for one in found.values() if one], at=at)
    hidden = [pk for pk, one in found.items() if one is None]
    for key, language in Translation.objects.filter(pk__in=hidden).values_list("article__key", "language"):
        indexing.remove(SOURCE, [key], language=language)


def index_article(article_id: int, *, at: datetime) -> None:
    """Make everything that is shown of an article findable as it stands now."""
    index(*queries.all_indexable_ids(article_id=article_id), at=at)


def forget(keys: Sequence[str]) -> None:
    """Make articles unfindable in all languages."""
    indexing.remove(SOURCE, keys)


def index_missing(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Make findable what is shown and is not in the index: articles of before there was one. Return how many."""
    there = Entry.objects.filter(source=SOURCE, key=OuterRef("article__key"), language=OuterRef("language"))
    rows = Translation.objects.filter(~Exists(there), live__isnull=False).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:limit])
    index(*ids, at=at)
    return len(ids)


def _document(one: Indexable) -> Document:
    return Document(
        source=SOURCE, key=one.key, language=one.language, title=one.title, headings="\n".join(one.headings),
        body="\n".join(filter(None, (one.summary, one.body))), asked=one.asked, audience=one.audience,
    )  # fmt: skip
