"""The worker process: runs the jobs, feeds the log to its subscribers, and whatever registered in `background`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import OperationalError, close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from rafiq.platform import background
from rafiq.platform.log import dispatcher

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 15.0
STOP_SECONDS = 3.0


def main() -> None:
    """Run until told to stop (SIGINT or SIGTERM); a lost database is waited for."""
    stop = threading.Event()
    loops = {"log": feed_log} | background.loops()
    threads = [
        threading.Thread(target=background.keep_looping, args=(name, loop, stop), name=name, daemon=True)
        for name, loop in loops.items()
    ]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(_run())
    finally:
        stop.set()
        _end_in(STOP_SECONDS)
        for thread in threads:
            thread.join(timeout=1 / len(threads))  # cut short where it waits: what it moves on is moved with the work


async def _run() -> None:
    """Run the jobs and the services; when the jobs were told to stop, the services are."""
    asyncio.get_running_loop().set_default_executor(background.Threads())
    services = [
        asyncio.create_task(background.keep_serving(name, service), name=name)
        for name, service in background.services().items()
    ]
    try:
        await _run_jobs()
    finally:
        _end_in(2 * STOP_SECONDS)
        for task in services:
            task.cancel()
        await asyncio.gather(*services, return_exceptions=True)


def _end_in(seconds: float) -> None:
    """Let the process end soon even where a thread waits for somebody's network: nothing is lost by that."""
    last = threading.Timer(seconds, os._exit, [0])
    last.daemon = True
    last.start()


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
    with psycopg.connect(**plain(parameters), autocommit=True) as listener:
        listener.execute("LISTEN rafiq_log")
        while not stop.is_set():
            while dispatcher.dispatch_all(at=datetime.now(UTC)):
                pass
            for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                break


def plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """Keep what libpq understands of Django's connection parameters."""
    return {name: parameters[name] for name in parameters if name not in {"cursor_factory", "context", "pool"}}
