"""The addresses of the help centre in the chat window. Any website may call them; no cookies, at most a token."""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rafiq.channels.webchat import helping, script, throttle, visitors
from rafiq.channels.webchat.config import LANGUAGES
from rafiq.channels.webchat.views import channel_of, for_anyone, refusal, script_response
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.models import Search
from rafiq.knowledge.visitors import address_of, network_of
from rafiq.platform import db, text

QUERY_LIMIT = 200
LONGEST = 300
_SALT = "rafiq.webchat.search"


class _Refused(Exception):
    """The protocol's code tells why."""


@cache
def _gzipped() -> bytes:
    return gzip.compress(script.build_help(), 9, mtime=0)


@csrf_exempt
@require_safe
def help_script(request: HttpRequest) -> HttpResponse:
    return script_response(request, script.build_help(), _gzipped(), script.etag_of(script.build_help()))


@csrf_exempt
def help_centre(request: HttpRequest, key: str) -> HttpResponse:
    """GET what is read most, or with `q` what is found."""
    return _answered(request, key, _list, {"GET"})


@csrf_exempt
def help_article(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """GET one article; POST whether it helped (`answer` yes or no)."""
    return _answered(request, key, lambda asked, thread: _one(asked, thread, slug), {"GET", "POST"})


def _answered(request: HttpRequest, key: str, answer: Any, methods: set[str]) -> HttpResponse:  # noqa: ANN401
    if request.method == "OPTIONS":
        return for_anyone(HttpResponse(status=204))
    if request.method not in methods:
        return for_anyone(HttpResponseNotAllowed([*sorted(methods), "OPTIONS"]))
    try:
        if channel_of(request, key) is None:
            raise _Refused("unknown_key")
        response = JsonResponse(answer(request, _thread(request)))
    except _Refused as refused:
        return refusal(str(refused), _language(request))
    except db.AWAY:
        return refusal("unavailable", _language(request))
    response["Cache-Control"] = "no-store"
    return for_anyone(response)


def _list(request: HttpRequest, thread: str) -> dict[str, Any]:
    reader, language = helping.reader_of(thread), _language(request)
    asked = text.clean(request.GET.get("q", ""), limit=QUERY_LIMIT).strip()
    if not asked:
        return {"top": helping.top(reader, language)}
    visitor, now = _visitor(request, thread), timezone.now()
    if not throttle.may_search(visitor, at=now):
        raise _Refused("slow_down")
    found = helping.found(reader, asked, language)
    number = knowledge.note_search(
        asked=asked, language=language, place=Search.Place.WIDGET, results=len(found), at=now, visitor=visitor
    )
    return {"found": found, "mark": signing.Signer(salt=_SALT).sign(str(number)) if number else ""}


def _one(request: HttpRequest, thread: str, slug: str) -> dict[str, Any]:
    reader, language = helping.reader_of(thread), _language(request)
    if len(slug) > LONGEST or text.clean(slug) != slug:
        raise _Refused("no_article")
    if request.method == "POST":
        return _rate(request, thread, helping.page_of(reader, slug, language))
    shown = helping.article(reader, slug, language)
    if shown is None:
        raise _Refused("no_article")
    if mark := request.GET.get("s", ""):
        _note_choice(mark, helping.page_of(reader, slug, language))
    return shown


def _rate(request: HttpRequest, thread: str, page: Any) -> dict[str, Any]:  # noqa: ANN401  # an article's page
    answer = request.POST.get("answer", "")
    if page is None or answer not in {"yes", "no"}:
        raise _Refused("no_article")
    try:
        knowledge.rate(
            article=page.article, language=page.translation.language, visitor=_visitor(request, thread),
            network=network_of(request), is_helpful=answer == "yes", at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except knowledge.SlowDown:
        raise _Refused("slow_down") from None
    return {"answer": answer}


def _note_choice(mark: str, page: Any) -> None:  # noqa: ANN401  # an article's page
    """Keep that a search led here; a mark that is none of ours says nothing."""
    try:
        number = int(signing.Signer(salt=_SALT).unsign(mark[:200]))
    except (signing.BadSignature, ValueError):
        return
    knowledge.note_click(number, article=page.article)


def _thread(request: HttpRequest) -> str:
    """Return the thread of a visitor who has one; whoever only reads need not be anybody."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        return visitors.thread_of(token) if token else ""
    except visitors.ForgedToken:
        raise _Refused("bad_token") from None


def _visitor(request: HttpRequest, thread: str) -> str:
    """Return the digest of a visitor's thread; without one, of their network address and browser."""
    browser = request.headers.get("User-Agent", "")[:300]
    return knowledge.digest(f"visitor {thread}" if thread else f"browser {address_of(request)} {browser}")


def _language(request: HttpRequest) -> str:
    asked = (request.GET.get("lang") or request.headers.get("Accept-Language", ""))[:2].lower()
    return asked if asked in LANGUAGES else "en"
