"""Opens channels of many kinds in the measured product and counts what arrives and leaves. A helper process."""

from __future__ import annotations

import json
import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from email import message_from_bytes  # noqa: E402  # models can be imported only now
from uuid import uuid4  # noqa: E402

from django.test import Client  # noqa: E402

from rafiq.accounts.models import Agent, Role  # noqa: E402
from rafiq.bench import _orders  # noqa: E402
from rafiq.channels.mail import reading  # noqa: E402
from rafiq.channels.sms import base, hooks  # noqa: E402
from rafiq.channels.telegram import bot, dialects  # noqa: E402
from rafiq.channels.transport import journal  # noqa: E402
from rafiq.channels.transport.contracts import RawItem  # noqa: E402
from rafiq.channels.transport.models import Arrival  # noqa: E402
from rafiq.inbox import services as inbox  # noqa: E402
from rafiq.inbox.models import Conversation, Message  # noqa: E402

TOKEN = "123456:bench-token-of-no-account"  # noqa: S105  # of no account
ADDRESS = "care@bench.example"
NUMBER = re.compile(r"no\. (\d+)")
MESSAGE_ID = re.compile(rb"(?im)^(message-id:\s*<?)")
JOURNALED_AT_ONCE = 50


def open_channels(*, http: int, smtp: int) -> dict[str, Any]:
    """Open a bot, an SMS channel and a mail address whose providers are the given local ports."""
    world, now = f"http://127.0.0.1:{http}", datetime.now(UTC)
    fast = {"api_url": world, "mode": "webhook", "per_second": 10_000, "chat_seconds": 0}
    telegram = inbox.save_channel(None, kind="telegram", name="Bot", settings=fast, secret=bot.as_secret(TOKEN), at=now)
    sms = inbox.save_channel(
        None, kind="kavenegar", name="SMS", settings={"host": world, "line": "10004346", "poll": False},
        secret=json.dumps({"api_key": TOKEN}), at=now,
    )  # fmt: skip
    mail = inbox.save_channel(
        None, kind="mail", name="Mail", at=now,
        settings={"address": ADDRESS, "inbound": "listener", "outbound": "smtp", "smtp_host": "127.0.0.1",
                  "smtp_port": smtp, "smtp_security": "none", "quote": False},
    )  # fmt: skip
    end = hooks.token_of(sms.key, base.secret_of(sms))
    secret = bot.of_channel(dialects.TELEGRAM, telegram).hook_secret(telegram.key)
    boss = Agent(email="boss@bench.example", name="Boss", role=Role.ADMINISTRATOR, joined_at=now)
    boss.set_unusable_password()
    boss.save()
    return {
        "telegram": {"id": telegram.pk, "key": telegram.key, "secret": secret},
        "kavenegar": {"id": sms.pk, "path": f"/hooks/{sms.key}/{end}/"},
        "mail": {"id": mail.pk, "address": ADDRESS},
    }


def write(*, channel: int, first: int, count: int) -> dict[str, Any]:
    """Answer as many conversations of a channel, each with a number."""
    boss = Agent.objects.get(email="boss@bench.example")
    found = Conversation.objects.filter(channel=channel).order_by("pk")[:count]
    for number, conversation in enumerate(found, start=first):
        inbox.reply(
            conversation=conversation, author=boss, body=f"Answer no. {number}", client_id=uuid4(), at=datetime.now(UTC)
        )
    return {"written": len(found)}


def heard(*, channel: int) -> dict[str, Any]:
    """Count the messages that came in over a channel: rows, and distinct numbers said in them."""
    said = Message.objects.filter(channel=channel, kind=Message.Kind.INBOUND).values_list("text", flat=True)
    numbers = {found[1] for text in said if (found := NUMBER.search(text))}
    return {"rows": len(said), "distinct": len(numbers)}


def sent(*, channel: int) -> dict[str, Any]:
    """Count how far the messages that go out over a channel have come."""
    states = Message.objects.filter(channel=channel, kind=Message.Kind.OUTBOUND).values_list("delivery", flat=True)
    return {"rows": len(states), "queued": states.filter(delivery="QUEUED").count(),
            "failed": states.filter(delivery="FAILED").count()}  # fmt: skip


