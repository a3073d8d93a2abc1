"""A small kind of channel of the tests' own: letters come signed to its webhook address, or over a line to its office.

What a letter says decides how it behaves, as the worst ones of real providers do.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import signal
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django import forms

from rafiq.channels.transport import connections, cursors, journal, registry
from rafiq.channels.transport.contracts import (
    AccessRevoked,
    ChannelForm,
    Health,
    HookAnswer,
    HookRefused,
    NotNow,
    Parsed,
    RawItem,
    Tally,
    Unreadable,
)
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import registry as inbox_registry
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Edit, Inbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets
from tests.makers import NOON

KIND = "postbox"
SECRET = "the stamp"


class PostboxForm(ChannelForm):
    SECRETS = ("stamp",)
    port = forms.IntegerField(label="Port", min_value=0, max_value=65535, required=False)
    stamp = forms.CharField(label="Stamp", widget=forms.PasswordInput({"dir": "ltr"}), max_length=100)


class Postbox:
    kind, icon, label, send_label = KIND, "mail", "Postbox", "Send by post"
    group, form, guide = "mail", PostboxForm, "transport/guide.html"

    def __init__(self) -> None:
        self.settled: list[str] = []
        self.missing: set[str] = set()  # what cannot be fetched for the moment
        self.is_revoked = False

    def send(self, message):
        return f"letter-{message.message_id}"

    def threads(self, identities):
        return []

    def verify(self, channel, hook):
        if hook.method == "GET":
            if hook.query.get("stamp") != _stamp(channel):
                raise HookRefused("the challenge was not ours")
            return HookAnswer(content=hook.query.get("challenge", ""))
        if not hmac.compare_digest(sign(hook.body, _stamp(channel)), hook.headers.get("x-signature", "")):
            raise HookRefused("the signature is wrong")
        letters = json.loads(hook.body)
        items = [RawItem(key=one["id"], body=json.dumps(one).encode()) for one in letters]
        return HookAnswer(items=items, content="ok")

    def parse(self, channel, item):
        letter = json.loads(item.body)
        match letter["text"]:
            case "unreadable":
                raise Unreadable("the ink ran")
            case "broken":
                raise KeyError("page two")
            case "no access":
                raise AccessRevoked("the stamp is not accepted")
            case "deadly":
                os.kill(os.getpid(), signal.SIGKILL)
            case text if text.startswith("wait for "):
                while not Path(text.removeprefix("wait for ")).exists():
                    time.sleep(0.05)
            case text if text in self.missing:
                raise NotNow("the picture is not there yet", retry_after=60)
            case "nothing":
                return Parsed(note="only a greeting")
        if "edits" in letter:
            return Parsed(edits=[Edit(external_id=letter["edits"], text=letter["text"], edited_at=NOON)])
        message = Inbound(
            channel_id=channel.pk, thread=letter["from"], external_id=letter["id"],
            sender=("VISITOR", letter["from"]), text=letter["text"], said_at=NOON,
        )  # fmt: skip
        return Parsed(messages=[message])

    def settle(self, channel, item, parsed, message_ids):
        self.settled.append(item.key)

    async def listen(self, channel):
        port = channel.settings.get("port")
        if not port:
            return
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            start = (await asyncio.to_thread(cursors.read, channel.pk)).get("next", 0)
            writer.write(json.dumps(["LISTEN", _stamp(channel), start]).encode() + b"\n")
            while line := await reader.readline():
                if line == b"REFUSED\n":
                    raise AccessRevoked("the office does not know this stamp")
                if line == b"WELCOME\n":
                    await asyncio.to_thread(connections.connected, channel.pk)
                    continue
                start += 1
                await asyncio.to_thread(take, channel.pk, line, start)
            raise ConnectionError("the office hung up")
        finally:
            writer.close()

    def health(self, channel):
        try:
            keys = _ask(channel)
        except (OSError, AccessRevoked) as error:
            return Health(is_well=False, words=str(error))
        return Health(is_well=True, words=f"{len(keys)} letters")

    def tally(self, channel, since):
        if not channel.settings.get("port"):
            return None
        keys = _ask(channel)
        here = set(Arrival.objects.filter(channel=channel).values_list("key", flat=True))
        missing = [key for key in keys if key not in here]
        return Tally(since=since, on_server=len(keys), here=len(keys) - len(missing), missing=missing)

    def fetch_missing(self, channel, since):
        items = [RawItem(key=key, body=letter(key)) for key in self.tally(channel, since).missing]
        return journal.journal(channel.pk, items, at=NOON)


def take(channel_id: int, line: bytes, following: int) -> None:
    journal.journal(channel_id, [RawItem(key=json.loads(line)["id"], body=line)], at=datetime.now(UTC))
    cursors.save(channel_id, {"next": following})


def letter(key: str, text: str = "Hello", sender: str = "maryam", **more: str) -> bytes:
    return json.dumps({"id": key, "from": sender, "text": text, **more}).encode() + b"\n"


def sign(body: bytes, stamp: str = SECRET) -> str:
    return hmac.new(stamp.encode(), body, hashlib.sha256).hexdigest()


def make_postbox(name: str = "Letters", *, stamp: str = SECRET, **settings: object) -> Channel:
    secret = json.dumps({"stamp": stamp})
    return inbox.save_channel(None, kind=KIND, name=name, settings=settings, at=NOON, secret=secret)


def _stamp(channel: Channel) -> str:
    return json.loads(secrets.decrypt(channel.secret))["stamp"]


def _ask(channel: Channel) -> list[str]:
    with socket.create_connection(("127.0.0.1", channel.settings["port"]), timeout=10) as line:
        line.sendall(json.dumps(["LIST", _stamp(channel)]).encode() + b"\n")
        said = line.makefile().read().splitlines()
    if said == ["REFUSED"]:
        raise AccessRevoked("the office does not know this stamp")
    return said


@contextlib.contextmanager
def registered() -> Iterator[Postbox]:
    """Let there be postboxes for the block."""
    postbox = Postbox()
    registry.register(postbox)
    try:
        yield postbox
    finally:
        del registry._TRANSPORTS[KIND]
        del inbox_registry._ADAPTERS[KIND]


@dataclass
class Office:
    """The provider: hands its letters to whoever shows the right stamp."""

    stamp: str = SECRET
    letters: list[bytes] = field(default_factory=list)
    port: int = 0
    listeners: int = 0
    most_at_once: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_closed: bool = False

    def add(self, *letters: bytes) -> None:
        with self.changed:
            self.letters.extend(letters)
            self.changed.notify_all()


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: Office = self.server.office
        command, *words = json.loads(self.rfile.readline())
        if words[0] != office.stamp:
            self.wfile.write(b"REFUSED\n")
        elif command == "LIST":
            self.wfile.write(b"".join(json.loads(one)["id"].encode() + b"\n" for one in office.letters))
        else:
            self._stream(office, words[1])

    def _stream(self, office: Office, place: int) -> None:
        office.listeners += 1
        office.most_at_once = max(office.most_at_once, office.listeners)
        with contextlib.suppress(OSError):
            self.wfile.write(b"WELCOME\n")
            while not office.is_closed and not self._is_gone():
                with office.changed:
                    office.changed.wait(timeout=0.05)
                fresh = office.letters[place:]
                self.wfile.write(b"".join(fresh))
                place += len(fresh)
        office.listeners -= 1

    def _is_gone(self) -> bool:
        self.connection.setblocking(False)
        try:
            return self.connection.recv(1) == b""
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: Office


@contextlib.contextmanager
def office(*letters: bytes, port: int = 0) -> Iterator[Office]:
    """Open an office, on a port of its own where none is given."""
    opened = Office(letters=list(letters))
    with _Server(("127.0.0.1", port), _Line) as server:
        server.office, opened.port = opened, server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield opened
        finally:
            opened.is_closed = True
            server.shutdown()
