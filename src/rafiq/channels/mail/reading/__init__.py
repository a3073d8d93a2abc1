"""Reading mail: a library without database or settings, from bytes to a `Mail`. It never raises."""

from .model import Address, Attachment, Auth, Bounce, Event, Failure, Kind, Mail, Report
from .reader import read
from .sanitising import show

__all__ = [
    "Address",
    "Attachment",
    "Auth",
    "Bounce",
    "Event",
    "Failure",
    "Kind",
    "Mail",
    "Report",
    "read",
    "show",
]
