"""A messenger's API, an SMS gateway, an order system and a mail server on ports of this machine.

They answer the way the vendors document it: core.telegram.org/bots/api, kavenegar.com/rest.html, RFC 5321.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.smtp import SMTP, Envelope, Session

from rafiq.demo.outside import orders

type Taken = Callable[[str, bytes], None]

_LENGTH = re.compile(r"(?im)^content-length: *(\d+)")
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where they listen."""

    http: int
    smtp: int


class Providers:
    """All of them. `taken` hears of everything that is sent: the kind of channel, and the words."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._sent: dict[str, int] = {}  # what the SMS gateway gave each `localid`

    async def open(self) -> Ports:
        """Begin to listen on free ports of this machine; they close with the event loop."""
        loop = asyncio.get_running_loop()
        web = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        post = await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", 0)
        return Ports(web.sockets[0].getsockname()[1], post.sockets[0].getsockname()[1])

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # the library names it so
        """Take a letter."""
        self._taken("mail", envelope.original_content or b"")
        return "250 taken"

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read the requests of one connection and answer each (HTTP/1.1 with Content-Length)."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, _, rest = head.decode("latin-1").partition("\r\n")
                found = _LENGTH.search(rest)
                body = await reader.readexactly(int(found[1])) if found else b""
                status, answer = self._answer(first.split(" ")[1], body)
                said, line = json.dumps(answer).encode(), f"{status} {HTTPStatus(status).phrase}"
                lead = f"HTTP/1.1 {line}\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
                writer.write(lead.encode() + said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if path.startswith("/orders/"):
            return orders.answer(path, body)
        if "/bot" in path:
            return 200, self._bot(path.rpartition("/")[2], body)
        if "/sms/send" in path:
            return 200, self._sms(body)
        return 200, {"return": {"status": 200, "message": "ok"}, "entries": [{"remaincredit": 100_000}]}

    def _bot(self, method: str, body: bytes) -> dict[str, Any]:
        if method != "sendMessage":
            me = {"id": 1, "is_bot": True, "first_name": "Narvan", "username": "narvan_bot", "url": ""}
            return {"ok": True, "result": [] if method == "getUpdates" else me}
        said = json.loads(body)
        self._taken("telegram", said["text"].encode())
        chat = {"id": said["chat_id"], "type": "private"}
        return {"ok": True, "result": {"message_id": next(_NUMBERS), "date": 0, "chat": chat, "text": said["text"]}}

    def _sms(self, body: bytes) -> dict[str, Any]:
        """The same `localid` is the same message, and is sent once."""
        said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        local = said.get("localid", "")
        if not local or local not in self._sent:
            self._taken("kavenegar", said["message"].encode())
            self._sent[local] = next(_NUMBERS)
        entry = {
            "messageid": self._sent[local], "message": said["message"], "status": 1, "statustext": "queued",
            "sender": said.get("sender", ""), "receptor": said["receptor"], "date": 0, "cost": 1,
        }  # fmt: skip
        return {"return": {"status": 200, "message": "ok"}, "entries": [entry]}
