"""What statistics do when something happens: they only note which conversation to count anew, a job does the rest."""

from __future__ import annotations

from rafiq.insights import history, services
from rafiq.platform.events import Event
from rafiq.platform.log import subscribe


@subscribe(*history.KINDS)
def note_what_changed(event: Event) -> None:
    """Have the conversation counted anew within a minute."""
    services.note(event.payload()["conversation_id"])
