"""What all public pages share: the language of the address, who reads, what caches may keep, words for what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views import View

from rafiq.accounts.models import Agent
from rafiq.knowledge import passes, queries
from rafiq.knowledge.addresses import origin_of
from rafiq.knowledge.contracts import Anyone, Customer, Reader, Staff
from rafiq.knowledge.queries import Site
from rafiq.platform import text

FOR_ANYONE = "public, max-age=60, stale-while-revalidate=600"
FOR_ONE = "private, no-cache"
NOT_KEPT = "no-store"
LONGEST = 300  # characters of a part of an address


class HelpPage(View):
    """A page of the help centre in one language; whatever is not there is told in that language."""

    http_method_names = ["get", "head", "options"]
    request: HttpRequest
    site: Site
    reader: Reader
    language: str

    def dispatch(self, request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        """Find out about language, site and reader, then go on."""
        self.site = queries.site()
        self.language = str(named.pop("language", "")) or best_language(request, self.site)
        if self.language not in self.site.languages:
            self.language = best_language(request, self.site)
            named = {"refused": True, **named}
        with translation.override(self.language):
            request.LANGUAGE_CODE = self.language  # as LocaleMiddleware does
            response = self._answer(request, *args, **named)
        response.headers["Content-Language"] = self.language
        return response

    def _answer(self, request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        if given := request.GET.get(passes.IN_ADDRESS):
            return self._let_in(given)
        self.reader = reader_of(request)
        if named.pop("refused", False) or not all(_may_be(one) for one in named.values()):
            return self.nothing_here()
        try:
            return super().dispatch(request, *args, **named)
        except Http404:
            return self.nothing_here()
        except queries.ForCustomersOnly:
            return self.show("customers_only.html", {}, status=HTTPStatus.FORBIDDEN, keep=NOT_KEPT)

    def show(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        keep: str = "",
        changed: datetime | None = None,
    ) -> HttpResponse:
        """Render a page; who holds the same one already is told so. `changed`: when it last did."""
        shared = {
            "site": self.site,
            "language": self.language,
            "direction": text.language_direction(self.language),
            "reader": self.reader,
            "is_staff": isinstance(self.reader, Staff),
            "origin": self.origin(),
        }
        response = render(self.request, f"knowledge/public/{template}", {**shared, **context}, status=status)
        response.headers["Cache-Control"] = keep or self._kept()
        patch_vary_headers(response, ["Cookie"])
        if keep or status != HTTPStatus.OK:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        modified = int(changed.timestamp()) if changed else None
        if modified:
            response.headers["Last-Modified"] = http_date(modified)
        found = get_conditional_response(self.request, etag=etag, last_modified=modified, response=response)
        return found or response

    def nothing_here(self) -> HttpResponse:
        """Show 404 with a search box."""
        return self.show("missing.html", {}, status=HTTPStatus.NOT_FOUND, keep=NOT_KEPT)

    def go(self, address: str, *, for_ever: bool = False) -> HttpResponse:
        """Lead on; what moved for good is told as such."""
        response = HttpResponsePermanentRedirect(address) if for_ever else HttpResponseRedirect(address)
        response.headers["Cache-Control"] = self._kept() if for_ever else NOT_KEPT
        return response

    def _kept(self) -> str:
        return FOR_ANYONE if isinstance(self.reader, Anyone) else FOR_ONE

    def origin(self) -> str:
        """Return the public base address: the company's own, the installation's, else the one that was asked."""
        return origin_of(self.request, self.site)

    def address(self, name: str, *arguments: str) -> str:
        """Return an address of this room in the page's language."""
        return reverse(f"help:{name}", args=[self.language, *arguments])

    def alternates(self, addresses: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return the same page in its languages, for hreflang; `x-default` is the company's, where it is there."""
        if len(addresses) < 2:
            return []
        given = [(code, self.origin() + path) for code, path in addresses.items()]
        default = addresses.get(self.site.default_language)
        return [*given, ("x-default", self.origin() + default)] if default else given

    def in_all_languages(self, name: str, *arguments: str) -> dict[str, str]:
        """Return the address of a page in each language the help centre is offered in."""
        return {code: reverse(f"help:{name}", args=[code, *arguments]) for code in self.site.languages}

    def _let_in(self, given: str) -> HttpResponse:
        """Exchange a pass for a cookie and lead to the same page without it."""
        kept = self.request.GET.copy()
        kept.pop(passes.IN_ADDRESS)
        query = f"?{kept.urlencode()}" if kept else ""
        response = self.go(f"{self.request.path}{query}")
        if cookie := passes.cookie_for(given):
            response.set_cookie(
                passes.COOKIE, cookie, max_age=passes.COOKIE_LASTS, path="/help/", httponly=True, samesite="Lax",
                secure=self.request.is_secure(),
            )  # fmt: skip
        return response


def _may_be(part: object) -> bool:
    """Test whether a part of an address can be one of ours: what is not clean or endless is not looked for."""
    return not isinstance(part, str) or (len(part) <= LONGEST and text.clean(part) == part)


def reader_of(request: HttpRequest) -> Reader:
    """Tell who reads: somebody of the staff, a customer somebody vouched for, or anyone."""
    if isinstance(request.user, Agent):
        return Staff(request.user.pk)
    customer_id = passes.customer_of(request.COOKIES.get(passes.COOKIE, ""))
    return Anyone() if customer_id is None else Customer(customer_id)


def best_language(request: HttpRequest, site: Site) -> str:
    """Choose the language a browser likes best of those offered, else the company's."""
    liked = (code[:2] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((code for code in liked if code in site.languages), site.default_language)
