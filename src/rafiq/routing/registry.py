"""Where those plug in who know more of a conversation that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

type Attended = Callable[[int, datetime], bool]

_ATTENDED: list[Attended] = []


def register_attended(test: Attended) -> None:
    """Make known who may be dealing with a conversation by itself; called once from `apps.ready()`.

    `test(conversation_id, at)` tells whether it is at it right now: meanwhile nobody is offered the conversation. It
    must not stay true for longer than a minute.
    """
    _ATTENDED.append(test)


def is_attended(conversation_id: int, *, at: datetime) -> bool:
    """Test whether somebody other than the staff is dealing with a conversation right now."""
    return any(test(conversation_id, at) for test in _ATTENDED)
