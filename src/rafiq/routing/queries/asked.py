"""What an agent is asked just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rafiq.accounts.models import Agent
from rafiq.routing.models import Offer


@dataclass(frozen=True, slots=True)
class AskedRow:
    """An open offer, ready to render; `seconds` are left of `of`."""

    offer_id: int
    conversation_id: int
    customer: str
    words: str
    queue: str
    waiting_since: datetime
    severity: int
    seconds: int
    of: int


def asked(agent: Agent, *, at: datetime) -> AskedRow | None:
    """Find the offer that is open for an agent, unless its time is up."""
    found = (
        Offer.objects.filter(agent=agent, state=Offer.State.OPEN, expires_at__gt=at)
        .select_related("entry__queue", "conversation__customer")
        .first()
    )
    if found is None:
        return None
    entry, conversation = found.entry, found.conversation
    return AskedRow(
        found.pk, conversation.pk, conversation.customer.name, conversation.subject or conversation.last_text,
        entry.queue.name, entry.entered_at, entry.severity, max(1, round((found.expires_at - at).total_seconds())),
        round((found.expires_at - found.made_at).total_seconds()),
    )  # fmt: skip
