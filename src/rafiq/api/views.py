"""Tokens and webhooks in the settings, for administrators; and addresses under /api/ that do not exist."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.api import forms, problems, tokens
from rafiq.api.models import Dispatch, Endpoint, Token
from rafiq.api.scopes import Scope
from rafiq.api.webhooks import services
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

MOST_SHOWN = 100


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Say as a problem document that there is no such address."""
    return problems.answer(404, "not_found")


class Tokens(ForAdministrators, View):
    """All tokens: who they act as, what they may, when they were used."""

    def get(self, request: AgentRequest) -> HttpResponse:
        found = Token.objects.select_related("agent").filter(revoked_at=None).order_by("-created_at")
        return render(request, "api/tokens.html", {"tokens": found[:MOST_SHOWN], "now": timezone.now()})


class NewToken(ForAdministrators, View):
    """A new token; it is shown once, in the answer to the form."""

    def get(self, request: AgentRequest) -> HttpResponse:
        form = forms.NewToken(initial={"agent": request.user.pk, "days": "365"})
        return render(request, "api/token.html", {"form": form})

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.NewToken(request.POST)
        if not form.is_valid():
            form.focus_first_error()
            return pages.show(request, "api/token.html", {"form": form}, part="form", status=422)
        given, now = form.cleaned_data, timezone.now()
        token, plain = tokens.make(
            name=given["name"], agent=given["agent"], scopes=[Scope(one) for one in given["scopes"]],
            by=request.user, at=now, expires_at=now + timedelta(days=int(given["days"])) if given["days"] else None,
        )  # fmt: skip
        response = pages.show(request, "api/token.html", {"form": form, "token": token, "plain": plain}, part="form")
        response["Cache-Control"] = "no-store"
        return response


class TokenRevocation(ForAdministrators, View):
    """A token that is shut out."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        token = get_object_or_404(Token, pk=pk)
        tokens.revoke(token, at=timezone.now())
        messages.success(request, _("The token “%(name)s” was revoked.") % {"name": token.name})
        return pages.go(request, reverse("api_settings:tokens"))


class Endpoints(ForAdministrators, View):
    """All webhooks and how they are doing."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return render(request, "api/endpoints.html", {"endpoints": Endpoint.objects.order_by("pk")[:MOST_SHOWN]})


class EndpointPage(ForAdministrators, Edit[Endpoint]):
    """A new webhook, or one there is with what it was sent."""

    template_name = "api/endpoint.html"
    form_class = forms.EditEndpoint
    refusals: ClassVar = {
        services.BadAddress: ("url", gettext_lazy("This must be an http or https address.")),
    }
    made: Endpoint | None = None
    secret = ""

    def rows(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.all()

    def state(self, row: Endpoint | None) -> State:
        if row is None:
            return {"url": "", "events": [], "is_active": True}
        return {"url": row.url, "events": row.events, "is_active": row.is_active}

    def save(self, row: Endpoint | None, *, values: State, at: datetime) -> str:
        self.made, self.secret = services.save(
            row, url=values["url"], events=values["events"], is_active=values["is_active"], at=at
        )
        return _("The webhook was saved.")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        if self.made is None or not self.secret:
            return response
        form = self.form_class(initial=self.state(self.made))
        list(messages.get_messages(request))  # said on this page itself
        shown = {"form": form, "row": self.made, "secret": self.secret}
        answer = pages.show(request, self.template_name, shown, part="form")
        answer["Cache-Control"] = "no-store"
        return answer

    def where_next(self) -> str:
        return reverse("api_settings:endpoints")

    def context(self, row: Endpoint | None) -> State:
        if row is None:
            return {}
        found = Dispatch.objects.filter(endpoint=row)
        waiting = found.filter(state=Dispatch.State.WAITING).count()
        return {"dispatches": found.order_by("-pk")[:MOST_SHOWN], "waiting": waiting}


class EndpointRemoval(ForAdministrators, View):
    """A webhook that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        services.remove(get_object_or_404(Endpoint, pk=pk))
        messages.success(request, _("The webhook was removed."))
        return pages.go(request, reverse("api_settings:endpoints"))


class Redelivery(ForAdministrators, View):
    """One event that is sent again."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, dispatch_pk: int) -> HttpResponse:
        services.send_again(get_object_or_404(Dispatch, endpoint=pk, pk=dispatch_pk))
        messages.success(request, _("It is sent again."))
        return pages.go(request, reverse("api_settings:endpoint", args=[pk]))


class Replay(ForAdministrators, View):
    """Everything of the last hours, sent again."""

    http_method_names = ["post"]
    hours: ClassVar = {"1": 1, "24": 24, "168": 168}

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        endpoint, now = get_object_or_404(Endpoint, pk=pk), timezone.now()
        hours = self.hours.get(request.POST.get("hours", ""), 1)
        count = services.replay(endpoint, since=now - timedelta(hours=hours), at=now)
        messages.success(request, _("%(count)s events are sent again.") % {"count": count})
        return pages.go(request, reverse("api_settings:endpoint", args=[pk]))
