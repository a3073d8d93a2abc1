"""Customers say how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.customers import services as customers
from rafiq.feedback.events import ConversationRated
from rafiq.feedback.models import Rating
from rafiq.platform import log, text

COMMENT_LIMIT = 2000
THING = "feedback.rating"


class BadScore(ValueError):
    """A rating is a whole number from 1 to 5."""


@transaction.atomic
def rate(
    *, conversation_id: int, customer_id: int, agent_id: int | None, score: int, comment: str, at: datetime
) -> None:
    """Keep a customer's rating of a conversation; a second one replaces the first. The same again changes nothing.

    Raises:
        BadScore: if the score is not 1 to 5.
    """
    if isinstance(score, bool) or not isinstance(score, int) or not 1 <= score <= 5:
        raise BadScore
    comment = text.clean(comment, limit=COMMENT_LIMIT)
    given = {"customer_id": customer_id, "agent_id": agent_id, "score": score, "comment": comment, "rated_at": at}
    ratings = Rating.objects.select_for_update(no_key=True)
    rating, is_new = ratings.get_or_create(conversation_id=conversation_id, defaults=given)
    if not is_new:
        if (rating.score, rating.comment) == (score, comment):
            return
        rating.agent_id, rating.score, rating.comment, rating.rated_at = agent_id, score, comment, at
        rating.save()
    log.append(
        ConversationRated(
            conversation_id=conversation_id,
            customer_id=customer_id,
            score=score,
            occurred_at=at,
            actor=f"customer-{customer_id}",
        )
    )


@transaction.atomic
def follow_merge(*, source_id: int, customer_id: int, merge_id: int) -> None:
    """Bring the ratings of a merged customer to the one who stays."""
    ids = list(Rating.objects.filter(customer=source_id).values_list("pk", flat=True))
    customers.note_moves(merge_id, THING, ids)
    Rating.objects.filter(pk__in=ids).update(customer=customer_id)


@transaction.atomic
def follow_split(*, merge_id: int, source_id: int, customer_id: int) -> None:
    """Send ratings home to a customer who is one again."""
    came = customers.moved_things(merge_id, THING)
    ids = list(Rating.objects.filter(pk__in=came, customer=customer_id).values_list("pk", flat=True))
    customers.forget_moves(THING, ids, keep=merge_id)
    Rating.objects.filter(pk__in=ids).update(customer=source_id)
