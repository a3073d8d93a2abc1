"""What the workforce does when something happens elsewhere."""

from __future__ import annotations

from rafiq.accounts.events import TeamChanged
from rafiq.platform.log import subscribe
from rafiq.workforce import services


@subscribe(TeamChanged)
def forget_hours(event: TeamChanged) -> None:
    """The hours of a team went with it: nobody shall keep them."""
    if event.change == "removed":
        services.reread_hours()
