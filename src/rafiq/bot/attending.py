"""While the bot thinks about a message nobody is asked to take the conversation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from rafiq.bot.models import Turn
from rafiq.bot.services import is_listening
from rafiq.inbox.models import Message

PATIENCE: Final = timedelta(seconds=30)
"""Longer than this nobody waits for the bot."""


def is_at_it(conversation_id: int, at: datetime) -> bool:
    """Test whether the newest words of the customer are still to be looked at by the bot."""
    said = Message.objects.filter(conversation=conversation_id, kind=Message.Kind.INBOUND)
    newest = said.order_by("-pk").values_list("pk", "said_at").first()
    if newest is None or newest[1] < at - PATIENCE or Turn.objects.filter(message=newest[0]).exists():
        return False
    return is_listening(newest[0], at=newest[1])
