"""Everything said with one person, as their page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rafiq.inbox.presentation.facts import Telling
from rafiq.inbox.presentation.timeline import Bubble, Day, bubble, with_days
from rafiq.inbox.queries import Said


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or note, and the conversation it leads to."""

    bubble: Bubble
    conversation_id: int
    subject: str
    kind: str = "message"

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.bubble.at


def entries(said: Iterable[Said], telling: Telling, *, at: datetime) -> list[Entry | Day]:
    """Put what was said into the order and the words of a page, with a line above every day."""
    told = [Entry(bubble(one.row, telling), one.conversation_id, one.subject) for one in said]
    return list(with_days(told, telling.reader, at=at))
