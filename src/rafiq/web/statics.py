"""Our own style sheets, scripts and fonts, served before Django is asked: no page waits for a look at files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from servestatic import ServeStaticASGI

type App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]  # of ASGI, so that Django's and the gateway's both fit


def serving(pages: App) -> App:
    """Return an ASGI application that answers for the files under `STATIC_URL`, and lets `pages` do the rest.

    While developing, files are looked up again at every request. Otherwise what is there now is served, to be kept by
    browsers for a year: the address changes with the content.
    """
    application: Any = ServeStaticASGI(
        pages,
        autorefresh=settings.DEBUG,
        max_age=0 if settings.DEBUG else 365 * 24 * 3600,
        add_headers_function=_guard,
    )
    for storage in finders.AppDirectoriesFinder().storages.values():
        application.add_files(storage.location, prefix=settings.STATIC_URL)
    return application  # type: ignore[no-any-return]  # the library is untyped


def _guard(headers: Headers, path: str, url: str) -> None:
    """Say of files what Django's security middleware says of pages."""
    del path, url
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    headers["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
