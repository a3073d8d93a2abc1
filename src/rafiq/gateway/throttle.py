"""How fast one visitor may speak: a token bucket, and a gate that keeps the order of what was refused."""

from __future__ import annotations

from rafiq.gateway.limits import Limits

PATIENCE = 30.0  # seconds that later messages wait for a refused one to come again
REFUSAL = 0.1  # tokens that a refused frame costs
HOPELESS = -60.0  # tokens; so many frames were sent in spite of being told to slow down


class Bucket:
    """One visitor's allowance: a burst, then so many messages a second."""

    __slots__ = ("__weakref__", "_at", "_limits", "tokens")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._at = 0.0
        self.tokens = limits.burst

    def spend(self, *, now: float, cost: float = 1.0) -> bool:
        """Spend tokens if there are enough; a refusal costs too, so that hammering is noticed."""
        self.tokens = min(self._limits.burst, self.tokens + (now - self._at) * self._limits.messages_per_second)
        self._at = now
        if self.tokens >= cost:
            self.tokens -= cost
            return True
        self.tokens -= REFUSAL
        return False

    @property
    def is_hopeless(self) -> bool:
        """Whether somebody keeps sending in spite of being refused."""
        return self.tokens < HOPELESS

    @property
    def retry_ms(self) -> int:
        """How long to wait until one more message will pass, in milliseconds."""
        missing = 1 - max(self.tokens, -self._limits.burst)
        return max(100, round(missing / self._limits.messages_per_second * 1000))


class Gate:
    """Keeps the messages of one socket in order when some of them are refused."""

    __slots__ = ("_first_refused", "_refused_at")

    def __init__(self) -> None:
        self._first_refused: str | None = None
        self._refused_at = 0.0

    def admits(self, message_id: str, bucket: Bucket, *, now: float) -> bool:
        """Test whether a message may pass: with tokens left, and none refused before it that has not come again.

        Otherwise the later of two hasty messages might be stored first.
        """
        if self._first_refused not in {None, message_id} and now - self._refused_at < PATIENCE:
            bucket.tokens -= REFUSAL
            return False
        if not bucket.spend(now=now):
            self._first_refused, self._refused_at = message_id, now
            return False
        self._first_refused = None
        return True
