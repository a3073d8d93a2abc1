"""What the worker process runs beside jobs and the log's readers; higher tiers register it in `apps.ready()`."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, override

from django.db import connection, connections

from rafiq.platform import db

logger = logging.getLogger(__name__)

#: Runs on a thread of its own until the event is set.
type Loop = Callable[[threading.Event], None]
#: Runs on the worker's event loop until it is cancelled.
type Service = Callable[[], Awaitable[None]]

THREADS = 64  # blocking calls at a time; most of them wait for a network and hold no connection of the database
AGAIN_AFTER = 1.0
SILENT_AFTER = 30  # seconds after which a worker that gives no sign of life counts as gone

_ALIVE = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))"

_LOOPS: dict[str, Loop] = {}
_SERVICES: dict[str, Service] = {}


def register_loop(name: str, loop: Loop) -> None:
    """Let the worker run a blocking loop; it is begun anew when it ends by an exception."""
    _LOOPS[name] = loop


def register_service(name: str, service: Service) -> None:
    """Let the worker run a coroutine; it is begun anew when it ends by an exception."""
    _SERVICES[name] = service


def is_anybody_working() -> bool:
    """Test whether some worker process runs; without one nothing is taken in, sent, or fed."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, [SILENT_AFTER])
        [is_alive] = cursor.fetchone()
    return bool(is_alive)


def loops() -> dict[str, Loop]:
    """Return all loops by name."""
    return dict(_LOOPS)


def services() -> dict[str, Service]:
    """Return all services by name."""
    return dict(_SERVICES)


def keep_looping(name: str, loop: Loop, stop: threading.Event) -> None:
    """Run a loop, again and again whatever becomes of it, until told to stop."""
    while not stop.is_set():
        try:
            loop(stop)
        except db.AWAY as error:
            logger.warning("%s lost the database (%s); trying again", name, error)
        except Exception:
            logger.exception("%s broke; it begins anew", name)
        finally:
            connections.close_all()
        stop.wait(AGAIN_AFTER)


async def keep_serving(name: str, service: Service) -> None:
    """Run a service, again and again whatever becomes of it, until cancelled."""
    while True:
        try:
            await service()
        except db.AWAY as error:
            logger.warning("%s lost the database (%s); trying again", name, error)
        except Exception:
            logger.exception("%s broke; it begins anew", name)
        await asyncio.sleep(AGAIN_AFTER)


class Threads(ThreadPoolExecutor):
    """Runs blocking calls of the event loop; each gives its database connection back when it is done.

    Django keeps a connection for each thread: kept by idle threads, they would soon be all of the pool, and after the
    database was away every thread would fail once.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=THREADS, thread_name_prefix="worker")

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return super().submit(_and_give_back, fn, *args, **kwargs)


def _and_give_back(call: Callable[..., Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401  # handed on
    try:
        return call(*args, **named)
    finally:
        connections.close_all()
