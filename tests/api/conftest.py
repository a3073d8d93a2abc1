"""A program with a token, and an endpoint of the company's that listens."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from rafiq.accounts.models import Agent, Role
from rafiq.api import tokens
from rafiq.api.scopes import Scope
from tests.makers import make_agent

JSON = "application/json"


@dataclass
class Program:
    """A program of the company's: asks with its token."""

    agent: Agent
    token: str
    language: str = "en"
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        said = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language, **headers}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, f"/api/v1{path}", data, content_type=JSON, headers=said)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)


@pytest.fixture
def make_program() -> Callable[..., Program]:
    def make(*scopes: Scope, role: str = Role.ADMINISTRATOR, agent: Agent | None = None, **named: str) -> Program:
        agent = agent or make_agent("Robot", role=role)
        given = scopes or tuple(Scope)
        _, plain = tokens.make(name="Shop", agent=agent, scopes=given, by=agent, at=datetime.now(UTC))
        return Program(agent, plain, **named)

    return make


@pytest.fixture
def program(make_program: Callable[..., Program]) -> Program:
    return make_program()


@dataclass
class Listener:
    """What an endpoint heard, and what it answers: statuses in turn, the last one for ever."""

    url: str
    statuses: list[int] = field(default_factory=lambda: [200])
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def events(self) -> list[str]:
        return [json.loads(body)["event"] for _, body in self.heard]

    def ids(self) -> list[int]:
        return [json.loads(body)["id"] for _, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = known.statuses.pop(0) if len(known.statuses) > 1 else known.statuses[0]
            self.send_response(status)
            for name, value in known.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"heard")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known = Listener(f"http://127.0.0.1:{server.server_port}/hook")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield known
        server.shutdown()
