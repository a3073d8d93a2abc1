"""Fixtures for all tests: a real PostgreSQL, real jobs, the real log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection


def pytest_configure() -> None:
    """Hash passwords cheaply: Argon2 is slow by design, and hundreds of tests log in."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: their driver keeps an event loop running, beside which no asynchronous test can run.

    The longest files come first among them, so that no process works alone on one of them in the end.
    """
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, str]:
    """Tell where a test stands; tests of one file stay together, and in their order."""
    return (-item.path.stat().st_size, str(item.path)) if "browser" in item.path.parts else (-1_000_000_000, "")


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    """Feed the log to its subscribers and run every job at once until nothing is left; a failing one fails the test."""
    return _drain


def _drain() -> None:
    from rafiq.platform.log import dispatcher

    for _ in range(20):
        fed = dispatcher.dispatch_all(at=datetime.now(UTC))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
            waiting = cursor.rowcount
        if not fed and not waiting:
            return
        asyncio.run(_run_waiting())
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'failed'")
            assert not (failed := cursor.fetchall()), failed
    raise AssertionError("jobs never come to an end")


async def _run_waiting() -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)


@pytest.fixture
def statements() -> Iterator[Callable[[], int]]:
    """Count the SQL statements since the test began."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        yield lambda: len(captured)


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Log and jobs are no managed tables, so Django's flush after a committing test leaves them; empty them with it."""
    marker = request.node.get_closest_marker("django_db")
    is_committing = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if is_committing:
        request.getfixturevalue("transactional_db")
        _empty()
    yield
    if is_committing:
        _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE platform_log")
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
