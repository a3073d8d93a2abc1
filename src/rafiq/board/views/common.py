"""What the board's views share."""

from __future__ import annotations

from django.http import Http404

from rafiq.accounts.permissions import AgentRequest
from rafiq.board.queries.now import find
from rafiq.inbox.models import Conversation


def conversation_of(request: AgentRequest, pk: int) -> Conversation:
    """Return a conversation this agent may see.

    Raises:
        Http404: if there is none.
    """
    found = find(request.user, pk)
    if found is None:
        raise Http404
    return found
