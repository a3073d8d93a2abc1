"""What could not be taken in: shown with its reason, read again, dismissed, or kept as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts.permissions import ForAdministrators
from rafiq.channels.transport import journal, queries, services
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel
from rafiq.platform import text
from rafiq.platform.ui import pages

AT_A_TIME = 50


class Quarantine(ForAdministrators, View):
    """Everything that was set aside, of one channel or of all. POST acts on all of it."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        channel = get_object_or_404(Channel, pk=pk) if pk is not None else None
        found = queries.quarantine(pk).select_related("channel").defer("body").order_by("-pk")
        page = Paginator(found, AT_A_TIME).get_page(_page(request.GET.get("page", "")))
        context = {"channel": channel, "page": page, "back": _back(pk)}
        return pages.show(request, "transport/quarantine.html", context)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is not None:
            get_object_or_404(Channel, pk=pk)
        count = services.read_again(queries.quarantine(pk), at=timezone.now())
        messages.success(request, _read_again(count))
        return pages.go(request, request.path)


class SetAside(ForAdministrators, View):
    """One item that was set aside, with its first lines."""

    def get(self, request: HttpRequest, arrival_pk: int) -> HttpResponse:
        arrival = _find(arrival_pk)
        context = {"arrival": arrival, "lines": queries.first_lines(arrival)}
        return pages.show(request, "transport/set_aside.html", context, part="item")


class Raw(ForAdministrators, View):
    """An item as it came, as a file that no browser opens by itself."""

    def get(self, request: HttpRequest, arrival_pk: int) -> HttpResponse:
        arrival = _find(arrival_pk)
        try:
            body = journal.raw(arrival).body
        except journal.BodyGone as gone:
            raise Http404 from gone
        response = HttpResponse(body, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="item-{arrival.pk}.bin"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "no-store"
        return response


class Again(ForAdministrators, View):
    """One item is read again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, arrival_pk: int) -> HttpResponse:
        arrival = _find(arrival_pk)
        count = services.read_again(queries.quarantine().filter(pk=arrival.pk), at=timezone.now())
        messages.success(request, _read_again(count))
        return pages.go(request, _back_to_list(request, arrival))


class Dismissal(ForAdministrators, View):
    """One item is left alone for good."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, arrival_pk: int) -> HttpResponse:
        arrival = _find(arrival_pk)
        services.dismiss(queries.quarantine().filter(pk=arrival.pk), at=timezone.now())
        messages.success(request, _("It was dismissed. It is kept for 30 days."))
        return pages.go(request, _back_to_list(request, arrival))


def _find(pk: int) -> Arrival:
    return get_object_or_404(queries.quarantine().select_related("channel"), pk=pk)


def _read_again(count: int) -> str:
    words = ngettext("%(count)s item is being read again.", "%(count)s items are being read again.", count)
    return words % {"count": text.number(count, language=get_language() or "en")}


def _back(pk: int | None) -> str:
    if pk is None:
        return reverse("transport_settings:channels")
    return reverse("transport_settings:channel", args=[pk])


def _back_to_list(request: HttpRequest, arrival: Arrival) -> str:
    if "of_channel" in request.POST:
        return reverse("transport_settings:channel_quarantine", args=[arrival.channel_id])
    return reverse("transport_settings:quarantine")


def _page(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 1
