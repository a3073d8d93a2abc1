"""The one door in: every inbound message of every channel comes through `receive`."""

from rafiq.inbox.intake.receive import receive

__all__ = ["receive"]
