"""Database work of a receiver: beside the loop, in a thread that gives its connection back when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from django.db import close_old_connections


async def apart[**P, R](work: Callable[P, R], /, *args: P.args, **named: P.kwargs) -> R:
    """Do blocking work in a thread; with many receivers in one process none keeps a connection while it waits."""

    def run() -> R:
        try:
            return work(*args, **named)
        finally:
            close_old_connections()

    return await asyncio.to_thread(run)
