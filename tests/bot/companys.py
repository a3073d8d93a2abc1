"""The company's own program that actions call: it answers as it was told, and remembers what it was asked."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Company:
    """What it answers, one after the other (the last again and again), and what it heard."""

    answers: list[tuple[int, Any]] = field(
        default_factory=lambda: [(200, {"status": "در راه", "order": {"day": "شنبه"}})]
    )
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    sleeps: float = 0.0
    drips: float = 0.0  # seconds before each byte of an answer

    def next(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serving() -> Iterator[Company]:
    company = Company()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            company.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
            time.sleep(company.sleeps)
            status, answer = company.next()
            said = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if not company.drips:
                self.wfile.write(said)
                return
            with suppress(OSError):  # nobody waits for the end
                for byte in said:
                    time.sleep(company.drips)
                    self.wfile.write(bytes([byte]))

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    company.url = f"http://127.0.0.1:{server.server_port}/order"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield company
    finally:
        server.shutdown()
        server.server_close()
