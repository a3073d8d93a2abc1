"""Where the help centre stands, as others write its addresses."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from rafiq.knowledge.queries import Site


def origin_of(request: HttpRequest, site: Site) -> str:
    """Return the public base address of the help centre, without a slash at the end."""
    return site.address or settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
