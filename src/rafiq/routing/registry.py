"""Where those plug in who know more of a conversation that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

type Attended = Callable[[int, datetime], bool]
type CanStandIn = Callable[[], bool]

_ATTENDED: list[Attended] = []
_STAND_INS: list[CanStandIn] = []


def register_attended(test: Attended) -> None:
    """Make known who may be dealing with a conversation by itself; called once from `apps.ready()`.

    `test(conversation_id, at)` tells whether it is at it right now: meanwhile nobody is offered the conversation. It
    must not stay true for longer than a minute.
    """
    _ATTENDED.append(test)


def is_attended(conversation_id: int, *, at: datetime) -> bool:
    """Test whether somebody other than the staff is dealing with a conversation right now."""
    return any(test(conversation_id, at) for test in _ATTENDED)


def register_stand_in(can: CanStandIn) -> None:
    """Make known who talks with customers while all agents are busy; called once from `apps.ready()`.

    `can()` tells whether it could now. It learns of its turn from the log (`QueueOverflowed`, what "BOT"); the customer
    keeps the place in line until it has settled the matter.
    """
    _STAND_INS.append(can)


def can_anybody_stand_in() -> bool:
    """Test whether somebody other than the staff could talk with customers who wait."""
    return any(can() for can in _STAND_INS)
