"""A journaled mail becomes a message, a delivery report, or a note: what it is, whose it is, where it belongs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_noop

from rafiq.channels.mail import arrived, bounces, letters, subjects, threads
from rafiq.channels.mail.arrived import Arrived
from rafiq.channels.mail.files import Kept, keep
from rafiq.channels.mail.letters import Draft, Recent
from rafiq.channels.mail.models import Letter
from rafiq.channels.transport.contracts import Parsed, RawItem, Unreadable
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.models import Channel
from rafiq.platform import text

BEFORE = gettext_noop("It was taken in before.")
TOO_LARGE = gettext_noop(
    "The mail is larger than this channel takes. Only its headers were kept; it still lies in the mailbox."
)
LONG = gettext_noop("The text is too long to be shown whole; the original has all of it.")
FALSE = gettext_noop("The sender is not proven: the mail may be from somebody else (DMARC failed).")
JUNK = gettext_noop("It lay in the folder for junk.")
MOST_TEXT, MOST_QUOTED, MOST_HTML = 200_000, 20_000, 2_000_000
FLOOD, FLOOD_WITHIN = 20, timedelta(hours=1)


def parse(channel: Channel, item: RawItem, recent: Recent) -> Parsed:
    """Understand one journaled mail; safe to repeat.

    Raises:
        Unreadable: if it was too large to be fetched.
        NotNow: if the disk is full.
    """
    if item.meta.get("too_large"):
        raise Unreadable(TOO_LARGE)
    mail = arrived.read(channel, item)
    # The inbox takes nothing twice; but files are not to be stored again, nor a report to count again.
    if (mail.mail.attachments or mail.mail.bounce) and letters.is_known(channel.pk, mail.external_id):
        return Parsed(note=BEFORE)
    about = bounces.of(mail)
    if about and about.letter:
        recent.remember(channel.pk, item.key, Draft(_letter(mail, about.letter.thread, Kept()), about.bounced))
        return Parsed(reports=about.reports, note=about.note)
    thread = _thread(mail, recent)
    kept = keep(mail.mail.attachments, owner=owner(channel.pk, mail.external_id), at=mail.came_at)
    letter = _letter(mail, thread, kept)
    recent.remember(channel.pk, item.key, Draft(letter))
    return Parsed(messages=[_inbound(mail, letter, kept)])


def settle(channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int], recent: Recent) -> None:
    """Store the letter of an item that is being taken in; runs in the transaction that does so."""
    draft = recent.take(channel.pk, item.key) or _read_again(channel, item, parsed)
    if draft is None:
        return
    letter = draft.letter
    letter.message_id = next((message_ids[one.external_id] for one in parsed.messages), None)
    letters.store(letter)
    letters.note_bounced(draft.bounced, at=letter.said_at)
    if letter.sender and letter.kind == "message":
        letters.forgive(letter.sender)


def owner(channel_id: int, external_id: str) -> str:
    """Name the owner of a mail's files, which is the mail itself."""
    return f"mail-{channel_id}-{external_id.removeprefix('mail:')}"


def _read_again(channel: Channel, item: RawItem, parsed: Parsed) -> Draft | None:
    """Make a draft that was forgotten once more; None for what had been taken in before."""
    mail = arrived.read(channel, item)
    if parsed.messages:
        kept = keep(mail.mail.attachments, owner=parsed.messages[0].file_owner, at=mail.came_at)
        return Draft(_letter(mail, parsed.messages[0].thread, kept))
    about = bounces.of(mail) if parsed.reports or parsed.note != BEFORE else None
    return Draft(_letter(mail, about.letter.thread, Kept()), about.bounced) if about and about.letter else None


def _thread(mail: Arrived, recent: Recent) -> str:
    if mail.is_automatic and _is_flood(mail, recent):
        return f"flood:{hashlib.sha256(mail.author.email.lower().encode(errors='replace')).hexdigest()[:40]}"
    clues = threads.Clues(
        # A sender who is proven false takes part in nothing.
        sender="" if mail.is_proven_false else mail.sender, answers_to=_reply_to(mail),
        recipients=mail.recipients, subject=mail.mail.subject, at=mail.said_at,
        references=[mail.mail.in_reply_to, *reversed(mail.mail.references)],
    )  # fmt: skip
    return threads.find(mail.channel, clues, recent) or mail.external_id


