"""What rules do when something happens."""

from __future__ import annotations

from rafiq.automations import services
from rafiq.platform.log import subscribe_rows
from rafiq.platform.log.reader import Row


@subscribe_rows(*services.HEARD)
def hear(row: Row) -> None:
    """Have the rules looked at that wait for it."""
    services.hear(row)
