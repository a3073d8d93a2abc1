"""Readers nobody knows, told apart just enough: one vote each, and not too many from one place."""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest, HttpResponse

from rafiq.knowledge import services

COOKIE = "help_visitor"
LASTS = 365 * 24 * 3600
_NAME = re.compile(r"[\w-]{24}", re.ASCII)


def visitor_of(request: HttpRequest) -> str:
    """Return the digest of a reader's random name; without one, of their network address and browser."""
    name = _named(request)
    browser = request.headers.get("User-Agent", "")[:300]
    return services.digest(f"visitor {name}" if name else f"browser {address_of(request)} {browser}")


def network_of(request: HttpRequest) -> str:
    """Return the digest of a reader's network address."""
    return services.digest(f"network {address_of(request)}")


def remember(request: HttpRequest, response: HttpResponse) -> str:
    """Give a reader a random name where they have none, and return its digest."""
    name = _named(request)
    if not name:
        name = secrets.token_urlsafe(18)
        response.set_cookie(
            COOKIE, name, max_age=LASTS, path="/help/", httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return services.digest(f"visitor {name}")


def _named(request: HttpRequest) -> str:
    name = request.COOKIES.get(COOKIE, "")
    return name if _NAME.fullmatch(name) else ""


def address_of(request: HttpRequest) -> str:
    """Return the network address; a web server in front of us, on this machine, says whose it is."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and direct in {"127.0.0.1", "::1", ""} else direct
