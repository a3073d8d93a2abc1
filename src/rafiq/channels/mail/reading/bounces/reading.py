"""Recognises a report about one of our mails, whoever wrote it."""

from __future__ import annotations

from rafiq.channels.mail.reading.model import Address, Bounce
from rafiq.channels.mail.reading.parts import Part

from . import freely, standard, wording


def read(
    root: Part, *, sender: tuple[Address, ...], recipients: tuple[Address, ...], subject: str, text: str
) -> Bounce | None:
    """Return what a report says, or None for a mail that is none.

    Abuse reports (RFC 5965) and delivery status notifications (RFC 3464) first, then what providers put into
    headers, then the words of servers that keep to no standard.
    """
    parts = list(root.walk()) if root.children else [root]
    if found := standard.read(parts):
        return found
    if standard.is_success(parts):
        return None
    letter = freely.Letter(root, parts, sender, recipients, subject, text)
    if wording.COMPLAINT_SUBJECT.search(subject) and (complaint := freely.complaint(letter)):
        return complaint
    if freely.is_report(letter):
        return freely.read(letter)
    return None
