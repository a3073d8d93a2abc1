"""What is set right in the database each time the product starts, before anything is written."""

from __future__ import annotations

from datetime import datetime

from rafiq.platform import housekeeping
from rafiq.platform.log import restore


def set_right(*, at: datetime) -> bool:
    """Make the log's next partitions; mend its order after a restore, and return whether that was needed."""
    housekeeping.keep_partitions(at=at)
    return restore.heal()
