"""A token bucket for one visitor, which keeps the order of what it refused."""

from __future__ import annotations

from rafiq.gateway.limits import Limits

PATIENCE = 30.0  # seconds that later messages wait for a refused one to come again
HOPELESS = -60.0  # messages beyond the limit, sent in spite of being told to slow down


class Throttle:
    """Lets a burst through, then so many messages a second."""

    __slots__ = ("_at", "_first_refused", "_limits", "_refused_at", "_tokens")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tokens = limits.burst
        self._at = 0.0
        self._first_refused: str | None = None
        self._refused_at = 0.0

    @property
    def retry_ms(self) -> int:
        """How long to wait until one more message will pass, in milliseconds."""
        missing = 1 - max(self._tokens, -self._limits.burst)
        return max(100, round(missing / self._limits.messages_per_second * 1000))

    @property
    def is_hopeless(self) -> bool:
        """Whether somebody keeps sending in spite of being refused."""
        return self._tokens < HOPELESS

    def allows(self, *, now: float, cost: float = 1.0) -> bool:
        """Spend tokens if there are enough; a refusal costs too, so that hammering is noticed."""
        self._tokens = min(self._limits.burst, self._tokens + (now - self._at) * self._limits.messages_per_second)
        self._at = now
        if self._tokens >= cost:
            self._tokens -= cost
            return True
        self._tokens -= cost / 4
        return False

    def admits(self, message_id: str, *, now: float) -> bool:
        """Test whether a message may pass: with tokens left, and none refused before it that has not come again.

        Otherwise the later of two hasty messages might be stored first.
        """
        is_behind = self._first_refused not in {None, message_id} and now - self._refused_at < PATIENCE
        if is_behind:
            self._tokens -= 0.25
            return False
        if not self.allows(now=now):
            self._first_refused, self._refused_at = message_id, now
            return False
        self._first_refused = None
        return True
