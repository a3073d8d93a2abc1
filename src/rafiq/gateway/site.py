"""Puts the gateway and the pages behind one address."""

from __future__ import annotations

from rafiq.gateway import bounds
from rafiq.gateway import plain_asgi as http
from rafiq.gateway.app import Gateway, ServerState
from rafiq.gateway.protocol import VisitorSocket


class Site:
    """The ASGI application: `/live/…`, `/health` and the lifespan are the gateway's, everything else is Django's."""

    def __init__(self, gateway: Gateway, pages: http.App) -> None:
        self.gateway = gateway
        self._pages = pages

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        is_live = scope["type"] == "lifespan" or path == "/health" or path.startswith("/live/")
        if is_live:
            await self.gateway(scope, receive, send)
        else:
            most, explain = self.gateway.limits.body_bytes, self.gateway.explain
            await bounds.serve(self._pages, scope, receive, send, most=most, explain=explain)

    def websocket(self, config: object, server_state: ServerState, app_state: object) -> VisitorSocket:
        """Make a visitor's socket: uvicorn's `ws` option takes this in place of a protocol class."""
        del config, app_state
        return VisitorSocket(self.gateway, connections=server_state.connections)
