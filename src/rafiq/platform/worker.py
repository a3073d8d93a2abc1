"""The worker process: runs the jobs and feeds the log to its subscribers."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app

from rafiq.platform.log import dispatcher

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0


def main() -> None:
    """Run until told to stop (SIGINT or SIGTERM); a lost database is waited for."""
    stop = threading.Event()
    feeder = threading.Thread(target=feed_log, args=(stop,), name="log", daemon=True)
    feeder.start()
    try:
        asyncio.run(_run_jobs())
    finally:
        stop.set()
        feeder.join(timeout=1)  # cut short where it waits: its cursors are moved only with the work done


async def _run_jobs() -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the Django connector has it
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(concurrency=4, delete_jobs="successful", fetch_job_polling_interval=5)


def feed_log(stop: threading.Event) -> None:
    """Feed subscribers whenever the log says it grew, and every few seconds in any case."""
    while not stop.is_set():
        try:
            _feed_until_lost(stop)
        except (psycopg.OperationalError, OperationalError) as error:
            logger.warning("The log's reader lost the database (%s); trying again", error)
            close_old_connections()
            stop.wait(1)


def _feed_until_lost(stop: threading.Event) -> None:
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    with psycopg.connect(**_plain(parameters), autocommit=True) as listener:
        listener.execute("LISTEN rafiq_log")
        while not stop.is_set():
            while dispatcher.dispatch_all(at=datetime.now(UTC)):
                pass
            for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                break


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """Keep what libpq understands of Django's connection parameters."""
    return {name: parameters[name] for name in parameters if name not in {"cursor_factory", "context", "pool"}}
