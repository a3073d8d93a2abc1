"""Not faster than a provider likes: one message a second to a person, thirty a second altogether.

https://core.telegram.org/bots/faq#broadcasting-to-users
Each process paces itself; together they may still be told to wait, which is obeyed.
"""

from __future__ import annotations

import threading
import time

MOST_REMEMBERED = 10_000


class Pace:
    """When each bot, and each of its chats, may be written to again (seconds of the monotonic clock)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[tuple[int, str], float] = {}

    def reserve(self, channel_id: int, chat: str, *, bot_gap: float, chat_gap: float, most: float) -> float:
        """Take the next turn and return how long to wait for it; a wait over `most` is returned without a turn."""
        now = time.monotonic()
        with self._lock:
            free = self._free_at
            start = max(now, free.get((channel_id, ""), 0.0), free.get((channel_id, chat), 0.0))
            if start - now <= most:
                free[channel_id, ""] = start + bot_gap
                free[channel_id, chat] = start + chat_gap
            if len(free) > MOST_REMEMBERED:
                self._free_at = {key: at for key, at in free.items() if at > now}
        return start - now
