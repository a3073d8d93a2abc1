"""The one filter for everything that readers see."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from rafiq.knowledge.contracts import Reader
from rafiq.knowledge.models import Translation


def visible_to(reader: Reader) -> QuerySet[Translation]:
    """Limit to what this reader may read: published, and meant for them. Every other read starts here."""
    return Translation.objects.filter(live__isnull=False, article__audience__in=reader.audiences)


def in_language(reader: Reader, language: str, *, default: str = "") -> QuerySet[Translation]:
    """Limit to one translation of each article: the language asked for, else the company's, else any."""
    rank = Case(
        When(language=language, then=Value(0)), When(language=default, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    best = visible_to(reader).annotate(rank=rank).order_by("article_id", "rank", "language").distinct("article_id")
    return Translation.objects.filter(pk__in=best.values("pk"))
