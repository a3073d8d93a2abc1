"""What was said in a conversation, as its helpers read it: the customer's and our words, no notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.inbox.queries import MessageRow
from rafiq.platform import text

MOST: Final = 60
QUESTION_LONGEST: Final = 600
LANGUAGES: Final = frozenset({"fa", "ar", "en"})


@dataclass(frozen=True, slots=True)
class Said:
    """One line of somebody's."""

    id: int
    is_customer: bool
    text: str
    by_bot: bool = False


def of(conversation: Conversation) -> list[Said]:
    """List the newest lines, oldest first, by one statement."""
    return [_said(row) for row in inbox.messages(conversation, limit=MOST) if row.kind != "NOTE" and row.text.strip()]


def _said(row: MessageRow) -> Said:
    return Said(row.id, row.kind == "INBOUND", row.text, by_bot=row.kind == "OUTBOUND" and row.author_id is None)


def question(lines: Sequence[Said]) -> str:
    """Return what the customer waits for an answer to: their words since a person answered, else their last ones."""
    waiting: list[str] = []
    for one in reversed(lines):
        if not one.is_customer and not one.by_bot and waiting:
            break
        if one.is_customer:
            waiting.append(one.text)
    asked = waiting[:1] if len(waiting) > 1 and len(waiting[0]) >= 20 else waiting[:3]
    return "\n".join(asked[::-1])[-QUESTION_LONGEST:]


def language(lines: Sequence[Said], conversation: Conversation) -> str:
    """Tell the language the customer writes in; "" where it cannot be told."""
    for one in reversed(lines):
        if one.is_customer and (found := text.guess_language(one.text)):
            return found
    return conversation.language if conversation.language in LANGUAGES else ""
