"""What authors look at: versions, and how the languages of an article stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from rafiq.knowledge.models import Article, Freshness, Translation, Version


def versions_of(translation: Translation) -> QuerySet[Version]:
    """List every saved state, newest first, with who saved it."""
    return translation.versions.select_related("saved_by").order_by("-number")


def freshness(translation: Translation | None) -> Freshness:
    """Tell whether a translation says what the one it was made from says today; give None for one that is missing.

    Needs `source__translation` selected, else it is asked for. What was written by itself is always up to date.
    """
    if translation is None:
        return Freshness.MISSING
    source = translation.source
    if source is None:
        return Freshness.UP_TO_DATE
    return Freshness.OUTDATED if source.number < source.translation.number else Freshness.UP_TO_DATE


def languages_of(article: Article, languages: Sequence[str]) -> dict[str, tuple[Translation | None, Freshness]]:
    """Return, for each language, the translation and how it stands. One statement."""
    rows = article.translations.select_related("source__translation", "live")
    found = {row.language: row for row in rows}
    return {code: (found.get(code), freshness(found.get(code))) for code in languages}
