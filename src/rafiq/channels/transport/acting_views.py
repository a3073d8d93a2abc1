"""What an administrator does with one channel: ask how it is, count, fetch, switch, send again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts.permissions import ForAdministrators
from rafiq.channels.transport import connections as standing
from rafiq.channels.transport import queries, registry, services, unreached
from rafiq.channels.transport.contracts import Health, Tally, Transport
from rafiq.channels.transport.settings_views import transport_channels
from rafiq.inbox.models import Channel
from rafiq.platform.ui import pages

logger = logging.getLogger(__name__)

PATIENCE = 15.0  # seconds a provider may take while an administrator waits
DAYS = (1, 7, 30)
USUAL_DAYS = 7
MOST_NAMED = 100
_threads = ThreadPoolExecutor(8, thread_name_prefix="asking")


class OfChannel(ForAdministrators, View):
    """Something about one channel."""

    def channel(self) -> tuple[Channel, Transport]:
        """Return the channel the address names, and its kind."""
        found = get_object_or_404(transport_channels(), pk=self.kwargs["pk"])
        transport = registry.find(found.kind)
        if transport is None:
            raise Http404
        return found, transport

    def back(self) -> HttpResponse:
        """Lead to the channel's page."""
        return pages.go(self.request, reverse("transport_settings:channel", args=[self.kwargs["pk"]]))


class ChannelHealth(OfChannel):
    """The provider is asked whether everything is in order."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel, transport = self.channel()
        health = _asked(lambda: transport.health(channel))
        if not isinstance(health, Health):
            health = Health(is_well=False, words=health)
        if health.is_well:
            standing.connected(channel.pk)
            services.try_sending(channel)
        if not pages.is_partial(request):
            (messages.success if health.is_well else messages.error)(request, health.words)
            return self.back()
        return pages.show(request, "transport/health.html", {"health": health, "channel": channel}, part="health")


class ChannelCount(OfChannel):
    """What the server has against what we have; POST fetches the difference."""

    template = "transport/count.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel, transport = self.channel()
        days = _days(request.GET.get("days", ""))
        since = timezone.now() - timedelta(days=days)
        tally = _asked(lambda: transport.tally(channel, since))
        context: dict[str, Any] = {"channel": channel, "days": days, "choices": DAYS, "since": since}
        context["journaled"] = queries.journaled(channel.pk, since=since)
        if isinstance(tally, Tally):
            context |= {"tally": tally, "missing": list(tally.missing)[:MOST_NAMED], "short": _short_of(tally)}
        elif tally is not None:
            context["problem"] = tally
        return pages.show(request, self.template, context, part="count")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel, _transport = self.channel()
        days = _days(request.POST.get("days", ""))
        services.enqueue_fetching(channel.pk, since=timezone.now() - timedelta(days=days))
        messages.success(request, _("What is missing is being fetched. Look at the count again in a moment."))
        return self.back()


class ChannelUse(OfChannel):
    """A channel is switched on, or off where the form says `off`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel, _transport = self.channel()
        is_active = "off" not in request.POST
        services.switch(channel.pk, is_active=is_active, at=timezone.now())
        messages.success(request, _("The channel is in use.") if is_active else _("The channel is switched off."))
        return self.back()


class ChannelSending(OfChannel):
    """What waits goes out now, whatever the provider had said."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        channel, _transport = self.channel()
        services.try_sending(channel)
        messages.success(request, _("What waits is being sent now."))
        return self.back()


def _short_of(tally: Tally) -> int:
    return max(tally.on_server - tally.here, len(tally.missing))


def _days(given: str) -> int:
    return int(given) if given in {str(days) for days in DAYS} else USUAL_DAYS


def _asked[T](ask: Callable[[], T]) -> T | str:
    """Ask a provider, but not for ever; what went wrong comes back in words."""
    language = get_language() or "en"

    def call() -> T:
        try:
            with override(language):
                return ask()
        finally:
            connections.close_all()

    try:
        return _threads.submit(call).result(timeout=PATIENCE)
    except TookTooLong:
        return _("The provider did not answer in time.")
    except Exception as error:
        logger.warning("A provider could not be asked", exc_info=True)
        return _("The provider could not be asked: %(reason)s") % {"reason": unreached.reason(error)[:200]}
