"""A Bot API on loopback: keeps updates until they are confirmed, checks every call against the description."""

from __future__ import annotations

import io
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from tests.channels import bot_api

TOKEN = "700700:AAEabcdefghijklmnopqrstuvwxyz012345"
BOT = {"id": 700700, "is_bot": True, "first_name": "Narvan", "username": "narvan_bot"}
SARA = {
    "id": 42,
    "is_bot": False,
    "first_name": "سارا",
    "last_name": "احمدی",
    "username": "sara_a",
    "language_code": "fa",
}


def message(text: str | None = None, *, number: int = 1, sender: dict[str, Any] | None = None, **more: Any) -> dict:
    """A message of a private chat as documented."""
    sender = sender or SARA
    chat = {"id": sender["id"], "type": "private", "first_name": sender["first_name"]}
    said = {} if text is None else {"text": text}
    return {"message_id": number, "from": sender, "chat": chat, "date": 1_795_000_000 + number, **said, **more}


def update(number: int, **content: Any) -> dict:
    """An update with one content: message=…, edited_message=…, callback_query=…"""
    return {"update_id": number, **content}


@dataclass
class BotServer:
    """What the provider has, what it was asked, and how it is to fail."""

    updates: list[dict] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failures: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    batch: int = 100
    loses_answers: int = 0
    is_described: bool = True
    url: str = ""
    last_error: str = ""
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _number: int = 1000

    def add(self, *updates: dict) -> None:
        with self._changed:
            self.updates += updates
            self._changed.notify_all()

    def made(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method, in order."""
        return [params for name, params in self.calls if name == method]

    def answer(self, method: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.calls.append((method, params))
        if self.is_described:
            self.wrong += bot_api.problems_of_call(method, params)
        if self.failures[method]:
            status, shape = self.failures[method].pop(0)
            return status, {"ok": False, "error_code": status, "description": "refused", **shape}
        done = getattr(self, f"_{method}", self._sent if method.startswith("send") else None)
        return (200, {"ok": True, "result": done(params)}) if done else refused(404, "Not Found")

    def _getMe(self, params: dict) -> dict:
        return BOT

    def _getUpdates(self, params: dict) -> list[dict]:
        with self._changed:
            if "offset" in params:
                self.updates = [one for one in self.updates if one["update_id"] >= params["offset"]]
            if not self.updates and params.get("timeout"):
                self._changed.wait(params["timeout"])
            return self.updates[: self.batch]

    def _setWebhook(self, params: dict) -> bool:
        self.webhook = params
        return True

    def _deleteWebhook(self, params: dict) -> bool:
        self.webhook = {}
        return True

    def _getWebhookInfo(self, params: dict) -> dict:
        told = {"last_error_message": self.last_error} if self.last_error else {}
        waiting = len(self.updates)
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        } | told

    def _answerCallbackQuery(self, params: dict) -> bool:
        return True

    def _getFile(self, params: dict) -> dict:
        name = params["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_path": f"documents/{name}"}

    def _sent(self, params: dict) -> dict:
        self._number += 1
        return {"message_id": self._number, "date": 1, "chat": {"id": int(params["chat_id"]), "type": "private"}}


def refused(status: int, words: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
    """A refusal as documented."""
    return status, {"ok": False, "error_code": status, "description": words, "parameters": parameters}


@contextmanager
def serving(**settings: Any) -> Iterator[BotServer]:
    """Serve a Bot API on a free port of loopback."""
    state = BotServer(**settings)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            _, bot, method = self.path.split("/", 2)
            if bot != f"bot{TOKEN}":
                self._say(*refused(401, "Unauthorized"))
                return
            status, shape = state.answer(method, _params(self.headers, body))
            if state.loses_answers and method.startswith("send"):
                state.loses_answers -= 1
                self.close_connection = True
                return
            self._say(status, shape)

        def do_GET(self) -> None:
            name = self.path.removeprefix(f"/file/bot{TOKEN}/documents/")
            found = state.files.get(name)
            self._raw(404 if found is None else 200, found or b"gone", "application/octet-stream")

        def _say(self, status: int, shape: dict[str, Any]) -> None:
            if shape.get("description") == "a page":
                self._raw(status, b"<html>Bad Gateway</html>", "text/html")
            else:
                self._raw(status, json.dumps(shape).encode(), "application/json")

        def _raw(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
    assert state.wrong == []


def _params(headers: Any, body: bytes) -> dict[str, Any]:
    """Read JSON or a form; in a form, what is no text is JSON."""
    if not headers.get("Content-Type", "").startswith("multipart/"):
        return json.loads(body or b"{}")
    meta = {"CONTENT_TYPE": headers["Content-Type"], "CONTENT_LENGTH": len(body)}
    given, files = MultiPartParser(meta, io.BytesIO(body), [MemoryFileUploadHandler()]).parse()
    texts = dict(given.items())
    for name in ("reply_markup", "reply_parameters", "reply_to_message_id"):
        if name in texts:
            texts[name] = json.loads(texts[name])
    return {**texts, **{name: file.read() for name, file in files.items()}}
