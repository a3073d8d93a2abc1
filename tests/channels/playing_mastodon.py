"""A Mastodon instance on loopback: notifications with pages, a stream, statuses that know an Idempotency-Key."""

from __future__ import annotations

import io
import json
import queue
import threading
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

TOKEN = "ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0"
DOMAIN = "social.example"
ME = {"id": "14715", "username": "narvan", "acct": "narvan", "display_name": "Narvan", "bot": False}
SARA = {"id": "971724", "username": "sara", "acct": "sara@Elsewhere.example", "display_name": "سارا", "bot": False}


def status(number: int, content: str = "<p>hi</p>", *, account: dict | None = None, **more: Any) -> dict[str, Any]:
    """A status as documented, mentioning us."""
    return {
        "id": str(number), "created_at": f"2026-11-22T08:{number % 60:02}:00.000Z", "in_reply_to_id": None,
        "in_reply_to_account_id": None, "sensitive": False, "spoiler_text": "", "visibility": "direct",
        "language": "fa", "uri": f"https://elsewhere.example/{number}", "url": f"https://elsewhere.example/@sara/{number}",
        "edited_at": None, "content": content, "reblog": None, "account": account or SARA, "media_attachments": [],
        "mentions": [{"id": ME["id"], "username": "narvan", "url": "https://social.example/@narvan", "acct": "narvan"}],
        "tags": [], "emojis": [], "card": None, "poll": None,
    } | more  # fmt: skip


def mention(number: int, said: dict[str, Any], *, kind: str = "mention") -> dict[str, Any]:
    """A notification about a status."""
    return {
        "id": str(number),
        "type": kind,
        "created_at": said["created_at"],
        "account": said["account"],
        "status": said,
    }


