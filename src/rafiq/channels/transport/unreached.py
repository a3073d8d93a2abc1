"""Why a server could not be reached, said to people."""

from __future__ import annotations

import socket

from django.utils.translation import gettext as _


def reason(error: Exception) -> str:
    """Say what went wrong without the numbers that operating systems give it; other errors in their own words."""
    if isinstance(error, ConnectionRefusedError):
        return _("nobody answers at this address and port")
    if isinstance(error, socket.gaierror):
        return _("there is no server of this name")
    if isinstance(error, TimeoutError):
        return _("no answer came in time")
    return str(error) or type(error).__name__