def _is_flood(mail: Arrived, recent: Recent) -> bool:
    """Test whether a machine writes to us so often that it must be one that answers itself."""
    since = mail.came_at - FLOOD_WITHIN
    robots = Letter.objects.filter(channel=mail.channel, sender=mail.sender, said_at__gte=since).exclude(kind="message")
    just_now = sum(one.sender == mail.sender and one.kind != "message" for one in recent.of(mail.channel.pk))
    return robots.count() + just_now >= FLOOD


def _inbound(mail: Arrived, letter: Letter, kept: Kept) -> Inbound:
    said = text.clean(mail.mail.new_text or mail.mail.text)
    shown = text.clean(said, limit=MOST_TEXT)
    if len(shown) < len(said):
        letter.problems = [*letter.problems, LONG]
    if not shown and not kept.tokens:
        shown = letter.subject
    return Inbound(
        channel_id=mail.channel.pk, thread=letter.thread, external_id=mail.external_id, sender=_sender(mail),
        text=shown, said_at=mail.said_at, name=text.clean(mail.author.name, limit=120).replace("\n", " "),
        sender_label=text.clean(mail.author.email, limit=120).replace("\n", " "), subject=letter.subject,
        files=kept.tokens, file_owner=owner(mail.channel.pk, mail.external_id), extras=_extras(mail, letter),
        is_automatic=mail.is_automatic,
    )  # fmt: skip


def _sender(mail: Arrived) -> tuple[str, str]:
    """Name the sender; one without a usable address is known by what stands there, and leads to nobody else."""
    if mail.sender:
        return "EMAIL", mail.sender
    written = text.clean(mail.author.email).replace("\n", " ").lower()
    return "HANDLE", f"mail {written}"[:254] if written else mail.external_id


def _letter(mail: Arrived, thread: str, kept: Kept) -> Letter:
    read = mail.mail
    own = mail.config.addresses
    everybody = {text.normal_email(one.email) or "" for one in (*read.from_, *read.to, *read.cc, *read.reply_to)}
    problems = [*read.problems, *kept.problems]
    problems += [FALSE] if mail.is_proven_false else []
    problems += [JUNK] if mail.item.meta.get("is_junk") else []
    subject = text.clean(read.subject, limit=subjects.MOST_SUBJECT).replace("\n", " ")
    return Letter(
        channel=mail.channel, external_id=mail.external_id, thread=thread, rfc_id=_short(read.message_id),
        kind="loop" if mail.is_loop else str(read.kind), references=[_short(one) for one in read.references][-30:],
        subject=subject, subject_key=subjects.key(subject), sender=mail.sender, reply_to=_reply_to(mail),
        people={
            name: [text.clean(str(one), limit=300) for one in found][:100]
            for name, found in (("from", read.from_), ("to", read.to), ("cc", read.cc), ("reply_to", read.reply_to))
        },
        participants=sorted(everybody - own - {""})[:200], quoted=text.clean(read.quoted, limit=MOST_QUOTED),
        html=text.clean(read.html) if len(read.html) <= MOST_HTML else "", pictures=kept.pictures,
        auth=_auth(mail), problems=[text.clean(one, limit=500) for one in problems],
        arrival_key=mail.item.key[:200], said_at=mail.said_at,
    )  # fmt: skip


def _reply_to(mail: Arrived) -> str:
    """Tell where an answer goes. Not where a mail asks for it, if it only pretends to be from its sender."""
    asked = next((found for one in mail.mail.reply_to if (found := text.normal_email(one.email))), "")
    return mail.sender if mail.is_proven_false or not asked or asked in mail.config.addresses else asked


def _auth(mail: Arrived) -> dict[str, Any]:
    found = mail.mail.auth
    said = {"spf": found.spf, "dkim": found.dkim, "dmarc": found.dmarc, "server": found.server}
    marks = {"signed": mail.mail.signed, "encrypted": mail.mail.encrypted}
    told = {name: text.clean(value, limit=100) for name, value in (said | marks).items() if value}
    return {**told, "is_trusted": arrived.is_trusted(mail.config, mail.mail)}


def _extras(mail: Arrived, letter: Letter) -> dict[str, Any]:
    """What the inbox keeps with the message; the rest stands in the letter."""
    return {
        "kind": letter.kind, "quoted": letter.quoted, "auth": letter.auth, "problems": letter.problems,
        "from": {"address": text.clean(mail.author.email, limit=254), "name": text.clean(mail.author.name, limit=120)},
        "to": letter.people["to"], "cc": letter.people["cc"],
    }  # fmt: skip


def _short(rfc_id: str) -> str:
    """Cut a Message-ID to what a letter has room for; NUL and half surrogates cannot be stored."""
    return text.clean(rfc_id)[:500]
