"""Tables of what was promised, and under which rules."""

from rafiq.promises.models.policy import Base, Policy, Version
from rafiq.promises.models.promise import Ending, Kind, Promise
from rafiq.promises.models.standing import Level, Priority, Standing

__all__ = ["Base", "Ending", "Kind", "Level", "Policy", "Priority", "Promise", "Standing", "Version"]
