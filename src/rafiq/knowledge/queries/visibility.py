"""The one filter for everything that readers see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from rafiq.accounts.models import Language
from rafiq.knowledge.contracts import Reader
from rafiq.knowledge.models import Article, Translation


def visible_to(reader: Reader) -> QuerySet[Translation]:
    """Limit to what this reader may read: published, and meant for them. Every other read starts here."""
    return Translation.objects.filter(live__isnull=False, article__audience__in=reader.audiences)


def in_language(reader: Reader, language: str, *, default: str = "") -> QuerySet[Translation]:
    """Limit to one translation of each article: the language asked for, else the company's, else any."""
    rank = _rank(language, default)
    others = Translation.objects.filter(article=OuterRef("article"), live__isnull=False).annotate(rank=rank)
    before = Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), language__lt=OuterRef("language"))
    # In the language asked for there is none better: most rows need no second look.
    is_best = Q(language=language) | ~Exists(others.filter(before))
    return visible_to(reader).annotate(rank=rank).filter(is_best)


def articles_named(names: Iterable[str]) -> QuerySet[Article, int]:
    """Select the articles that have one of these names, as their key or as an address of something live."""
    wanted = list(names)
    # The languages are named because the index of addresses begins with them.
    live = Translation.objects.filter(language__in=Language.values, slug__in=wanted, live__isnull=False)
    by_key: QuerySet[Article, int] = Article.objects.filter(key__in=wanted).values_list("pk", flat=True)
    return by_key.union(Article.objects.filter(pk__in=live.values("article")).values_list("pk", flat=True))


def _rank(language: str, default: str) -> Case:
    return Case(
        When(language=language, then=Value(0)), When(language=default, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
