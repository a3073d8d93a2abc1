"""What can be wrong with a wish of an agent; views turn these into words."""

from __future__ import annotations

from collections.abc import Sequence

from rafiq.inbox.contracts import Lacking


class EmptyMessage(Exception):
    """Neither words nor files."""


class IdUsed(Exception):
    """Another message has this id: one of another conversation, or a note where this is an answer."""


class NoSuchWay(Exception):
    """The customer cannot be reached like that (any more)."""


class GoesOnElsewhere(Exception):
    """An open conversation goes on with the customer where a new one was to begin."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(conversation_id)
        self.conversation_id = conversation_id


class NotOpen(Exception):
    """The conversation is settled; it must be opened again first."""


class AlreadyResolved(Exception):
    """Somebody else settled it first."""


class NotReady(Exception):
    """Something is lacking before it may be closed."""

    def __init__(self, lacking: Sequence[Lacking]) -> None:
        super().__init__(", ".join(one.key for one in lacking))
        self.lacking = lacking


class NotTheSameCustomer(Exception):
    """Only two conversations of one customer can become one."""


class AlreadyJoined(Exception):
    """It was emptied into another conversation, where everything goes on."""


class NotJoined(Exception):
    """It was not emptied into another (any more)."""


class NotFailed(Exception):
    """Only a failed message can be tried again."""


class TagTaken(Exception):
    """Another tag has this name."""


class ShortcutTaken(Exception):
    """Another canned reply of this language has this shortcut."""
