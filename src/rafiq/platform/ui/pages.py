"""One page, two ways to ask for it: whole by the browser, in part by htmx."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def is_partial(request: HttpRequest) -> bool:
    """Test whether htmx asks and will put only a part into the page."""
    return request.headers.get("HX-Request") == "true"


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render a page, or for htmx only its part of that name, so that both can never drift apart."""
    name = f"{template}#{part}" if part and is_partial(request) else template
    return render(request, name, dict(context), status=status)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the reader on after something was done: the next page is loaded whole, in whatever language it now has."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=303)
