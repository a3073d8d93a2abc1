"""The world outside for measurements: a messenger's API, an SMS gateway and a mail server that take what we send.

A helper process. Each keeps count of what it took by its own key, so that losses and repetitions show.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
from collections import Counter
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.smtp import SMTP, Envelope, Session

from rafiq.bench import _orders

TAKEN: dict[str, Counter[str]] = {"telegram": Counter(), "kavenegar": Counter(), "mail": Counter()}
GATEWAY_IDS: dict[str, int] = {}
NUMBERS = itertools.count(1)
MARK = re.compile(r"no\. (\d+)")


def answer_of(path: str, body: bytes) -> dict[str, Any]:
    """Answer one request the way the vendors document it, and count what it brought."""
    if "/bot" in path:
        return _telegram(path.rpartition("/")[2], body)
    if "/sms/send" in path:
        return _kavenegar(body)
    return {"return": {"status": 200, "message": "ok"}, "entries": {"remaincredit": 1}}


def _telegram(method: str, body: bytes) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#making-requests."""
    if method != "sendMessage":
        known = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "url": ""}
        return {"ok": True, "result": [] if method == "getUpdates" else known}
    said = json.loads(body)
    TAKEN["telegram"][_mark(said["text"])] += 1
    chat = {"id": said["chat_id"], "type": "private"}
    return {"ok": True, "result": {"message_id": next(NUMBERS), "date": 0, "chat": chat, "text": said["text"]}}


def _kavenegar(body: bytes) -> dict[str, Any]:
    """https://kavenegar.com/rest.html: the same `localid` is the same message and is sent once."""
    said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    local = said.get("localid", "")
    if not local or local not in GATEWAY_IDS:
        TAKEN["kavenegar"][_mark(said["message"])] += 1
        GATEWAY_IDS[local] = next(NUMBERS)
    entry = {
        "messageid": GATEWAY_IDS[local], "message": said["message"], "status": 1, "statustext": "queued",
        "sender": said.get("sender", ""), "receptor": said["receptor"], "date": 0, "cost": 1,
    }  # fmt: skip
    return {"return": {"status": 200, "message": "ok"}, "entries": [entry]}


class Postman:
    """Takes mail for anybody."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # the library names it so
        """Count one letter by the number in its text."""
        letter = message_from_bytes(envelope.original_content or b"")
        plain = next((part for part in letter.walk() if part.get_content_type() == "text/plain"), letter)
        payload = plain.get_payload(decode=True)
        TAKEN["mail"][_mark(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")] += 1
        return "250 taken"


async def _serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read requests of one connection and answer each (HTTP/1.1 with Content-Length)."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, _, rest = head.decode("latin-1").partition("\r\n")
            found = re.search(r"(?im)^content-length: *(\d+)", rest)
            body = await reader.readexactly(int(found[1])) if found else b""
            said = json.dumps(answer_of(first.split(" ")[1], body)).encode()
            lead = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
            writer.write(lead.encode() + said)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _mark(text: str) -> str:
    """Find the number a message was written with."""
    found = MARK.search(text)
    return found[1] if found else ""


class World:
    """Both servers, on ports of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        opening = asyncio.run_coroutine_threadsafe(self._open(), self._loop)
        self._ports = dict(zip(("http", "smtp"), opening.result(), strict=True))

    async def _open(self) -> tuple[int, ...]:
        loop = asyncio.get_running_loop()
        opened = (
            await asyncio.start_server(_serve_one, "127.0.0.1", 0),
            await loop.create_server(lambda: SMTP(Postman(), loop=loop), "127.0.0.1", 0),
        )
        return tuple(int(server.sockets[0].getsockname()[1]) for server in opened)

    def ports(self) -> dict[str, Any]:
        """Tell where they listen."""
        return dict(self._ports)


def counts() -> dict[str, Any]:
    """Tell how many messages each took: distinct ones, and repetitions."""
    return {
        kind: {"distinct": len(taken), "repeated": sum(taken.values()) - len(taken)} for kind, taken in TAKEN.items()
    }


if __name__ == "__main__":
    _orders.serve({"ports": World().ports, "counts": counts})
