"""What customers write from outside, in the shapes their providers hand over, on its way into the journal."""

from __future__ import annotations

import json
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import Q

from rafiq.channels.mail.models import Letter
from rafiq.channels.sms import base, hooks
from rafiq.channels.telegram import bot, dialects
from rafiq.channels.transport import journal, registry
from rafiq.channels.transport.contracts import Hook, RawItem
from rafiq.demo.outside.channels import ADDRESS
from rafiq.inbox.models import Channel


def write(channel: Channel, *, address: str, name: str, words: str, subject: str = "", at: datetime) -> None:
    """Let a customer write over a channel of the demo, as its provider would hand it over."""
    if channel.kind == "mail":
        body = _letter(channel, address=address, name=name, words=words, subject=subject, at=at)
        items = [RawItem(key=f"demo:{uuid4()}", body=body, meta={"recipients": [ADDRESS]})]
    else:
        is_bot = channel.kind == "telegram"
        hook = _update(channel, address, name, words, at) if is_bot else _sms(channel, address, words)
        transport = registry.find(channel.kind)
        items = list(transport.verify(channel, hook).items) if transport else []
    journal.journal(channel.pk, items, at=at)


def _letter(channel: Channel, *, address: str, name: str, words: str, subject: str, at: datetime) -> bytes:
    """Write a letter; without a subject it answers the newest one of the two, as mail programs do."""
    letter = EmailMessage()
    letter["From"], letter["To"] = formataddr((name, address)), ADDRESS
    answered = _newest(channel, address)
    if answered and not subject:
        letter["In-Reply-To"] = letter["References"] = f"<{answered.rfc_id.strip('<>')}>"
    letter["Subject"] = subject or f"Re: {answered.subject.removeprefix('Re: ') if answered else words[:40]}"
    letter["Message-ID"] = f"<{uuid4()}@customer.example>"
    letter["Date"] = format_datetime(at)
    letter.set_content(words)
    return letter.as_bytes()


def _newest(channel: Channel, address: str) -> Letter | None:
    """Find the newest letter from or to a customer."""
    theirs = Letter.objects.filter(Q(sender=address) | Q(people__to__0__icontains=address), channel=channel)
    return theirs.order_by("-pk").first()


def _sms(channel: Channel, number: str, words: str) -> Hook:
    end = hooks.token_of(channel.key, base.secret_of(channel))
    said = {"messageid": uuid4().int % 10**12, "from": number, "to": "10004346", "message": words}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Hook(method="POST", path=end, query={}, headers=headers, body=urlencode(said).encode())


def _update(channel: Channel, chat: str, name: str, words: str, at: datetime) -> Hook:
    known = bot.of_channel(dialects.TELEGRAM, channel)
    person = {"id": int(chat), "is_bot": False, "first_name": name}
    room = {"id": int(chat), "type": "private", "first_name": name}
    message = {
        "message_id": uuid4().int % 2**31, "from": person, "chat": room, "date": int(at.timestamp()), "text": words,
    }  # fmt: skip
    body = json.dumps({"update_id": uuid4().int % 2**31, "message": message}).encode()
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": known.hook_secret(channel.key)}
    return Hook(method="POST", path="", query={}, headers=headers, body=body)
