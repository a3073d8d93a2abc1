"""Who listens in, and who did."""

from __future__ import annotations

from rafiq.accounts.models import Agent
from rafiq.board.models import Listening


def listeners(conversation_id: int, *, reader: Agent) -> list[str]:
    """Name the supervisors who listen in now and are shown; whoever reads is not named to themselves."""
    found = Listening.objects.filter(conversation=conversation_id, ended_at=None, is_shown=True)
    return list(found.exclude(agent=reader).order_by("began_at").values_list("agent__name", flat=True))


def listenings_of(conversation_id: int, *, limit: int = 20) -> list[Listening]:
    """List who listened in to a conversation, the newest first."""
    found = Listening.objects.filter(conversation=conversation_id).select_related("agent")
    return list(found.order_by("-began_at", "-pk")[:limit])