def wait_for(*, channel: int, inbound: int, outbound: int, seconds: float) -> dict[str, Any]:
    """Wait until so many messages have come in and gone out; tell when that was."""
    until = time.monotonic() + seconds
    came = Message.objects.filter(channel=channel, kind=Message.Kind.INBOUND)
    went = Message.objects.filter(channel=channel, kind=Message.Kind.OUTBOUND).exclude(delivery="QUEUED")
    while time.monotonic() < until:
        if came.count() >= inbound and went.count() >= outbound:
            return {"is_done": True}
        time.sleep(0.05)
    return {"is_done": False}


def take_in(*, channel: int, folder: str, turn: int, most: int, seconds: float) -> dict[str, Any]:
    """Journal every mail of a folder under a name of this turn; return how long until the worker has taken all in."""
    letters = _letters(folder, turn)[:most]
    began = time.monotonic()
    for place in range(0, len(letters), JOURNALED_AT_ONCE):
        journal.journal(channel, letters[place : place + JOURNALED_AT_ONCE], at=datetime.now(UTC))
    waiting = Arrival.objects.filter(channel=channel, state=Arrival.State.PENDING)
    while waiting.exists():
        if time.monotonic() - began > seconds:
            raise RuntimeError("the mails are not taken in")
        time.sleep(0.01)
    spent = time.monotonic() - began
    aside = Arrival.objects.filter(channel=channel, state=Arrival.State.QUARANTINED).count()
    return {"mails": len(letters), "seconds": spent, "set_aside": aside}


def parse(*, folder: str, turn: int, most: int) -> dict[str, Any]:
    """Read every mail of a folder with the standard library alone: the parser, and all bodies decoded."""
    letters = _letters(folder, turn)[:most]
    began = time.monotonic()
    for letter in letters:
        for part in message_from_bytes(letter.body).walk():
            part.get_payload(decode=True)
    return {"mails": len(letters), "seconds": time.monotonic() - began}


def read(*, folder: str, turn: int, most: int) -> dict[str, Any]:
    """Understand every mail of a folder as Rafiq does: text, quotes, safe HTML, attachments, kind, bounces, marks."""
    letters = _letters(folder, turn)[:most]
    began = time.monotonic()
    for letter in letters:
        reading.read(letter.body)
    return {"mails": len(letters), "seconds": time.monotonic() - began}


def _letters(folder: str, turn: int) -> list[RawItem]:
    """Read a folder's mails; each turn they are others, by their Message-IDs."""
    paths = [path for path in sorted(Path(folder).rglob("*")) if path.is_file() and path.suffix not in {".yml", ".md"}]
    mark = f"turn{turn}.".encode()
    bodies = [path.read_bytes() for path in paths if path.name not in {"LICENSE", "README"}]
    changed = [MESSAGE_ID.sub(rb"\1" + mark, b"X-Bench: " + mark + b"\n" + body) for body in bodies]
    return [RawItem(key=f"bench:{turn}:{place}", body=body) for place, body in enumerate(changed)]


def open_mailbox(*, port: int, user: str, password: str) -> dict[str, Any]:
    """Open a mail channel that watches a mailbox."""
    settings = {
        "address": "care@mailbox.example", "inbound": "imap", "imap_host": "127.0.0.1", "imap_port": port,
        "imap_security": "none", "imap_user": user, "outbound": "smtp", "smtp_host": "127.0.0.1",
    }  # fmt: skip
    secret = json.dumps({"imap_password": password})
    channel = inbox.save_channel(
        None, kind="mail", name="Mailbox", settings=settings, secret=secret, at=datetime.now(UTC)
    )
    return {"id": channel.pk}


def conversation_of(*, channel: int) -> dict[str, Any]:
    """Find the newest conversation of a channel, and log somebody in who may see it."""
    client = Client()
    client.force_login(Agent.objects.get(email="boss@bench.example"))
    found = Conversation.objects.filter(channel=channel).latest("pk")
    return {"id": found.pk, "cookie": client.cookies["sessionid"].value}


if __name__ == "__main__":
    _orders.serve({
        "open_channels": open_channels, "write": write, "heard": heard, "sent": sent, "wait_for": wait_for,
        "take_in": take_in, "parse": parse, "read": read, "open_mailbox": open_mailbox,
        "conversation_of": conversation_of,
    })  # fmt: skip
