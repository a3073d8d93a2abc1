"""What search engines read, the way in without a language, and old addresses."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.views import View

from rafiq.accounts.models import Language
from rafiq.knowledge import queries
from rafiq.knowledge.addresses import origin_of
from rafiq.knowledge.queries import Site
from rafiq.knowledge.views.base import FOR_ANYONE, HelpPage, best_language

PER_MAP = 10_000
MOST_MAPS = 500
_XML = "application/xml; charset=utf-8"


class Front(View):
    """`/help/` leads to the language the browser likes best."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        language = best_language(request, queries.site())
        response = HttpResponse(status=302, headers={"Location": reverse("help:home", args=[language])})
        response.headers["Cache-Control"] = FOR_ANYONE
        patch_vary_headers(response, ["Accept-Language"])
        return response


class Robots(View):
    """The help centre may be searched; the staff's pages and results of searches are nobody's business."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        site = queries.site()
        closed = [f"Disallow: {reverse('help:search', args=[code])}" for code in site.languages]
        opened = [f"Allow: {path}" for path in ("/help/", "/static/", "/files/")]
        place = f"Sitemap: {origin_of(request, site)}{reverse('help:sitemap')}"
        body = "\n".join(["User-agent: *", *closed, *opened, "Disallow: /", "", place, ""])
        return _kept(HttpResponse(body, content_type="text/plain; charset=utf-8"))


class SiteMap(View):
    """What everybody may read, with its languages (https://www.sitemaps.org/protocol.html): shelves, then articles."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, number: int = 0) -> HttpResponse:
        site = queries.site()
        start = max(number - 1, 0) * PER_MAP
        rows = queries.site_map(start=start, most=PER_MAP + 1) if number <= MOST_MAPS else []
        if not rows and number:
            raise Http404
        if not number and len(rows) > PER_MAP:
            return self._index(request, site)
        entries = _entries(request, site, rows[:PER_MAP])
        if rows and number < 2:
            entries = [*_pages(request, site), *entries]
        context = {"entries": entries}
        return _kept(render(request, "knowledge/public/sitemap.xml", context, content_type=_XML))

    def _index(self, request: HttpRequest, site: Site) -> HttpResponse:
        parts = range(1, -(-queries.count_for_site_map() // PER_MAP) + 1)
        places = [origin_of(request, site) + reverse("help:sitemap_part", args=[number]) for number in parts]
        return _kept(render(request, "knowledge/public/sitemaps.xml", {"places": places}, content_type=_XML))


class OldAddress(HelpPage):
    """Whatever else is asked for below /help/: an address of before, or nothing."""

    def dispatch(self, request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        """Speak the language the address begins with."""
        first = str(named.get("rest", "")).partition("/")[0]
        return super().dispatch(request, *args, language=first if first in Language.values else "", **named)

    def get(self, request: HttpRequest, rest: str) -> HttpResponse:
        if found := queries.find_redirect(rest, reader=self.reader):
            return self.go(reverse("help:article", args=[found.language, found.slug]), for_ever=True)
        if rest.partition("/")[0] in self.site.languages and not rest.endswith("/") and _is_page(f"/help/{rest}/"):
            return self.go(f"/help/{rest}/", for_ever=True)
        raise Http404


def _is_page(path: str) -> bool:
    try:
        return resolve(path).view_name != "help:old_address"
    except Resolver404:
        return False


def _entries(request: HttpRequest, site: Site, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each translation its address and those of the same article in other languages."""
    base = origin_of(request, site)
    entries = []
    offered = [row for row in rows if row["language"] in site.languages]
    for _, same in groupby(offered, key=lambda row: row["article_id"]):
        group = [(row, base + reverse("help:article", args=[row["language"], row["slug"]])) for row in same]
        others = [(row["language"], address) for row, address in group]
        entries += [{"address": address, "changed": row["updated_at"], "others": others} for row, address in group]
    return entries


def _pages(request: HttpRequest, site: Site) -> list[dict[str, Any]]:
    """Give the first page and the collections their addresses in every language offered."""
    base, entries = origin_of(request, site), []
    for name, given in [("help:home", []), *(("help:collection", [slug]) for slug in queries.shelves_for_site_map())]:
        others = [(code, base + reverse(name, args=[code, *given])) for code in site.languages]
        entries += [{"address": address, "changed": None, "others": others} for _, address in others]
    return entries


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_ANYONE
    return response
