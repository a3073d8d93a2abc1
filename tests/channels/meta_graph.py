"""A Graph API on loopback: answers as documented (v23.0), checks what it is asked, and fails on demand."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel
from tests.makers import NOON

TOKEN, APP_SECRET = "EAAtoken", "0123456789abcdef"
PHONE, WABA, PAGE, ACCOUNT = "106540352242922", "102290129340398", "1029384756", "17841400000000001"
SARA, PSID = "989121234567", "24998877665544"
LATER = datetime(2027, 1, 1, tzinfo=UTC)
SHARED = Path(__file__).parents[2].parent / "shared" / "apis" / "whatsapp" / "updates"
KINDS_OF_MESSAGES = {
    "text", "image", "video", "audio", "document", "sticker", "template", "interactive", "reaction", "location",
    "contacts",
}  # fmt: skip
needs_recordings = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recorded webhook bodies are not at {SHARED}")


@dataclass
class Asked:
    """One request, as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: dict[str, Any]
    file: bytes = b""


@dataclass
class Graph:
    """What the vendor has, what it was asked, and how it is to fail."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failures: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    templates: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0

    def fail(self, status: int, code: int = 0, *, subcode: int = 0, transient: bool = False, **headers: str) -> None:
        """Answer the next request with an error object as documented."""
        error = {"message": f"(#{code}) told by the vendor", "type": "OAuthException", "code": code}
        error |= {"error_subcode": subcode} if subcode else {}
        error |= {"is_transient": True} if transient else {}
        self.failures.append((status, {"error": error}, {k.replace("_", "-"): v for k, v in headers.items()}))

    def sent(self) -> list[dict[str, Any]]:
        """List the messages that were taken, without receipts and the like."""
        return [one.body for one in self.asked if one.path.endswith("/messages") and _is_message(one.body)]

    def answer(self, asked: Asked) -> tuple[int, Any]:  # noqa: C901, PLR0911  # one case for each address
        """Answer a request that is not made to fail."""
        self.number += 1
        match asked.method, asked.path.strip("/").split("/"):
            case "POST", [_, who, "messages"] if who == PHONE:
                return 200, self._whatsapp(asked.body)
            case "POST", [_, who, "media"] if who == PHONE:
                self._must(asked.body.get("messaging_product") == "whatsapp" and bool(asked.file), "media")
                self.media[f"up-{self.number}"] = asked.file
                return 200, {"id": f"up-{self.number}"}
            case "POST", [_, "me", "messages"]:
                return 200, self._page(asked.body)
            case "POST", [_, "me", "message_attachments"]:
                self._must("attachment" in json.loads(asked.body["message"]) and bool(asked.file), "attachment")
                return 200, {"attachment_id": f"at-{self.number}"}
            case "GET", [_, who, "message_templates"] if who == WABA:
                return 200, self._templates(asked.query)
            case "GET", ["bytes", name]:
                return (200, self.media[name]) if name in self.media else (404, _error(100))
            case "GET", [_, "me"]:
                return 200, {"id": PAGE, "name": "Narvan Shop"}
            case "GET", [_, who] if who == PHONE:
                return 200, {"id": who, "display_phone_number": "+98 912 000 0000", "verified_name": "Narvan"}
            case "GET", [_, who] if who in self.profiles:
                return 200, self.profiles[who] | {"id": who}
            case "GET", [_, name] if name in self.media:
                about = {"url": f"{self.url.rpartition('/')[0]}/bytes/{name}", "mime_type": "image/jpeg", "id": name}
                return 200, about | {"messaging_product": "whatsapp", "file_size": str(len(self.media[name]))}
        return 400, _error(100)

    def _whatsapp(self, body: dict[str, Any]) -> dict[str, Any]:
        self._must(body.get("messaging_product") == "whatsapp", "messaging_product")
        if body.get("status") == "read":
            self._must(bool(body.get("message_id")), "message_id")
            return {"success": True}
        self._must(body.get("type") in KINDS_OF_MESSAGES and body.get("type") in body, "type")
        self._must(bool(body.get("to")) != bool(body.get("recipient")), "to")
        self._must(len(body.get("text", {}).get("body", "")) <= 4096, "text.body")
        whom = body.get("to") or body.get("recipient")
        return {
            "messaging_product": "whatsapp", "contacts": [{"input": whom, "wa_id": whom}],
            "messages": [{"id": f"wamid.out{self.number}"}],
        }  # fmt: skip

    def _page(self, body: dict[str, Any]) -> dict[str, Any]:
        self._must(bool(body.get("recipient", {}).get("id")), "recipient")
        if "sender_action" in body:
            return {"recipient_id": body["recipient"]["id"]}
        self._must(body.get("messaging_type") in {"RESPONSE", "MESSAGE_TAG"}, "messaging_type")
        self._must(("tag" in body) == (body.get("messaging_type") == "MESSAGE_TAG"), "tag")
        self._must(len(body["message"].get("text", "")) <= 2000, "text")
        return {"recipient_id": body["recipient"]["id"], "message_id": f"m_out{self.number}"}

    def _templates(self, query: dict[str, str]) -> dict[str, Any]:
        start = int(query.get("after", "0"))
        page = {
            "data": self.templates[start : start + 2],
            "paging": {"cursors": {"before": "x", "after": str(start + 2)}},
        }
        if start + 2 < len(self.templates):
            page["paging"]["next"] = "https://graph.facebook.com/next"
        return page

    def _must(self, is_right: bool, what: str) -> None:
        if not is_right:
            self.wrong.append(what)


def _is_message(body: dict[str, Any]) -> bool:
    return "status" not in body and "sender_action" not in body


def _error(code: int) -> dict[str, Any]:
    return {"error": {"message": "Unsupported request", "type": "GraphMethodException", "code": code}}


@contextmanager
def serving() -> Iterator[Graph]:
    """Play the vendor on loopback."""
    graph = Graph()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply("GET")

        def do_POST(self) -> None:
            self._reply("POST")

        def _reply(self, method: str) -> None:
            asked = self._asked(method)
            graph.asked.append(asked)
            if graph.failures:
                status, answer, headers = graph.failures.pop(0)
            else:
                (status, answer), headers = graph.answer(asked), {}
            is_secret = not asked.path.startswith("/bytes/cdn")
            if is_secret and self.headers.get("Authorization") != f"Bearer {TOKEN}":
                status, answer = 401, _error(190)
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def _asked(self, method: str) -> Asked:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length", "0"))
            kind = self.headers.get("Content-Type", "")
            raw = self.rfile.read(length)
            if kind.startswith("multipart/"):
                meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": length}
                fields, sent = MultiPartParser(meta, io.BytesIO(raw), [MemoryFileUploadHandler()]).parse()
                content = next((file.read() for file in sent.values()), b"")
                return Asked(method, parts.path, query, {name: fields[name] for name in fields}, content)
            return Asked(method, parts.path, query, json.loads(raw) if raw else {})

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    graph.url = f"http://127.0.0.1:{server.server_port}/v23.0"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield graph
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_meta(kind: str, url: str, **settings: object) -> Channel:
    """Set up a channel of this vendor whose interface stands at an address."""
    known = {
        "whatsapp": {"phone_number_id": PHONE, "business_account_id": WABA},
        "messenger": {"account_id": PAGE},
        "instagram": {"account_id": ACCOUNT},
    }
    secret = json.dumps({"access_token": TOKEN, "app_secret": APP_SECRET})
    given = {"api_url": url, **known[kind], **settings}
    return inbox.save_channel(None, kind=kind, name=kind, settings=given, at=NOON, secret=secret)


def sign(body: bytes, *, secret: str = APP_SECRET) -> str:
    """Sign a delivery as the vendor does."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def delivery(*messages: dict[str, Any], number: str = PHONE, field: str = "messages", **value: Any) -> dict[str, Any]:
    """A delivery of the WhatsApp Cloud API."""
    about = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "98912", "phone_number_id": number}}
    people = [{"profile": {"name": "سارا"}, "wa_id": SARA, "user_id": "IR.77"}]
    said = {"contacts": people, "messages": list(messages)} if messages else {}
    change = {"field": field, "value": about | said | value}
    return {"object": "whatsapp_business_account", "entry": [{"id": WABA, "changes": [change]}]}


def said(
    number: int = 1, *, ago: timedelta = timedelta(minutes=1), sender: str = SARA, **content: Any
) -> dict[str, Any]:
    """A WhatsApp message; a text if nothing else is given."""
    content = content or {"type": "text", "text": {"body": f"پیام {number}"}}
    at = int((datetime.now(UTC) - ago).timestamp())
    return {"from": sender, "id": f"wamid.in{number}", "timestamp": str(at), **content}


def event(*, ago: timedelta = timedelta(minutes=1), account: str = PAGE, **content: Any) -> dict[str, Any]:
    """A delivery of Messenger (or Instagram, by its account)."""
    at = int((datetime.now(UTC) - ago).timestamp() * 1000)
    one = {"sender": {"id": PSID}, "recipient": {"id": account}, "timestamp": at, **content}
    about = "page" if account == PAGE else "instagram"
    return {"object": about, "entry": [{"id": account, "time": at, "messaging": [one]}]}
