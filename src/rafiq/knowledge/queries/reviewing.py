"""Who waits for whose review, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Role
from rafiq.knowledge.models import Review, Translation

MAY_PUBLISH = (Role.SUPERVISOR, Role.ADMINISTRATOR)
MOST = 200
ANSWERS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Articles that wait for a review: asked of this reader, of whoever may, and of others."""

    mine: list[Review]
    anybodys: list[Review]
    others: list[Review]


def reviewers_for(agent: Agent) -> QuerySet[Agent]:
    """List whom this author can ask: whoever may publish, but themselves."""
    return accounts.active_agents().filter(role__in=MAY_PUBLISH).exclude(pk=agent.pk).order_by("name", "pk")


def open_review(translation: Translation) -> Review | None:
    """Return the review that a translation waits for."""
    return _named(Review.objects.filter(translation=translation, outcome=Review.Outcome.OPEN)).first()


def reviews_of(translation: Translation) -> QuerySet[Review]:
    """List all reviews that were ever asked for, newest first."""
    return _named(Review.objects.filter(translation=translation)).order_by("-pk")


def waiting_for(agent: Agent) -> Waiting:
    """List what waits, the longest first; nothing for who may not publish. One statement."""
    if not agent.is_supervisor:
        return Waiting([], [], [])
    rows = _titled(Review.objects.filter(outcome=Review.Outcome.OPEN).exclude(asked_by=agent))
    kept = Waiting([], [], [])
    for row in rows.order_by("asked_at", "pk")[:MOST]:
        place = kept.mine if row.reviewer_id == agent.pk else kept.anybodys if _is_anybodys(row) else kept.others
        place.append(row)
    return kept


def asked_by(agent: Agent) -> list[Review]:
    """List what this author asked and nobody has answered yet."""
    rows = Review.objects.filter(outcome=Review.Outcome.OPEN, asked_by=agent)
    return list(_titled(rows).order_by("-asked_at", "-pk")[:MOST])


def answers_to(agent: Agent) -> list[Review]:
    """List what others said of late about this author's articles, newest first."""
    said = Review.objects.filter(asked_by=agent).filter(_ANSWERED).exclude(decided_by=agent)
    return list(_titled(said).order_by(F("decided_at").desc(), "-pk")[:ANSWERS])


def count_reviews_for(agent: Agent) -> int:
    """Count what waits for this agent: reviews they may give that nobody else was asked for, and answers not seen."""
    news = Q(asked_by=agent, seen_at=None) & _ANSWERED & ~Q(decided_by=agent)
    if not agent.is_supervisor:
        return Review.objects.filter(news).count()
    own = Q(reviewer=agent) | _ANYBODYS
    waiting = Q(outcome=Review.Outcome.OPEN) & own & ~Q(asked_by=agent)
    return Review.objects.filter(waiting | news).count()


_ANSWERED = Q(outcome__in=(Review.Outcome.APPROVED, Review.Outcome.RETURNED))
# Who left, or may not publish any more, keeps nobody waiting.
_ANYBODYS = Q(reviewer=None) | Q(reviewer__is_active=False) | ~Q(reviewer__role__in=MAY_PUBLISH)


def _is_anybodys(review: Review) -> bool:
    return review.reviewer is None or not (review.reviewer.is_active and review.reviewer.is_supervisor)


def _named(rows: QuerySet[Review]) -> QuerySet[Review]:
    return rows.select_related("asked_by", "reviewer", "decided_by")


def _titled(rows: QuerySet[Review]) -> QuerySet[Review]:
    return _named(rows).select_related("translation").defer("translation__body", "translation__terms")
