"""The widget's plain HTTP addresses: the script, the configuration, files. Any website may call them; no cookies."""

from __future__ import annotations

import gzip
import logging
from functools import cache

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from rafiq.channels.webchat import script, throttle, visitors
from rafiq.channels.webchat.config import may_stand_on, open_channel, widget_config
from rafiq.channels.webchat.errors import explain
from rafiq.platform import files

logger = logging.getLogger(__name__)

_STATUS = {
    "unknown_key": 404, "bad_token": 401, "too_large": 413, "bad_type": 415, "bad_image": 415,
    "bad_file": 400, "slow_down": 429, "no_space": 507,
}  # fmt: skip


@cache
def _gzipped() -> bytes:
    return gzip.compress(script.build(), 9, mtime=0)


@require_GET
def widget_script(request: HttpRequest) -> HttpResponse:
    if request.headers.get("If-None-Match") == script.etag():
        return HttpResponse(status=304)
    is_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_gzipped() if is_gzip else script.build(), content_type="text/javascript; charset=utf-8")
    if is_gzip:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = script.etag()
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _for_anyone(response)


@require_GET
def config(request: HttpRequest, key: str) -> HttpResponse:
    language = request.GET.get("lang", "")
    channel = open_channel(key)
    if channel is None or not may_stand_on(channel, origin=request.headers.get("Origin", "")):
        return _refusal("unknown_key", language)
    response = JsonResponse(widget_config(channel, language=language))
    response["Cache-Control"] = "public, max-age=60"
    response["Vary"] = "Origin"
    return _for_anyone(response)


@csrf_exempt
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """POST one file; OPTIONS is the browser's question whether it may."""
    if request.method == "OPTIONS":
        return _for_anyone(HttpResponse(status=204))
    if request.method != "POST":
        return _for_anyone(HttpResponse(status=405))
    language = request.GET.get("lang") or request.headers.get("Accept-Language", "en")
    code, answer = _take(request, key)
    return _refusal(code, language) if code else _for_anyone(JsonResponse(answer, status=201))


def _take(request: HttpRequest, key: str) -> tuple[str, dict[str, object]]:
    """Store the file of a request; return a code of the protocol if it is refused, else the file."""
    if open_channel(key) is None:
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


def _refusal(code: str, language: str) -> HttpResponse:
    answer = JsonResponse({"code": code, "message": explain(code, language=language)}, status=_STATUS[code])
    return _for_anyone(answer)


def _for_anyone(response: HttpResponse) -> HttpResponse:
    """The widget stands on other websites; it sends no cookies, so any origin may ask."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Max-Age"] = "86400"
    return response
