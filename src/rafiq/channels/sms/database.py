"""The database beside an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from django.db import connection


async def in_database[T](work: Callable[[], T]) -> T:
    """Do something with the database in a thread, and give the thread's connection back."""

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()

    return await asyncio.to_thread(run)
