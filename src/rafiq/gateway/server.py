"""Runs the web server: Django and the gateway on one port.

uvicorn, because its WebSocket implementation can be replaced: with `protocol.VisitorSocket` an idle
visitor costs a few KB. Measured with 3,000 idle sockets: granian 2.8 (whose WebSocket library keeps
a 128 KiB buffer each) 145 KB a socket and 58 MB to begin with, this 1 KB and 27 MB.
"""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from rafiq.gateway.site import Site

APPLICATION = "rafiq.asgi:application"
WEBSOCKET = "rafiq.asgi:websocket"


class HttpConnection(HttpToolsProtocol):
    """A connection for pages and event streams, which tells the gateway when the server shuts down.

    The server waits for responses under way; an event stream would keep it waiting for ever.
    """

    def shutdown(self) -> None:
        """Make way for a restart (called by the server)."""
        super().shutdown()
        if isinstance(self.app, Site):
            self.app.gateway.begin_stop()


def run(
    *,
    host: str,
    port: int,
    listener: socket.socket | None = None,
    options: dict[str, Any] | None = None,
) -> None:
    """Serve until told to stop. `options` are uvicorn's; `app` and `ws` may name another `Site`.

    A `listener` that is already bound takes the place of host and port: the supervisor holds it, so
    that no connection is refused while a web process is replaced, and several can share it.
    """
    settings: dict[str, Any] = {
        "app": APPLICATION,
        "ws": WEBSOCKET,
        "http": HttpConnection,
        "host": host,
        "port": port,
        "interface": "asgi3",
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "proxy_headers": False,
        "server_header": False,
        "backlog": 4096,
        "timeout_keep_alive": 75,
        "timeout_graceful_shutdown": 10,
    }
    config = uvicorn.Config(**(settings | (options or {})))
    uvicorn.Server(config).run(sockets=[listener] if listener else None)
