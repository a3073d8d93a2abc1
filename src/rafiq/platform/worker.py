"""The worker process: runs the jobs and feeds the log to its subscribers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from rafiq.platform.log import dispatcher

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 15.0


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
        async with worker_app.open_async(), asyncio.TaskGroup() as group:
            heir = group.create_task(_take_over(worker_app.job_manager))
            await worker_app.run_worker_async(
                concurrency=4,
                delete_jobs="successful",
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
            )
            heir.cancel()


async def _take_over(manager: JobManager) -> None:
    """Queue again what a worker was doing when it died: killed, or its machine gone.

    Only what looks abandoned twice in a row: a machine that slept finds its own heartbeat old at first.
    """
    suspects: set[int | None] = set()
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        abandoned = list(await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
        for job in abandoned:
            if job.id in suspects:
                logger.warning("Job %s (%s) was abandoned by its worker; it runs again", job.id, job.task_name)
                with contextlib.suppress(ConnectorException):  # another worker took it over a moment before
                    await manager.retry_job(job)
        suspects = {job.id for job in abandoned}


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
