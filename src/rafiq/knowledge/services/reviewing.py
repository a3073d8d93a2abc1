"""An author asks somebody to look at an article; whoever is first approves it or sends it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.knowledge import events
from rafiq.knowledge.models import Review, State, Translation
from rafiq.knowledge.models.reviews import REASON_LIMIT
from rafiq.knowledge.services.errors import AlreadyReviewed, Conflict, NoReason, NotAReviewer
from rafiq.knowledge.services.facts import ids
from rafiq.knowledge.services.publishing import publish, schedule
from rafiq.knowledge.services.reviews import end_review
from rafiq.knowledge.services.writing import locked
from rafiq.platform import log, text


@transaction.atomic
def submit(translation: Translation, *, number: int, by: Agent, at: datetime, reviewer: Agent | None = None) -> Review:
    """Ask for a review of this version, of somebody or of whoever may publish; asking another ends the question before.

    Asking the same person about the same version again changes nothing.

    Raises:
        Conflict: if another version was saved meanwhile.
        NotAReviewer: if this person may not publish, or is the one who asks.
    """
    if reviewer is not None and (not (reviewer.is_active and reviewer.is_supervisor) or reviewer.pk == by.pk):
        raise NotAReviewer
    found = locked(translation.pk)
    if found.number != number:
        raise Conflict(found.number)
    asked = Review.objects.filter(translation=found, outcome=Review.Outcome.OPEN).first()
    if asked and (asked.number, asked.reviewer_id) == (number, reviewer.pk if reviewer else None):
        return asked
    end_review(found, outcome=Review.Outcome.ENDED, by=by, at=at)
    found.state, found.reviewer, found.publish_at = State.IN_REVIEW, reviewer, None
    found.save(update_fields=["state", "reviewer", "publish_at"])
    made = Review.objects.create(translation=found, number=number, asked_by=by, asked_at=at, reviewer=reviewer)
    told = [reviewer.pk] if reviewer else []
    log.append(events.ArticleSubmitted(**ids(found), number=number, told=told, occurred_at=at, actor=by.actor))
    return made


@transaction.atomic
def approve(review: Review, *, by: Agent, at: datetime, publish_at: datetime | None = None) -> None:
    """Show what was looked at to readers, now or from a moment on. Whoever answers first, answers.

    Raises:
        AlreadyReviewed: if somebody answered, or the words changed meanwhile.
        InThePast: if the moment has passed.
    """
    found = _still_open(review)
    if publish_at is None:
        publish(found, number=review.number, by=by, at=at)
    else:
        schedule(found, number=review.number, publish_at=publish_at, by=by, at=at)


@transaction.atomic
def send_back(review: Review, *, reason: str, by: Agent, at: datetime) -> None:
    """Give it back to the author, who reads why; it is a draft again. Whoever answers first, answers.

    Raises:
        AlreadyReviewed: if somebody answered, or the words changed meanwhile.
        NoReason: if nothing is said.
    """
    said = text.clean(reason, limit=REASON_LIMIT).strip()
    if not said:
        raise NoReason
    found = _still_open(review)
    found.state = State.DRAFT
    found.save(update_fields=["state"])
    end_review(found, outcome=Review.Outcome.RETURNED, by=by, at=at, reason=said)


def see_answers(translation: Translation | None, *, by: Agent, at: datetime) -> int:
    """Note that an author saw what was said about this article, or (without one) about all of theirs."""
    answered = Review.objects.filter(asked_by=by, seen_at=None, decided_at__isnull=False)
    if translation is not None:
        answered = answered.filter(translation=translation)
    return answered.update(seen_at=at)


def _still_open(review: Review) -> Translation:
    found = locked(review.translation_id)
    now = Review.objects.select_related("decided_by").get(pk=review.pk)
    if now.outcome != Review.Outcome.OPEN:
        raise AlreadyReviewed(now)
    return found
