"""A mailbox of Narvan, mails as customers write them, and what became of them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

from rafiq.channels.transport import journal, processing
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Message
from tests.makers import NOON

OURS = "support@narvan.example"
ALI = "Ali Rezaei <ali@customer.example>"


def make_mailbox(*, secret: dict[str, str] | None = None, **settings: object) -> Channel:
    given = {"address": OURS, "sender_name": "Narvan", **settings}
    return inbox.save_channel(
        None, kind="mail", name="Support", settings=given, at=NOON, secret=json.dumps(secret or {})
    )


def write(  # a mail, as a customer's program writes it
    text: str = "My fridge does not cool.", *, sender: str = ALI, to: str = OURS, subject: str = "Fridge",
    message_id: str | None = None, at: datetime = NOON, files: tuple[tuple[str, bytes, str], ...] = (), **headers: str,
) -> bytes:  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = at
    if message_id != "":
        mail["Message-ID"] = message_id or f"<{uuid4()}@customer.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def take_in(channel: Channel, *mails: bytes, at: datetime = NOON, **meta: object) -> list[Arrival]:
    """Journal mails and process them; return what became of each."""
    known = {"received_at": at.isoformat(), **meta}
    items = [RawItem(key=f"test:{uuid4()}", body=mail, meta=known) for mail in mails]
    journal.journal(channel.pk, items, at=at)
    processing.process_all(at=at + timedelta(seconds=1))
    found = {one.key: one for one in Arrival.objects.filter(key__in=[item.key for item in items])}
    return [found[item.key] for item in items]


def message_of(arrival: Arrival) -> Message:
    return Message.objects.select_related("conversation").get(pk=arrival.message_id)


def taken(channel: Channel, mail: bytes, **named: object) -> Message:
    """Take one mail in and return the message it became."""
    [arrival] = take_in(channel, mail, **named)
    assert arrival.state == Arrival.State.DONE, arrival.reason
    return message_of(arrival)
