"""Reads of ratings."""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.feedback.models import Rating


def rating_of(conversation_id: int) -> Rating | None:
    """Find the rating of one conversation."""
    return Rating.objects.filter(conversation=conversation_id).first()


def ratings_of(conversation_ids: Iterable[int]) -> dict[int, Rating]:
    """Find the ratings of several conversations."""
    return {one.conversation_id: one for one in Rating.objects.filter(conversation__in=list(conversation_ids))}
