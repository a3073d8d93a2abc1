"""Django's pages behind ASGI, each request as one call on one thread."""

from __future__ import annotations

from typing import Any, override

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler


class PagesHandler(ASGIHandler):
    """Answers requests on a thread from the first middleware to the view, as under WSGI.

    Left to itself Django takes a chain that mixes synchronous middleware with its own back and forth between thread
    and event loop. A reader who leaves meanwhile cuts it in two: the thread's half fails, nobody tells that the request
    is over, and its database connection never comes back to the pool.
    """

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain for a thread, and call it from the event loop."""
        super().load_middleware(is_async=False)
        self._middleware_chain: Any = sync_to_async(self._middleware_chain, thread_sensitive=True)
