"""Reports of mail servers about letters of ours: which letter, which address, what is done about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from rafiq.channels.mail import addresses, letters
from rafiq.channels.mail.arrived import Arrived
from rafiq.channels.mail.models import Letter
from rafiq.channels.mail.reading.model import Bounce, Kind, Report
from rafiq.inbox.contracts import DeliveryReport
from rafiq.platform import text

FAILED = gettext_noop("A letter of ours did not arrive; the agent sees it beside the letter.")
COPY = gettext_noop("A copy of a letter of ours did not arrive; the letter itself did not come back.")
RETURNED = gettext_noop("The mail came back.")
DELAYED = gettext_noop("A letter of ours is late; the server still tries.")
COMPLAINT = gettext_noop("Somebody told their provider that a letter of ours is junk.")


@dataclass(frozen=True, slots=True)
class About:
    """What a report comes to. Without `letter` it is about nothing we sent: then it is only a mail like any other."""

    letter: Letter | None
    reports: tuple[DeliveryReport, ...] = ()
    bounced: list[tuple[str, str, str]] = field(default_factory=list)
    note: str = ""


def of(mail: Arrived) -> About | None:
    """Understand a mail as a report; None for one that is none."""
    found = mail.mail.bounce
    if mail.mail.kind != Kind.BOUNCE or found is None:
        return None
    letter = _letter(mail, found)
    if letter is None:
        return About(None)
    if found.report != Report.FAILED:
        return About(letter, note=DELAYED if found.report == Report.DELAYED else COMPLAINT)
    gone = [(one, found.status, found.reason) for one in _gone(letter, found)] if found.is_permanent else []
    if _is_about_copies(letter, found):
        # A failed answer may be sent again, and the customer has got it.
        return About(letter, bounced=gone, note=COPY)
    return About(letter, (_failed(letter, found),), gone, FAILED)


def _failed(letter: Letter, found: Bounce) -> DeliveryReport:
    """Report that an answer did not arrive, with what was said about whom it is to."""
    to = letter.people.get("to", [])
    said = sorted(found.failures, key=lambda one: text.normal_email(one.recipient) not in to)[:1]
    reason = " ".join(" ".join(f"{one.status} {one.reason}" for one in said).split()) or RETURNED
    return DeliveryReport(provider_id=letter.rfc_id, delivery="FAILED", reason=reason[:300])


def _is_about_copies(letter: Letter, found: Bounce) -> bool:
    """Test whether a report names nobody but those who were to get a copy.

    An address we never wrote to may be the one behind the customer's: who forwards mail names it.
    """
    named = {text.normal_email(one.recipient) or one.recipient for one in found.failures if one.recipient}
    copies = set(letter.people.get("cc", [])) - set(letter.people.get("to", []))
    return bool(named) and named <= copies


def _gone(letter: Letter, found: Bounce) -> list[str]:
    """Name the addresses we must not write to any more: those of the letter that the report names.

    Whoever forwards mail names the address behind: then it is what we wrote to, where that was one address only.
    """
    failed = {text.normal_email(one.recipient) for one in found.failures if not one.status.startswith("4")}
    named = [one for one in letter.participants if one in failed]
    return named or (letter.participants if len(letter.participants) == 1 else [])


def _letter(mail: Arrived, found: Bounce) -> Letter | None:
    """Find the letter a report is about: by the envelope address it came back to, else by its Message-ID.

    Both can only be known to those who got the letter: nobody else can make an address look dead.
    """
    for address in mail.recipients:
        token = addresses.token_in(address, channel_key=mail.channel.key)
        if token and not token.is_conversation:
            return letters.ours(mail.channel.pk, message_id=token.number)
    named = [found.message_id.strip("<> "), mail.mail.in_reply_to, *mail.mail.references]
    own = [one for one in named if addresses.is_our_message_id(one)]
    return letters.ours(mail.channel.pk, rfc_ids=own) if own else None
