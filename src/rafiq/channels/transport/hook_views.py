"""The one address all providers call: checked, written down, answered. What it means is understood later."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from rafiq.channels.transport import registry
from rafiq.channels.transport.contracts import Hook, HookAnswer, HookRefused, Transport
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.refusals import Refusals
from rafiq.inbox.models import Channel

MOST_BYTES = 1024 * 1024
_refusals = Refusals()


@csrf_exempt
def hook(request: HttpRequest, key: str, rest: str = "") -> HttpResponse:
    """Answer a provider: 404 unknown, 410 switched off, 413 too large, 403 or what the kind says for a forged one."""
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    channel = _channel(key)
    transport = registry.find(channel.kind) if channel else None
    if channel is None or transport is None:
        return _plain("There is no such channel.", status=404)
    if not channel.is_active:
        return _plain("This channel is switched off.", status=410)
    try:
        answer = transport.verify(channel, _read(request, transport, rest))
    except HookRefused as refused:
        return _refuse(request, channel, refused)
    return _taken(channel, answer)


def _taken(channel: Channel, answer: HookAnswer) -> HttpResponse:
    if answer.items:
        journal(channel.pk, answer.items, at=timezone.now())
    response = HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)
    response["Cache-Control"] = "no-store"
    return response


def _channel(key: str) -> Channel | None:
    if len(key) > 40 or not key.isascii() or not key.isprintable():
        return None
    return Channel.objects.filter(key=key).first()


def _read(request: HttpRequest, transport: Transport, rest: str) -> Hook:
    return Hook(
        method=request.method or "",
        path=rest,
        query=request.GET.dict(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=_body(request, most=getattr(transport, "hook_bytes", MOST_BYTES)),
        url=_url(request),
        remote=str(request.META.get("REMOTE_ADDR", "")),
    )


def _body(request: HttpRequest, *, most: int) -> bytes:
    """Read no more than is allowed, whatever length was announced.

    Raises:
        HookRefused: if there is more, or the line broke.
    """
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > 12 or int(announced) > most):
        raise HookRefused("the request is larger than this channel takes", status=413)
    try:
        body = request.read(most + 1)
    except (UnreadablePostError, RawPostDataException) as error:
        raise HookRefused("the request broke off", status=400) from error
    if len(body) > most:
        raise HookRefused("the request is larger than this channel takes", status=413)
    return body


def _url(request: HttpRequest) -> str:
    """Return the address as the provider knows it, which some of them sign."""
    base = settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return f"{base}{request.get_full_path()}"


def _refuse(request: HttpRequest, channel: Channel, refused: HookRefused) -> HttpResponse:
    """Say no. A genuine request is never refused because of forged ones: only these are counted, after the check."""
    now = timezone.now()
    _refusals.note(channel.pk, refused.reason, at=now)
    if _refusals.is_too_many(f"{channel.pk} {request.META.get('REMOTE_ADDR', '')}", at=now):
        response = _plain("Too many requests of this kind.", status=429)
        response["Retry-After"] = "60"
        return response
    return _plain("Not accepted.", status=refused.status)


def _plain(words: str, *, status: int) -> HttpResponse:
    response = HttpResponse(words, status=status, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
