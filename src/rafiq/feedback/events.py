"""What customers say about how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRated(Event):
    """A customer rated a conversation, or changed the rating."""

    name: ClassVar[str] = "feedback.conversation.rated"
    conversation_id: int
    customer_id: int
    score: int

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"
