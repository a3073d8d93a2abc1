"""Articles are begun, written on, and brought back to an earlier version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rafiq.accounts.models import Agent
from rafiq.knowledge import events, markdown
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import (
    Article,
    Attachment,
    Audience,
    Collection,
    Review,
    State,
    Translation,
    Version,
    new_key,
)
from rafiq.knowledge.models.article import KEY_LIMIT
from rafiq.knowledge.services import slugs
from rafiq.knowledge.services.errors import (
    Conflict,
    EmptyTitle,
    KeyTaken,
    LanguageTaken,
    NoSuchVersion,
    SlugTaken,
    TooLong,
)
from rafiq.knowledge.services.facts import ids
from rafiq.knowledge.services.indexing import forget
from rafiq.knowledge.services.reviews import end_review
from rafiq.knowledge.words import ASKED_LIMIT, one_line
from rafiq.platform import db, files, log, text
from rafiq.platform.files.models import StoredFile

BODY_LIMIT = 100_000
TITLE_LIMIT = 200
SUMMARY_LIMIT = 400
MOST_ASKED = 60


@transaction.atomic
def create_article(  # noqa: PLR0913  # one argument for each thing that is decided
    *, collection: Collection, audience: str = Audience.PUBLIC, language: str, draft: Draft, by: Agent | None,
    at: datetime, key: str = "", slug: str = "",
) -> Translation:  # fmt: skip
    """Begin an article with its first language, as a draft; it stands last in its collection.

    Raises:
        EmptyTitle, TooLong: of the draft.
        KeyTaken: if another article has this key.
        SlugTaken, BadSlug: if a slug is given that cannot be had; without one it is made from the title.
    """
    last = (
        Article.objects.filter(collection=collection).order_by("-position").values_list("position", flat=True).first()
    )
    article = Article(
        key=key[:KEY_LIMIT] or new_key(), collection=collection, audience=audience, position=(last or 0) + 1,
        created_at=at,
    )  # fmt: skip
    with db.refused_as(KeyTaken, constraint="knowledge_article_key_key"):
        article.save()
    return add_translation(article=article, language=language, draft=draft, by=by, at=at, slug=slug)


@transaction.atomic
def add_translation(  # noqa: PLR0913  # one argument for each thing that is decided
    *, article: Article, language: str, draft: Draft, by: Agent | None, at: datetime, slug: str = "",
    source: Version | None = None,
) -> Translation:  # fmt: skip
    """Write an article in one more language, as a draft; `source` is what it was translated from.

    Raises:
        EmptyTitle, TooLong: of the draft.
        LanguageTaken: if it is there already.
        SlugTaken, BadSlug: if a slug is given that cannot be had; without one it is made from the title.
    """
    draft = tidied(draft)
    chosen = slugs.wanted(slug) if slug else slugs.free(draft.title, language=language, key=article.key)
    translation = Translation(
        article=article, language=language, slug=chosen, title=draft.title, author=by, source=source
    )
    with (
        db.refused_as(LanguageTaken, constraint="translation_once"),
        db.refused_as(SlugTaken, constraint="translation_slug_unique"),
    ):
        translation.save()
    slugs.forget_redirects(translation)
    _write(translation, draft, by=by, at=at, note="")
    return translation


@transaction.atomic
def save_draft(  # noqa: PLR0913  # one argument for each thing that is decided
    translation: Translation, *, draft: Draft, number: int, by: Agent | None, at: datetime, note: str = "",
    source: Version | None = None,
) -> Version:  # fmt: skip
    """Keep what an author wrote as a new version; what people read stays as it is until it is published.

    `number` is the version the author began from. The same words again make no version. A review or a planned
    publication ends: what would be published is no longer what was looked at.

    Raises:
        Conflict: if somebody saved another version meanwhile; nothing is kept.
        EmptyTitle, TooLong: of the draft.
    """
    draft = tidied(draft)
    found = locked(translation.pk)
    if found.number != number:
        raise Conflict(found.number)
    if source is not None:
        found.source = source
        found.save(update_fields=["source"])
    newest = found.versions.get(number=found.number)
    if draft_of(newest) == draft:
        return newest
    return _write(found, draft, by=by, at=at, note=note)


@transaction.atomic
def restore_version(translation: Translation, *, restored: int, number: int, by: Agent, at: datetime) -> Version:
    """Bring an earlier version back as the newest one; nothing is lost, and nothing is published by this.

    Raises:
        NoSuchVersion: if there was never one of this number.
        Conflict: if somebody saved another version than `number` meanwhile.
    """
    old = translation.versions.filter(number=restored).first()
    if old is None:
        raise NoSuchVersion
    return save_draft(translation, draft=draft_of(old), number=number, by=by, at=at, note=f"={restored}")


@transaction.atomic
def remove_article(article: Article, *, by: Agent, at: datetime) -> None:
    """Remove an article with all its languages, versions and addresses."""
    log.append(events.ArticleRemoved(article_id=article.pk, occurred_at=at, actor=by.actor))
    forget([article.key])
    article.delete()


@transaction.atomic
def attach(article: Article, *, tokens: Iterable[str], by: Agent) -> None:
    """Make files part of an article: those this agent put, and those of other articles, which all the staff reads.

    Files that others put and showed nowhere are left alone.
    """
    wanted = list(tokens)
    may_be = Q(token__in=files.owned(wanted, owner=by.actor)) | Q(pk__in=Attachment.objects.values("file"))
    ids = StoredFile.objects.filter(may_be, token__in=wanted).values_list("pk", flat=True)
    Attachment.objects.bulk_create([Attachment(article=article, file_id=pk) for pk in ids], ignore_conflicts=True)


def draft_of(version: Version) -> Draft:
    """Return what an author could go on from."""
    return Draft(title=version.title, summary=version.summary, body=version.body, asked=tuple(version.asked))


def tidied(draft: Draft) -> Draft:
    """Clean what was typed; repeated ways of asking are kept once.

    Raises:
        EmptyTitle: if nothing is left of the title.
        TooLong: if the body is longer than `BODY_LIMIT`, or a title or summary than theirs.
    """
    title, summary, body = one_line(draft.title), one_line(draft.summary), text.clean(draft.body)
    if not title:
        raise EmptyTitle
    if len(title) > TITLE_LIMIT or len(summary) > SUMMARY_LIMIT or len(body) > BODY_LIMIT:
        raise TooLong
    asked = {text.fold(way): way for way in reversed([one_line(way)[:ASKED_LIMIT] for way in draft.asked]) if way}
    return Draft(title=title, summary=summary, body=body, asked=tuple(reversed(asked.values()))[:MOST_ASKED])


def locked(translation_id: int) -> Translation:
    """Take the lock under which everything of a translation is changed."""
    return Translation.objects.select_for_update(no_key=True).get(pk=translation_id)


def _write(translation: Translation, draft: Draft, *, by: Agent | None, at: datetime, note: str) -> Version:
    translation.number += 1
    version = Version.objects.create(
        translation=translation, number=translation.number, title=draft.title, summary=draft.summary, body=draft.body,
        asked=list(draft.asked), saved_by=by, saved_at=at, note=note[:200],
    )  # fmt: skip
    translation.title, translation.summary, translation.body = draft.title, draft.summary, draft.body
    translation.asked, translation.state, translation.publish_at = list(draft.asked), State.DRAFT, None
    translation.save(update_fields=["number", "title", "summary", "body", "asked", "state", "publish_at"])
    end_review(translation, outcome=Review.Outcome.ENDED, by=by, at=at)
    if by is not None:
        attach(translation.article, tokens=markdown.files_in(draft.body), by=by)
    log.append(
        events.ArticleSaved(
            **ids(translation), number=version.number, occurred_at=at, actor=by.actor if by else "system"
        )
    )
    return version
