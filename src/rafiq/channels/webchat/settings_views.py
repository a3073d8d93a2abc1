"""Widgets in the settings: list, make, design with a live preview, and the secret that vouches for visitors."""

from __future__ import annotations

import secrets as randomness
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.channels.webchat import forms
from rafiq.channels.webchat.config import DEFAULTS, LANGUAGES, config_of, settings_of
from rafiq.inbox import services
from rafiq.inbox.models import Channel
from rafiq.platform import secrets, text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

KIND = "webchat"
WITH_FRAME = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
IN_FRAME = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
PRESETS = ("#0f7f86", "#1d4ed8", "#6d28d9", "#be185d", "#b91c1c", "#c2410c", "#f2b134", "#15803d", "#111827")


def widgets() -> QuerySet[Channel]:
    """Return all widgets."""
    return Channel.objects.filter(kind=KIND)


def new_secret() -> str:
    """Return a secret no one can guess."""
    return randomness.token_urlsafe(32)


class Widgets(ForAdministrators, View):
    """All widgets."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = sorted(widgets(), key=lambda channel: text.sort_key(channel.name))
        rows = [(channel, settings_of(channel)["color"]) for channel in found]
        return pages.show(request, "webchat/widgets.html", {"rows": rows})


class NewWidget(ForAdministrators, Edit[Channel]):
    """A new widget: named here, designed on the next page."""

    template_name = "webchat/new_widget.html"
    form_class = forms.NewWidget
    made: Channel

    def state(self, row: Channel | None) -> State:
        return {"name": ""}

    def save(self, row: Channel | None, *, values: State, at: datetime) -> str:
        first = DEFAULTS | {"language": self.request.user.language}
        self.made = services.save_channel(
            None, kind=KIND, name=values["name"], settings=first, at=at, secret=new_secret()
        )
        return _("The widget %(name)s was made. Now give it your colours and words.") % {"name": values["name"]}

    def where_next(self) -> str:
        return reverse("webchat_settings:widget", args=[self.made.pk])


@method_decorator(csp_override(WITH_FRAME), name="dispatch")
class WidgetPage(ForAdministrators, Edit[Channel]):
    """The designer: the form, and beside it the widget as a visitor will see it."""

    template_name = "webchat/widget.html"
    form_class = forms.EditWidget

    def rows(self) -> QuerySet[Channel]:
        return widgets()

    def state(self, row: Channel | None) -> State:
        assert row is not None  # noqa: S101  # the address names one
        return {"name": row.name, "is_active": row.is_active, **forms.to_form(settings_of(row))}

    def save(self, row: Channel | None, *, values: State, at: datetime) -> str:
        assert row is not None  # noqa: S101  # the address names one
        changed = row.settings | forms.to_settings(values)  # what other versions keep there stays
        services.save_channel(
            row, kind=KIND, name=values["name"], settings=changed, at=at, is_active=values["is_active"]
        )
        return _("The widget was saved. Visitors see it within a minute.")

    def form_options(self) -> State:
        return {"company_name": accounts.company().name}

    def context(self, row: Channel | None) -> State:
        assert row is not None  # noqa: S101  # the address names one
        base = settings.PUBLIC_URL or f"{self.request.scheme}://{self.request.get_host()}"
        snippet = f'<script async src="{base}/widget.js" data-key="{row.key}"></script>'
        return {"snippet": snippet, "presets": PRESETS, "languages": Language.choices}


@method_decorator(csp_override(IN_FRAME), name="dispatch")
@method_decorator(xframe_options_sameorigin, name="dispatch")
class Preview(ForAdministrators, View):
    """A shop page with the real widget on it. GET: as saved, framed by our designer; POST: its settings unsaved."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        channel = get_object_or_404(widgets(), pk=pk)
        language = _language(request.GET.get("lang", ""), settings_of(channel)["language"])
        context = {"channel": channel, "config": config_of(settings_of(channel), key=channel.key, language=language)}
        return render(request, "webchat/preview.html", context)

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        channel = get_object_or_404(widgets(), pk=pk)
        form = forms.EditWidget(request.POST, company_name="")
        form.is_valid()
        # What cannot be used yet (half a colour) is shown as it is stored.
        values = {**forms.to_form(settings_of(channel)), **form.cleaned_data}
        language = _language(request.GET.get("lang", ""), values["language"])
        return JsonResponse(config_of(DEFAULTS | forms.to_settings(values), key=channel.key, language=language))


class Secret(ForAdministrators, View):
    """The secret that proves who a visitor is: shown only on demand, made anew only on purpose."""

    http_method_names = ["post"]
    template = "webchat/secret.html"

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        channel = get_object_or_404(widgets(), pk=pk)
        is_new = "new" in request.POST or not channel.secret
        secret = new_secret() if is_new else secrets.decrypt(channel.secret)
        if is_new:
            services.save_channel(
                channel, kind=KIND, name=channel.name, settings=channel.settings, at=timezone.now(), secret=secret
            )
        context = {"channel": channel, "secret": secret, "is_new": is_new}
        response = pages.show(request, self.template, context, part="secret")
        response["Cache-Control"] = "no-store"
        return response


def _language(wanted: str, otherwise: str) -> str:
    return wanted if wanted in LANGUAGES else otherwise
