"""What the ways things are done do when conversations are closed and opened again."""

from __future__ import annotations

from typing import Any

from rafiq.inbox.events import ConversationEvent, ConversationReopened, ConversationResolved
from rafiq.platform.log import subscribe
from rafiq.practice import services


@subscribe(ConversationResolved, ConversationReopened)
def follow_closing(event: ConversationEvent) -> None:
    """Procedures are given up where they were left, and taken up again; what a program closed without is kept."""
    match event:
        case ConversationResolved(lacking=lacking):
            services.give_up(event.conversation_id, at=event.occurred_at)
            if lacking:
                what: dict[str, Any] = {"lacking": lacking, "actor": event.actor, "at": event.occurred_at}
                services.note_unready(event.conversation_id, **what)
        case _:
            services.take_up(event.conversation_id)
