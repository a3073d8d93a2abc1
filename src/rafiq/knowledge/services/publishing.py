"""What people read: looked at, planned, shown, taken away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Func, Value

from rafiq.accounts.models import Agent
from rafiq.knowledge import events, markdown
from rafiq.knowledge.models import Review, State, Translation, Version
from rafiq.knowledge.services.errors import Conflict, InThePast, NotLive
from rafiq.knowledge.services.facts import ids
from rafiq.knowledge.services.indexing import index
from rafiq.knowledge.services.reviews import end_review
from rafiq.knowledge.services.writing import locked
from rafiq.platform import log, text

A_LITTLE_LATE = timedelta(minutes=2)
AT_ONCE = 50


@transaction.atomic
def withdraw(translation: Translation, *, by: Agent, at: datetime) -> None:
    """End a review or a planned publication; it is a draft again. Repeating it changes nothing."""
    found = locked(translation.pk)
    was_planned = found.state == State.SCHEDULED
    if not was_planned and found.state != State.IN_REVIEW:
        return
    found.state, found.publish_at = State.DRAFT, None
    found.save(update_fields=["state", "publish_at"])
    end_review(found, outcome=Review.Outcome.ENDED, by=by, at=at)
    if was_planned:
        log.append(events.ArticleScheduled(**ids(found), publish_at="", occurred_at=at, actor=by.actor))


@transaction.atomic
def publish(translation: Translation, *, number: int, by: Agent | None, at: datetime) -> None:
    """Show this version to everybody it is for, which answers a review. Publishing it again changes nothing.

    Raises:
        Conflict: if another version was saved meanwhile.
    """
    found = _at_version(translation, number)
    _show(found, actor=by.actor if by else "system", at=at)
    end_review(found, outcome=Review.Outcome.APPROVED, by=by, at=at)


@transaction.atomic
def schedule(translation: Translation, *, number: int, publish_at: datetime, by: Agent, at: datetime) -> None:
    """Plan to show this version, which answers a review; what people read until then stays.

    Raises:
        Conflict: if another version was saved meanwhile.
        InThePast: if the moment has passed.
    """
    if publish_at < at - A_LITTLE_LATE:
        raise InThePast
    found = _at_version(translation, number)
    found.state, found.publish_at = State.SCHEDULED, publish_at
    found.save(update_fields=["state", "publish_at"])
    end_review(found, outcome=Review.Outcome.APPROVED, by=by, at=at)
    when = publish_at.isoformat()
    log.append(events.ArticleScheduled(**ids(found), publish_at=when, occurred_at=at, actor=by.actor))


@transaction.atomic
def publish_due(*, at: datetime) -> int:
    """Show what was planned for now; each exactly once, however many do this at the same moment. Returns how many."""
    due = Translation.objects.filter(state=State.SCHEDULED, publish_at__lte=at).order_by("publish_at", "pk")
    found = list(due.select_for_update(no_key=True, skip_locked=True)[:AT_ONCE])
    for translation in found:
        _show(translation, actor="system", at=at)
    return len(found)


@transaction.atomic
def unpublish(translation: Translation, *, by: Agent, at: datetime, archive: bool = True) -> None:
    """Take it away from readers; it stays in the archive, or as a draft.

    Raises:
        NotLive: if nobody could read it anyway.
    """
    found = locked(translation.pk)
    if found.live_id is None:
        raise NotLive
    found.live, found.updated_at, found.publish_at = None, at, None
    found.state = State.ARCHIVED if archive else State.DRAFT
    found.save(update_fields=["live", "updated_at", "publish_at", "state"])
    Translation.objects.filter(pk=found.pk).update(terms="")
    end_review(found, outcome=Review.Outcome.ENDED, by=by, at=at)
    index(found.pk, at=at)
    log.append(events.ArticleUnpublished(**ids(found), occurred_at=at, actor=by.actor))


def _at_version(translation: Translation, number: int) -> Translation:
    found = locked(translation.pk)
    if found.number != number:
        raise Conflict(found.number)
    return found


def _show(translation: Translation, *, actor: str, at: datetime) -> None:
    version = translation.versions.get(number=translation.number)
    if translation.live_id == version.pk and translation.state == State.PUBLISHED:
        return
    translation.live, translation.state, translation.publish_at = version, State.PUBLISHED, None
    translation.published_at, translation.updated_at = translation.published_at or at, at
    translation.save(update_fields=["live", "state", "publish_at", "published_at", "updated_at"])
    _index(translation, version)
    index(translation.pk, at=at)
    log.append(events.ArticlePublished(**ids(translation), number=version.number, occurred_at=at, actor=actor))


def _index(translation: Translation, version: Version) -> None:
    """Keep the words under which it is found."""
    said = "\n".join([version.title, version.summary, *version.asked, *markdown.headings(version.body)])
    terms = text.search_terms(f"{said}\n{markdown.plain(version.body)}")
    vector = Func(Value(terms), function="array_to_tsvector", template="%(function)s(%(expressions)s::text[])")
    Translation.objects.filter(pk=translation.pk).update(terms=vector)
