"""The templates of a WhatsApp channel, in the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts.permissions import ForAdministrators
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.whatsapp import templates
from rafiq.inbox.contracts import DeliveryFailed
from rafiq.inbox.models import Channel
from rafiq.platform import secrets
from rafiq.platform.ui import pages


class Templates(ForAdministrators, View):
    """GET: the templates as last told; POST: ask the vendor again."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._channel(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel = self._channel(pk)
        try:
            templates.refresh(Access.of_channel(channel), at=timezone.now())
        except DeliveryFailed as error:
            return self._show(request, channel, problem=_(error.reason))
        except secrets.Unreadable:
            return self._show(request, channel, problem=_("The stored secrets cannot be read; enter them again."))
        return self._show(request, channel, is_fresh=True)

    def _channel(self, pk: int) -> Channel:
        return get_object_or_404(Channel, pk=pk, kind="whatsapp")

    def _show(
        self, request: HttpRequest, channel: Channel, *, problem: str = "", is_fresh: bool = False
    ) -> HttpResponse:
        rows = templates.listed(channel.pk)
        context = {"channel": channel, "rows": rows, "problem": problem, "is_fresh": is_fresh}
        return pages.show(request, "meta/templates.html", context, part="list", status=422 if problem else 200)