@dataclass
class Instance:
    """What the instance holds, what it was asked, and how it is to fail."""

    notifications: list[dict] = field(default_factory=list)
    statuses: dict[str, dict] = field(default_factory=dict)
    posted: list[dict] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    failures: dict[str, list[tuple[int, dict, dict] | None]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    uploaded: list[tuple[str, bytes]] = field(default_factory=list)
    processing: int = 0
    page: int = 80
    loses_answers: int = 0
    policy: dict[str, str] = field(default_factory=dict)
    streams: bool = True
    url: str = ""
    _keys: dict[str, dict] = field(default_factory=dict)
    _listeners: list[queue.Queue] = field(default_factory=list)

    def notify(self, *notifications: dict, quietly: bool = False) -> None:
        """Somebody mentions us; `quietly` where the stream loses it."""
        for one in notifications:
            self.notifications.append(one)
            self.statuses[one["status"]["id"]] = one["status"]
            if not quietly:
                self.tell("notification", json.dumps(one))

    def tell(self, event: str, data: str) -> None:
        for listener in self._listeners:
            listener.put(f"event: {event}\ndata: {data}\n\n")

    def hang_up(self) -> None:
        for listener in self._listeners:
            listener.put(None)

    @property
    def is_listened_to(self) -> bool:
        return bool(self._listeners)

    def get(self, path: str, params: dict[str, list[str]]) -> tuple[int, Any]:
        simple = {
            "/api/v1/accounts/verify_credentials": ME,
            "/api/v2/instance": self._about(),
            "/api/v1/notifications": self._page_of(params),
        }
        if path == "/api/v2/notifications/policy":
            return (200, self.policy) if self.policy else (404, {"error": "Not Found"})
        if path.startswith("/api/v1/media/"):
            self.processing -= 1
            return (206 if self.processing > 0 else 200), {"id": path.rpartition("/")[2], "url": None}
        if path.endswith("/context"):
            return self._context(path.split("/")[4])
        found = simple.get(path, self.statuses.get(path.rpartition("/")[2]))
        return (404, {"error": "Record not found"}) if found is None else (200, found)

    def _about(self) -> dict:
        limits = {"max_characters": 500, "max_media_attachments": 4}
        urls = {"streaming": self.url.replace("http://", "ws://")}
        return {"domain": DOMAIN, "configuration": {"statuses": limits, "urls": urls}}

    def post(self, path: str, headers: Any, body: bytes) -> tuple[int, Any]:
        if path == "/api/v2/media":
            meta = {"CONTENT_TYPE": headers["Content-Type"], "CONTENT_LENGTH": len(body)}
            _, files = MultiPartParser(meta, io.BytesIO(body), [MemoryFileUploadHandler()]).parse()
            self.uploaded.append((files["file"].name, files["file"].read()))
            return (202 if self.processing else 200), {"id": f"m{len(self.uploaded)}", "url": None}
        given = json.loads(body)
        key = headers.get("Idempotency-Key", "")
        if key in self._keys:
            return 200, self._keys[key]
        if len(given["status"]) > 500:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
        made = status(9000 + len(self.posted), given["status"], account=ME, **{
            name: given[name] for name in ("visibility", "in_reply_to_id") if name in given})  # fmt: skip
        self.posted.append(given | {"key": key, "id": made["id"]})
        self.statuses[made["id"]] = self._keys[key] = made
        return 200, made

    def _page_of(self, params: dict[str, list[str]]) -> list[dict]:
        found = sorted(self.notifications, key=lambda one: int(one["id"]))
        limit = min(int(params.get("limit", ["40"])[0]), self.page)
        if "min_id" in params:
            return [one for one in found if int(one["id"]) > int(params["min_id"][0])][:limit][::-1]
        upto = int(params.get("max_id", [str(2**60)])[0])
        return [one for one in found if int(one["id"]) < upto][-limit:][::-1]

    def _context(self, status_id: str) -> tuple[int, Any]:
        above, now = [], self.statuses.get(status_id)
        while now and (now := self.statuses.get(now["in_reply_to_id"] or "")):
            above.insert(0, now)
        return 200, {"ancestors": above, "descendants": []}


class Handler(BaseHTTPRequestHandler):
    state: Instance
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, method: str, body: bytes) -> None:
        parts = urllib.parse.urlsplit(self.path)
        self.state.asked.append((method, self.path))
        if parts.path.startswith("/media/"):
            found = self.state.files.get(parts.path.removeprefix("/media/"))
            self._raw(404 if found is None else 200, found or b"gone", "application/octet-stream")
        elif self.state.failures[parts.path] and (failure := self.state.failures[parts.path].pop(0)):
            self._say(*failure)
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._say(401, {"error": "The access token is invalid"})
        elif parts.path == "/api/v1/streaming/user":
            self._stream()
        else:
            given = urllib.parse.parse_qs(parts.query)
            made = (
                self.state.get(parts.path, given)
                if method == "GET"
                else self.state.post(parts.path, self.headers, body)
            )
            if method == "POST" and self.state.loses_answers:
                self.state.loses_answers -= 1
                self.close_connection = True
                return
            self._say(*made)

    def _stream(self) -> None:
        if not self.state.streams:
            self._say(404, {"error": "Not Found"})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        mine: queue.Queue = queue.Queue()
        self.wfile.write(b":)\n")
        self.wfile.flush()
        self.state._listeners.append(mine)
        self.close_connection = True
        try:
            while (piece := mine.get(timeout=30)) is not None:
                self.wfile.write(piece.encode())
                self.wfile.flush()
        except (OSError, queue.Empty):
            pass
        finally:
            self.state._listeners.remove(mine)

    def _say(self, code: int, shape: Any, headers: dict[str, str] | None = None) -> None:
        self._raw(code, json.dumps(shape).encode(), "application/json", headers or {})

    def _raw(self, code: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


@contextmanager
def serving(**settings: Any) -> Iterator[Instance]:
    """Serve an instance on a free port of loopback."""
    state = Instance(**settings)

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        state.hang_up()
        server.shutdown()
        server.server_close()
