"""What the bot was asked in vain: the help centre lists it among what somebody should write about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from rafiq.bot.models import Turn
from rafiq.knowledge.contracts import Unanswered

LONGEST = 200


def read(since: datetime, limit: int) -> Iterator[Unanswered]:
    """List what the bot said it did not know, and what its answers did not help with, the newest first. One statement.

    What a person has corrected is seen to already; where the bot only suggests, nobody was told anything.
    """
    in_vain = Q(kind=Turn.Kind.ABSTAIN) | Q(verdict=Turn.Verdict.DID_NOT)
    said_so = Turn.objects.filter(in_vain, state=Turn.State.WRITTEN, taken_at__gt=since, corrected_at=None)
    found = said_so.order_by("-taken_at", "-pk")
    for said, language, at in found.values_list("message__text", "language", "taken_at")[:limit]:
        if said.strip():
            yield Unanswered(asked=said[:LONGEST], language=language, at=at)
