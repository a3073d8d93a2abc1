"""What promises do when something happens in conversations."""

from __future__ import annotations

from rafiq.platform.log import subscribe_rows
from rafiq.platform.log.reader import Row
from rafiq.promises import services


@subscribe_rows(*services.FOLLOWED)
def follow_log(row: Row) -> None:
    """Promises are made, paused, kept and cancelled."""
    services.follow(row)
