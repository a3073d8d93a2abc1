"""Addresses of articles: chosen, changed, and led on from where they were."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from rafiq.accounts.models import Agent
from rafiq.knowledge import events
from rafiq.knowledge.models import Redirect, Translation
from rafiq.knowledge.models.translation import SLUG_LIMIT
from rafiq.knowledge.services.errors import BadSlug, SlugTaken
from rafiq.platform import db, log, text

PATH_LIMIT = 300


def path_of(language: str, slug: str) -> str:
    """Return where an article stands below /help/, as redirects name it."""
    return f"{language}/articles/{slug}"


def wanted(slug: str, *, limit: int = SLUG_LIMIT) -> str:
    """Make an address of what was typed, of at most `limit` characters.

    Raises:
        BadSlug: if nothing is left of it.
    """
    found = _slug(slug, limit)
    if not found:
        raise BadSlug
    return found


def free(title: str, *, language: str, key: str) -> str:
    """Make an address of a title that no other article of this language has."""
    base = _slug(title, SLUG_LIMIT - 12) or key
    others = Translation.objects.filter(language=language, slug__startswith=base).values_list("slug", flat=True)
    if base not in (taken := set(others)):
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


@transaction.atomic
def rename_slug(translation: Translation, *, slug: str, by: Agent, at: datetime) -> str:
    """Give an article another address; the old one leads on to it from now on. Returns the address it got.

    Raises:
        BadSlug: if nothing is left of what was typed.
        SlugTaken: if another article of this language stands there.
    """
    chosen = wanted(slug)
    found = Translation.objects.select_for_update(no_key=True).get(pk=translation.pk)
    if chosen == found.slug:
        return chosen
    old, found.slug = found.slug, chosen
    with db.refused_as(SlugTaken, constraint="translation_slug_unique"):
        found.save(update_fields=["slug"])
    forget_redirects(found)
    if found.published_at is not None:
        redirect(path_of(found.language, old), to=found, at=at)
    log.append(events.ArticleChanged(article_id=found.article_id, change="slug", occurred_at=at, actor=by.actor))
    return chosen


@transaction.atomic
def redirect(path: str, *, to: Translation, at: datetime) -> None:
    """Let an address below /help/ lead to an article; one that led elsewhere leads here now.

    An article that stands at this address itself always comes first.
    """
    Redirect.objects.update_or_create(path=path.strip("/")[:PATH_LIMIT], defaults={"translation": to, "made_at": at})


def forget_redirects(translation: Translation) -> None:
    """An article stands here now: nothing leads away from it."""
    Redirect.objects.filter(path=path_of(translation.language, translation.slug)).delete()


def _slug(words: str, limit: int) -> str:
    return slugify(text.clean(words).replace("\u200c", "-"), allow_unicode=True)[:limit].strip("-")
