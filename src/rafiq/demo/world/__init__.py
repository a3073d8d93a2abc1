"""The content of the demo: Narvan's people, its customers, and what they said to each other.

Pure and deterministic: `build(seed=…, now=…)` gives the same records for the same arguments.
"""

from rafiq.demo.world.build import build
from rafiq.demo.world.records import (
    World,
    WorldAgent,
    WorldCannedReply,
    WorldConversation,
    WorldCustomer,
    WorldEvent,
    WorldMessage,
    WorldRating,
    WorldTag,
    WorldTeam,
)

__all__ = [
    "World",
    "WorldAgent",
    "WorldCannedReply",
    "WorldConversation",
    "WorldCustomer",
    "WorldEvent",
    "WorldMessage",
    "WorldRating",
    "WorldTag",
    "WorldTeam",
    "build",
]
