"""A company's own system on loopback, and the channel that talks with it."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rafiq.channels.webhook import signing
from rafiq.inbox import services as inbox
from tests.makers import NOON

SECRET = "a secret nobody can guess"


class System:
    """The company's system on loopback: takes answers, gives files, fails on demand."""

    def __init__(self):
        self.calls, self.failures, self.files, self.asked = [], [], {}, []
        self.url = ""

    @contextmanager
    def serving(self):
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signing.check(self.headers[signing.HEADER], body, secret=SECRET, at=datetime.now(UTC))
                call = json.loads(body) | {"key": self.headers["Idempotency-Key"]}
                known = any(one["key"] == call["key"] for one in system.calls)
                system.calls.append(call)
                failure = system.failures.pop(0) if system.failures else None
                self.answer(*(failure or (409 if known else 200, {"id": f"theirs-{len(system.calls)}"}, {})))

            def do_GET(self):
                system.asked.append(self.path)
                status, content = system.files.get(self.path, (404, b""))
                self.answer(status, content, {})

            def answer(self, status, content, headers):
                raw = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(raw))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def make_webhook(url="", **given):
    secret = json.dumps({"signing_secret": SECRET})
    given = {"url": url, **given}
    return inbox.save_channel(None, kind="webhook", name="ERP", settings=given, at=NOON, secret=secret)
