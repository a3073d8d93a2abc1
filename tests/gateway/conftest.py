"""A database of its own for the gateway, and real server processes on it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import conninfo

from tests.gateway import world

ROOT = Path(__file__).parents[2]


@dataclass
class Served:
    """A running server."""

    port: int
    process: subprocess.Popen

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture(scope="session")
def admin_url():
    """The server of the test run; its own database is not touched."""
    return os.environ["DATABASE_URL"]


@pytest.fixture
def database(admin_url):
    """The connection string of an empty database with the tests' tables."""
    name = f"gateway_{os.getpid()}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
    url = conninfo.make_conninfo(admin_url, dbname=name)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(world.TABLES)
    yield url
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def db(database):
    """A connection, autocommit, to look at what the server stored and to play the agents."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def serve(database):
    """Start servers; ended with the test, politely, and they must end well."""
    started = []

    def start(*, limits="", is_healthy=True):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "TEST_LIMITS": limits,
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        }
        command = [sys.executable, "-m", "tests.gateway.world", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        served = Served(port, process)
        started.append(served)
        _wait_until_up(served, {200} if is_healthy else {200, 503})
        return served

    yield start
    for served in started:
        if served.process.poll() is None:
            served.process.terminate()
        errors = served.process.communicate(timeout=20)[1].decode()
        assert "Traceback" not in errors, errors


def _wait_until_up(served, wanted):
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(served.url("/health"), trust_env=False).status_code in wanted:
                return
        assert served.process.poll() is None, served.process.communicate()[1].decode()
        time.sleep(0.05)
    raise AssertionError("the server never came up")


@pytest.fixture
def served(serve):
    """One server with one process."""
    return serve()
