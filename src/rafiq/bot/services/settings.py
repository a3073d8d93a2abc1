"""How the bot behaves, and the snippets it may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.bot.models import BotSettings, Snippet
from rafiq.platform import text
from rafiq.platform.log import dispatcher
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Document

SOURCE = "snippet"
READERS = tuple(f"rafiq.bot.subscribers.{name}" for name in ("hear", "give_way", "begin_anew", "stand_in"))
_CHANGEABLE = frozenset(
    {
        "is_active",
        "names",
        "languages",
        "modes",
        "error_rate",
        "failures",
        "hands_over_anger",
        "segment_id",
        "tag_id",
        "minutes",
    }
)


@transaction.atomic
def save_settings(values: Mapping[str, Any], *, at: datetime) -> BotSettings:
    """Change what is named in `values` (fields of `BotSettings`); `modes` are added to those there are.

    Raises:
        KeyError: if there is no such setting.
    """
    if unknown := set(values) - _CHANGEABLE:
        raise KeyError(*sorted(unknown))
    found, _ = BotSettings.objects.select_for_update(no_key=True).get_or_create(pk=1)
    if values.get("is_active") and not found.is_active:
        read_from_here()
    for name, value in values.items():
        setattr(found, name, {**found.modes, **value} if name == "modes" else value)
    found.changed_at = at
    found.save()
    return found


def read_from_here() -> None:
    """Pass over what the log holds so far: nobody wants an answer to it, and reading it would hold up what comes."""
    dispatcher.read_from_here(*READERS)


@transaction.atomic
def save_snippet(  # noqa: PLR0913  # each is a field of the row
    snippet: Snippet | None, *, language: str, title: str, body: str, asked: Sequence[str] = (),
    audience: str = Snippet.Audience.PUBLIC, is_approved: bool, at: datetime,
) -> Snippet:  # fmt: skip
    """Make or change a snippet; the bot finds it exactly while it is approved."""
    found = snippet or Snippet()
    if snippet and snippet.language != language:
        indexing.remove(SOURCE, [str(snippet.pk)])
    found.language, found.title, found.text = language, text.clean(title, limit=200), text.clean(body)
    found.asked = [words for one in asked if (words := text.clean(one, limit=200))]
    found.audience, found.is_approved, found.changed_at = audience, is_approved, at
    found.save()
    if is_approved:
        indexing.put([_document(found)], at=at)
    else:
        indexing.remove(SOURCE, [str(found.pk)])
    return found


@transaction.atomic
def remove_snippet(snippet: Snippet) -> None:
    """Remove a snippet; what was said with it stays."""
    indexing.remove(SOURCE, [str(snippet.pk)])
    snippet.delete()


def _document(snippet: Snippet) -> Document:
    return Document(
        source=SOURCE, key=str(snippet.pk), language=snippet.language, title=snippet.title, body=snippet.text,
        asked=tuple(snippet.asked), audience=snippet.audience,
    )  # fmt: skip
