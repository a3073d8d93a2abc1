"""The widget's plain HTTP addresses: the script, the configuration, files. Any website may call them; no cookies."""

from __future__ import annotations

import gzip
import logging
from functools import cache

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rafiq.channels.webchat import script, throttle, visitors
from rafiq.channels.webchat.config import may_stand_on, open_channel, widget_config
from rafiq.channels.webchat.errors import explain
from rafiq.inbox.models import Channel
from rafiq.platform import db, files

logger = logging.getLogger(__name__)

_STATUS = {
    "unknown_key": 404, "bad_token": 401, "too_large": 413, "bad_type": 415, "bad_image": 415,
    "bad_file": 400, "slow_down": 429, "unavailable": 503, "no_space": 507, "no_article": 404,
}  # fmt: skip


@cache
def _gzipped() -> bytes:
    return gzip.compress(script.build(), 9, mtime=0)


@csrf_exempt
@require_safe
def widget_script(request: HttpRequest) -> HttpResponse:
    return script_response(request, script.build(), _gzipped(), script.etag())


def script_response(request: HttpRequest, plain: bytes, gzipped: bytes, etag: str) -> HttpResponse:
    """Serve a script of ours to any website, packed for whoever can unpack it."""
    is_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if _has_it(request, etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(gzipped if is_gzip else plain, content_type="text/javascript; charset=utf-8")
        if is_gzip:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return for_anyone(response)


def _has_it(request: HttpRequest, etag: str) -> bool:
    """Test whether the browser holds this very script; proxies may have made the tag a weak one."""
    held = request.headers.get("If-None-Match", "").split(",")
    return etag in {tag.strip().removeprefix("W/") for tag in held}


@csrf_exempt
@require_safe
def config(request: HttpRequest, key: str) -> HttpResponse:
    try:
        channel = channel_of(request, key)
        found = channel and widget_config(channel, language=request.GET.get("lang", ""))
    except db.AWAY:
        return refusal("unavailable", _language(request))
    if found is None:
        return refusal("unknown_key", _language(request))
    response = JsonResponse(found)
    response["Cache-Control"] = "public, max-age=60"
    response["Vary"] = "Origin"
    return for_anyone(response)


@csrf_exempt
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """POST one file; OPTIONS is the browser's question whether it may."""
    if request.method == "OPTIONS":
        return for_anyone(HttpResponse(status=204))
    if request.method != "POST":
        return for_anyone(HttpResponseNotAllowed(["POST", "OPTIONS"]))
    try:
        code, answer = _take(request, key)
    except db.AWAY:
        code, answer = "unavailable", {}
    return refusal(code, _language(request)) if code else for_anyone(JsonResponse(answer, status=201))


def _language(request: HttpRequest) -> str:
    """Return the language the widget speaks, else the browser's."""
    return request.GET.get("lang") or request.headers.get("Accept-Language", "en")


def channel_of(request: HttpRequest, key: str) -> Channel | None:
    """Find the widget of this key, if it may stand on the website that asks."""
    channel = open_channel(key)
    may = channel and may_stand_on(channel, origin=request.headers.get("Origin", ""))
    return channel if may else None


def _take(request: HttpRequest, key: str) -> tuple[str, dict[str, object]]:
    """Store the file of a request; return a code of the protocol if it is refused, else the file."""
    if channel_of(request, key) is None:
        return "unknown_key", {}
    try:
        thread = visitors.thread_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
    except visitors.ForgedToken:
        return "bad_token", {}
    if _says_too_large(request):
        return "too_large", {}
    if not throttle.may_upload(thread, at=timezone.now()):
        return "slow_down", {}
    return _store(request, thread)


def _says_too_large(request: HttpRequest) -> bool:
    """Look at the announced length before a byte is read; the multipart wrapping is given some room."""
    length = request.headers.get("Content-Length", "")
    return length.isdigit() and int(length) > files.MAX_BYTES + 64 * 1024


def _store(request: HttpRequest, thread: str) -> tuple[str, dict[str, object]]:
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        return "bad_file", {}
    try:
        return "", files.describe(files.store(given, owner=f"visitor-{thread}", at=timezone.now()))
    except files.FileRefused as refused:
        if isinstance(refused, files.NoSpace):
            logger.critical("The disk of the data folder is full: a visitor's upload was refused")
        return refused.code, {}


def refusal(code: str, language: str) -> HttpResponse:
    """Tell a code of the protocol, with words for the visitor."""
    answer = JsonResponse({"code": code, "message": explain(code, language=language)}, status=_STATUS[code])
    answer["Cache-Control"] = "no-store"
    return for_anyone(answer)


def for_anyone(response: HttpResponse) -> HttpResponse:
    """The widget stands on other websites; it sends no cookies, so any origin may ask."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Max-Age"] = "86400"
    return response
