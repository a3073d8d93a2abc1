"""Channels in the settings: all of them, the gallery of kinds, and one channel's form and guide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, override

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.permissions import ForAdministrators
from rafiq.channels.transport import queries, registry, services
from rafiq.channels.transport.contracts import ChannelForm, Transport
from rafiq.inbox.models import Channel
from rafiq.platform import background
from rafiq.platform.ui import pages, versions
from rafiq.platform.ui.editing import Edit, State

GROUPS = {
    "mail": gettext_lazy("E-mail"),
    "sms": gettext_lazy("SMS"),
    "messenger": gettext_lazy("Messengers"),
    "social": gettext_lazy("Public social networks"),
    "web": gettext_lazy("Web and everything else"),
}
FALLBACK_GUIDE = "transport/guide.html"
KINDS_VERSION = "\0secret"  # no field can have this name


class Channels(ForAdministrators, View):
    """All channels."""

    def get(self, request: HttpRequest) -> HttpResponse:
        states = queries.channel_states(at=timezone.now())
        return pages.show(
            request, "transport/channels.html", {"states": states, "is_idle": not background.is_anybody_working()}
        )


class Gallery(ForAdministrators, View):
    """The kinds of channel one can add."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kinds = registry.kinds()
        groups = [(code, words, [kind for kind in kinds if kind.group == code]) for code, words in GROUPS.items()]
        rest = [kind for kind in kinds if kind.group not in GROUPS]
        if rest:
            groups[-1][2].extend(rest)
        return pages.show(
            request, "transport/gallery.html", {"groups": [one for one in groups if one[2] or one[0] == "web"]}
        )


class ChannelEdit(ForAdministrators, Edit[Channel]):
    """The form of any kind: its own fields, secrets kept where nothing is entered."""

    @cached_property
    def transport(self) -> Transport:
        """The kind whose form it is."""
        raise NotImplementedError

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:  # as Django declares it
        super().setup(request, *args, **kwargs)
        self.form_class = self._form  # type: ignore[assignment,misc]  # made anew for each kind

    def _form(self, data: Mapping[str, Any] | None = None, **named: Any) -> ChannelForm:  # noqa: ANN401  # handed on
        form = self.transport.form(data, **named)
        for name in services.stored_secrets(self.stored()).keys() & set(form.SECRETS):
            form.fields[name].required = False
            form.fields[name].widget.attrs["placeholder"] = _("Stored. Empty: it stays as it is.")
        return form

    def stored(self) -> Channel | None:
        """Return the channel as it is stored, None while it is being made."""
        return None

    def state(self, row: Channel | None) -> State:
        if row is None:
            return {}
        secrets = services.stored_secrets(row)
        shown = {name: value for name, value in row.settings.items() if name not in self.transport.form.SECRETS}
        return shown | {"name": row.name, KINDS_VERSION: versions.version_of(secrets)}

    def context(self, row: Channel | None) -> State:
        uses_hook = getattr(self.transport, "uses_hook", True)
        hook_url = hook_address(self.request, row) if row and uses_hook else ""
        guide = select_template([self.transport.guide, FALLBACK_GUIDE])
        seen = {"channel": row, "hook_url": hook_url, "transport": self.transport}
        return seen | {"guide": guide}


class NewChannel(ChannelEdit):
    """A new channel of one kind."""

    template_name = "transport/new_channel.html"
    made: Channel

    @cached_property
    def transport(self) -> Transport:
        return _kind(str(self.kwargs["kind"]))

    def save(self, row: Channel | None, *, values: State, at: datetime) -> str:
        self.made = services.save(None, transport=self.transport, values=values, at=at)
        return _("The channel %(name)s was added. Follow the steps, then check the connection.") % {
            "name": values["name"]
        }

    def where_next(self) -> str:
        return reverse("transport_settings:channel", args=[self.made.pk])


class ChannelPage(ChannelEdit):
    """One channel: how it is, its form, its guide, and what can be done with it."""

    template_name = "transport/channel.html"

    @cached_property
    def row(self) -> Channel:
        return get_object_or_404(transport_channels(), pk=self.kwargs["pk"])

    @cached_property
    def transport(self) -> Transport:
        return _kind(self.row.kind)

    def stored(self) -> Channel | None:
        return self.row

    def rows(self) -> QuerySet[Channel]:
        return transport_channels()

    def save(self, row: Channel | None, *, values: State, at: datetime) -> str:
        services.save(row, transport=self.transport, values=values, at=at)
        return _("The channel was saved and is tried with the new settings.")

    def context(self, row: Channel | None) -> State:
        assert row is not None  # noqa: S101  # the address names one
        [state] = queries.channel_states(at=timezone.now(), channels=[row])
        return super().context(row) | {
            "state": state, "is_paused": is_paused(row), "is_idle": not background.is_anybody_working(),
        }  # fmt: skip


def _kind(kind: str) -> Transport:
    found = registry.find(kind)
    if found is None:
        raise Http404
    return found


def transport_channels() -> QuerySet[Channel]:
    """Return the channels whose kinds are transports."""
    return Channel.objects.filter(kind__in=[transport.kind for transport in registry.kinds()])


def is_paused(channel: Channel) -> bool:
    """Test whether nothing is sent for the moment."""
    return channel.paused_until is not None


def hook_address(request: HttpRequest, channel: Channel) -> str:
    """Return the address a provider is to call, as the outside knows it."""
    base = settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return base + reverse("transport:hook", args=[channel.key])
