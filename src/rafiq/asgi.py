"""The application a server runs: static files, Django's pages and the live gateway behind one address.

The composition root.

`rafiq.gateway.server.run` serves it; `application` and `websocket` are for uvicorn (`--ws rafiq.asgi:websocket`).
"""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup(set_prefix=False)

from rafiq.gateway.app import Gateway  # noqa: E402  # models can be imported only now
from rafiq.gateway.site import Site  # noqa: E402
from rafiq.live_domain import LiveDomain  # noqa: E402
from rafiq.web import statics  # noqa: E402  # after Django is set up, as those above
from rafiq.web.pages_handler import PagesHandler  # noqa: E402


def _connection() -> dict[str, Any]:
    """Return psycopg's parameters for the gateway's listening connection, which is outside Django's pool."""
    database = settings.DATABASES["default"]
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    return options | {name: database[key] for name, key in named.items() if database[key]}


application = Site(Gateway(LiveDomain(), connect=_connection()), statics.serving(PagesHandler()))
websocket = application.websocket
