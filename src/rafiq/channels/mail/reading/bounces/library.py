"""What the library of a mailing list manager makes of a report, where our own rules find nobody."""

from __future__ import annotations

import email
import logging
from email.message import Message

from flufl.bounce import all_failures

from rafiq.channels.mail.reading.model import Failure

_LARGEST = 60_000
# It expects headers in plain letters.
_PLAIN = bytes(byte if 9 <= byte < 127 else 63 for byte in range(256))
# It would write broken mails, with the addresses in them, into the log.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)


def failures(raw: bytes) -> list[Failure]:
    """List whom the report names; nothing where the library gives up."""
    try:
        message: Message = email.message_from_bytes(raw[:_LARGEST].translate(_PLAIN))
        temporary, permanent = all_failures(message)
        found = [(address, "5.0.0") for address in sorted(permanent)] + [
            (address, "4.0.0") for address in sorted(temporary)
        ]
    except Exception:  # broken mails break it in many ways
        return []
    return [Failure(address.decode("utf-8", "replace"), status, "") for address, status in found]
