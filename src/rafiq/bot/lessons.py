"""What people's corrections say of questions: for measuring how sure the bot must be, on the company's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rafiq.bot.models import Turn

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question as a customer wrote it. Empty `article_key` and `intent`: nothing answers it, a person should."""

    text: str
    language: str
    article_key: str = ""
    intent: str = ""


def corrected(*, limit: int = MOST) -> Iterator[Lesson]:
    """List the questions that people corrected, the newest first."""
    found = Turn.objects.filter(corrected_at__isnull=False).order_by("-corrected_at", "-pk")
    for said, language, correction in found.values_list("message__text", "language", "correction")[:limit]:
        yield Lesson(said, language, str(correction.get("article_key", "")), str(correction.get("intent", "")))
