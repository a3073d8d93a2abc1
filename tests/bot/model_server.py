"""A language model on loopback, scripted: it says what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rafiq.bot.model import services
from tests.makers import NOON


@dataclass
class Answer:
    """What is sent back: a status, headers and bytes, after a pause, a drop at a time if that is wished."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    drops: float = 0.0


def saying(content: object, *, finish: str = "stop", usage: object = None, **message: object) -> Answer:
    """An answer in the form of the protocol; what is no text is said as JSON."""
    words = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    said = {"role": "assistant", "content": words, **message}
    usage = {"prompt_tokens": 100, "completion_tokens": 20} if usage is None else usage
    return Answer(
        json.dumps({"choices": [{"index": 0, "message": said, "finish_reason": finish}], "usage": usage}).encode()
    )


type Script = Callable[["Asked"], Answer]


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def given(self) -> dict[str, Any]:
        return json.loads(self.body["messages"][1]["content"])

    @property
    def passages(self) -> list[dict[str, str]]:
        return self.given.get("passages", [])


class ModelServer:
    """Listens on a free port; `script` answers every request, `asked` holds them all."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: Script = lambda asked: saying({})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                asked = Asked(self.path, dict(self.headers), json.loads(raw))
                outer.asked.append(asked)
                answer = outer.script(asked)
                time.sleep(answer.pause)
                with contextlib.suppress(OSError):
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(answer.body)))
                    self.end_headers()
                    self._send(answer)

            def _send(self, answer: Answer) -> None:
                if not answer.drops:
                    self.wfile.write(answer.body)
                    return
                for place in range(len(answer.body)):
                    self.wfile.write(answer.body[place : place + 1])
                    time.sleep(answer.drops)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def says(self, content: object, **more: Any) -> None:
        self.script = lambda asked: saying(content, **more)

    def in_turn(self, *answers: Answer) -> None:
        left = list(answers)
        self.script = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@contextlib.contextmanager
def model_server() -> Iterator[ModelServer]:
    running = ModelServer()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()


def use(server: ModelServer, *, key: str = "", **values: object) -> None:
    """Switch the company's model on, at this server."""
    given = {"is_active": True, "address": server.address, "name": "scripted", "seconds": 5, **values}
    services.save(given, key=key, at=NOON)
