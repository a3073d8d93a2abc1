"""Reviews end: with an answer, or because what should be looked at is no more. Under the translation's lock."""

from __future__ import annotations

from datetime import datetime

from rafiq.accounts.models import Agent
from rafiq.knowledge import events
from rafiq.knowledge.models import Review, Translation
from rafiq.knowledge.services.facts import ids
from rafiq.platform import log


def end_review(
    translation: Translation, *, outcome: Review.Outcome, by: Agent | None, at: datetime, reason: str = ""
) -> None:
    """End the review that is open, if one is; whoever asked and whoever was asked hear of it."""
    found = Review.objects.filter(translation=translation, outcome=Review.Outcome.OPEN).first()
    if found is None:
        return
    found.outcome, found.decided_by, found.decided_at, found.reason = outcome, by, at, reason
    if by is not None and by.pk == found.asked_by_id:
        found.seen_at = at
    found.save(update_fields=["outcome", "decided_by", "decided_at", "reason", "seen_at"])
    told = sorted({one for one in (found.asked_by_id, found.reviewer_id) if one is not None})
    log.append(events.ArticleReviewed(
        **ids(translation), number=found.number, outcome=str(outcome), told=told, occurred_at=at,
        actor=by.actor if by else "system",
    ))  # fmt: skip
