"""Articles and snippets by name, and where they can be read."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from rafiq.bot.dialogue.situation import Link
from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Anyone
from rafiq.platform.search.documents import Evidence, Hit
from rafiq.platform.search.models import Entry


def find(source: str, key: str, *, language: str, audiences: Sequence[str]) -> Hit | None:
    """Find what these audiences may read under a name, in a language, else in whichever there is."""
    rows = Entry.objects.filter(source=source, key=key, audience__in=list(audiences)).order_by("language")
    found = sorted(rows[:10], key=lambda row: row.language != language)
    if not found:
        return None
    row = found[0]
    return Hit(row.pk, row.source, row.key, row.language, row.title, row.body, 0.0, Evidence())


def link(hit: Hit) -> Link:
    """Name an article, with its public address if everybody may read it there."""
    try:
        page = knowledge.article_page(Anyone(), hit.key, hit.language, default=hit.language)
    except knowledge.ForCustomersOnly:
        page = None
    if page is None:
        return Link(title=hit.title)
    path = reverse("help:article", args=[page.translation.language, page.translation.slug])
    return Link(title=hit.title, url=f"{knowledge.site().address or settings.PUBLIC_URL}{path}")
