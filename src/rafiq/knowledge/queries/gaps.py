"""What readers lack: words that found nothing, articles that do not help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from rafiq.knowledge import registry
from rafiq.knowledge.models import Helpful, Search, SettledGap, Translation
from rafiq.knowledge.queries.desk import rates_of
from rafiq.knowledge.rates import Rate
from rafiq.knowledge.words import as_asked
from rafiq.platform import text

LOOKED_BACK = timedelta(days=90)
MOST = 60
MOST_HEARD = 2000
MOST_REASONS = 3


@dataclass(slots=True)
class Gap:
    """The same words asked in vain, however they were written. `nothing`: how often there was no result at all."""

    words: str
    asked: str
    count: int
    nothing: int
    last_at: datetime
    languages: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhelpful:
    """An article of which readers say that it does not help, with the reasons they gave most."""

    article_id: int
    title: str
    language: str
    rate: Rate
    reasons: Sequence[tuple[str, int]]
    words: Sequence[str]


def gaps(*, at: datetime, language: str = "", limit: int = MOST) -> list[Gap]:
    """List what was asked in vain in the last 90 days and nobody has seen to, most asked first.

    In vain means: nothing was found, or nothing of what was found was chosen by anybody who asked so. Two statements,
    and those of whoever else hears questions.
    """
    since = at - LOOKED_BACK
    found = {gap.words: gap for gap in _searched(since, language)}
    heard = [one for one in registry.unanswered(since=since, limit=MOST_HEARD) if language in ("", one.language)]
    settled = _settled({as_asked(one.asked)[1] for one in heard})
    for one in heard:
        _, words = as_asked(one.asked)
        if words and not (words in settled and settled[words] >= one.at):
            _count(found, words, one.asked, one.at, one.language, one.place)
    return sorted(found.values(), key=lambda gap: (-gap.count, -gap.last_at.timestamp()))[:limit]


def unhelpful(*, reader_language: str, limit: int = 30) -> list[Unhelpful]:
    """List articles with a 'no', those first that surely do not help: by the upper end of the interval.

    Those with few votes come after all others. Five statements.
    """
    disliked = list(Helpful.objects.filter(is_helpful=False).values_list("article_id", flat=True).distinct())
    rates = rates_of(disliked)
    ids = sorted(rates, key=lambda pk: (rates[pk].is_small, rates[pk].high, -rates[pk].total))[:limit]
    titles = _titles(ids, reader_language)
    reasons, words = _reasons(ids), _words(ids)
    return [
        Unhelpful(
            article_id=pk, title=titles[pk].title, language=titles[pk].language, rate=rates[pk],
            reasons=reasons.get(pk, ())[:MOST_REASONS], words=words.get(pk, ())[:MOST_REASONS],
        )
        for pk in ids if pk in titles
    ]  # fmt: skip


def _searched(since: datetime, language: str) -> Iterable[Gap]:
    known = SettledGap.objects.filter(words=OuterRef("words"))
    seen_to = known.filter(
        Q(settled_at__gte=OuterRef("searched_at")) | Q(translation__isnull=False, translation__live=None)
    )
    rows = Search.objects.filter(searched_at__gt=since).exclude(Exists(seen_to))
    if language:
        rows = rows.filter(language=language)
    grouped: Any = rows.values("words").annotate(
        count=Count("pk"), nothing=Count("pk", filter=Q(results=0)), chosen=Count("clicked"),
        last_at=Max("searched_at"),
        languages=ArrayAgg("language", distinct=True), places=ArrayAgg("place", distinct=True),
        written=ArrayAgg("asked", order_by=F("searched_at").desc()),
    )  # fmt: skip
    for row in grouped.filter(chosen=0).order_by("-count", "-last_at")[: MOST * 2]:
        yield Gap(
            row["words"], row["written"][0], row["count"], row["nothing"], row["last_at"], set(row["languages"]),
            set(row["places"]),
        )  # fmt: skip


def _settled(words: set[str]) -> dict[str, datetime]:
    return dict(SettledGap.objects.filter(words__in=words).values_list("words", "settled_at"))


def _count(  # one argument for each thing that is told
    found: dict[str, Gap], words: str, asked: str, at: datetime, language: str, place: str
) -> None:
    gap = found.setdefault(words, Gap(words, asked, 0, 0, at))
    gap.count += 1
    gap.nothing += 1
    if at >= gap.last_at:
        gap.last_at, gap.asked = at, asked
    gap.languages.add(language)
    gap.places.add(place)


def _titles(ids: Sequence[int], reader_language: str) -> dict[int, Translation]:
    rows = Translation.objects.filter(article__in=ids, live__isnull=False).only("article_id", "language", "title")
    kept: dict[int, Translation] = {}
    for row in rows.order_by("language"):
        if row.article_id not in kept or row.language == reader_language:
            kept[row.article_id] = row
    return kept


def _reasons(ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    rows = Helpful.objects.filter(article__in=ids, is_helpful=False).exclude(reason="")
    kept: dict[int, list[tuple[str, int]]] = {}
    for row in rows.values("article_id", "reason").annotate(count=Count("pk")).order_by("-count", "reason"):
        kept.setdefault(row["article_id"], []).append((str(Helpful.Reason(row["reason"]).label), row["count"]))
    return kept


def _words(ids: Sequence[int]) -> dict[int, list[str]]:
    rows = Helpful.objects.filter(article__in=ids, is_helpful=False).exclude(words="").order_by("-rated_at")
    kept: dict[int, list[str]] = {}
    for pk, words in rows.values_list("article_id", "words")[:300]:
        kept.setdefault(pk, []).append(text.excerpt(words, length=160))
    return kept
