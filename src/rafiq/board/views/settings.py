"""Alerts and screens in the settings; and whether agents see who listens in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.board import forms, services
from rafiq.board.models import Alert, Screen
from rafiq.board.services.moving import QUEUE, TEAM
from rafiq.channels.mail import services as mail
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State


class Overview(ForSupervisors, View):
    """All alerts and screens. POST: whether agents see who listens in."""

    def get(self, request: AgentRequest) -> HttpResponse:
        alerts = Alert.objects.select_related("queue", "team").order_by("kind", "pk")
        screens = Screen.objects.filter(revoked_at=None).order_by("name", "pk")
        form = forms.ShowListening(initial={"is_shown": services.shows_listening()})
        return pages.show(request, "board/settings.html", {"alerts": alerts, "screens": screens, "form": form})

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.ShowListening(request.POST)
        form.full_clean()
        services.show_listening(is_shown=form.cleaned_data["is_shown"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return pages.go(request, reverse("board_settings:overview"))


class AlertPage(ForSupervisors, Edit[Alert]):
    """A new alert, or one there is."""

    template_name = "board/alert.html"
    form_class = forms.EditAlert
    form: forms.EditAlert
    refusals: ClassVar = {
        services.AlreadyWatched: ("kind", gettext_lazy("Another alert watches the very same.")),
    }

    @override
    def rows(self) -> QuerySet[Alert]:
        return Alert.objects.all()

    @override
    def state(self, row: Alert | None) -> State:
        if row is None:
            return {"is_on": True, "calm_minutes": 5, "people": [str(_by(self.request).pk)]}
        of = f"{QUEUE}:{row.queue_id}" if row.queue_id else f"{TEAM}:{row.team_id}" if row.team_id else ""
        return {
            "kind": row.kind, "threshold": row.threshold, "of": of, "calm_minutes": row.calm_minutes,
            "people": [str(one) for one in row.people], "by_mail": row.by_mail, "is_on": row.is_on,
        }  # fmt: skip

    @override
    def save(self, row: Alert | None, *, values: State, at: datetime) -> str:
        services.save_alert(row, self.form.values(), by=_by(self.request), at=at)
        return _("The alert was saved.")

    @override
    def context(self, row: Alert | None) -> State:
        return {"has_mailbox": mail.notice_channel() is not None}

    @override
    def where_next(self) -> str:
        return reverse("board_settings:overview")


class AlertRemoval(ForSupervisors, View):
    """An alert that watches no more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        services.remove_alert(get_object_or_404(Alert, pk=pk), by=request.user, at=timezone.now())
        messages.success(request, _("The alert was removed. What it told stays in the list."))
        return pages.go(request, reverse("board_settings:overview"))


class NewScreen(ForSupervisors, View):
    """A new screen; its address is shown once, in the answer to the form."""

    def get(self, request: AgentRequest) -> HttpResponse:
        language = accounts.company().language
        form = forms.EditScreen(initial={"seconds": 20, "language": language, "theme": Screen.Theme.DARK})
        return pages.show(request, "board/screen.html", {"form": form}, part="form")

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.EditScreen(request.POST)
        if not form.is_valid():
            form.focus_first_error()
            return pages.show(request, "board/screen.html", {"form": form}, part="form", status=422)
        made, secret = services.make_screen(form.values(), by=request.user, at=timezone.now())
        address = request.build_absolute_uri(reverse("board:screen", args=[secret]))
        context = {"form": form, "made": made, "address": address}
        response = pages.show(request, "board/screen.html", context, part="form")
        response["Cache-Control"] = "no-store"
        return response


class ScreenPage(ForSupervisors, Edit[Screen]):
    """A screen there is; its address stays."""

    template_name = "board/screen.html"
    form_class = forms.EditScreen
    form: forms.EditScreen

    @override
    def rows(self) -> QuerySet[Screen]:
        return Screen.objects.filter(revoked_at=None)

    @override
    def state(self, row: Screen | None) -> State:
        assert row is not None  # noqa: S101  # a new one has a page of its own
        return {
            "name": row.name, "language": row.language, "latin_digits": row.latin_digits, "theme": row.theme,
            "queues": [str(one) for one in row.queues], "teams": [str(one) for one in row.teams],
            "seconds": row.seconds,
        }  # fmt: skip

    @override
    def save(self, row: Screen | None, *, values: State, at: datetime) -> str:
        assert row is not None  # noqa: S101  # as above
        services.save_screen(row, self.form.values(), by=_by(self.request), at=at)
        return _("The screen %(name)s was saved.") % {"name": values["name"]}

    @override
    def where_next(self) -> str:
        return reverse("board_settings:overview")


class ScreenRevocation(ForSupervisors, View):
    """A screen whose address is closed for good."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        screen = get_object_or_404(Screen, pk=pk, revoked_at=None)
        services.revoke_screen(screen, by=request.user, at=timezone.now())
        messages.success(request, _("The address of %(name)s is closed.") % {"name": screen.name})
        return pages.go(request, reverse("board_settings:overview"))


def _by(request: object) -> Agent:
    found = getattr(request, "user", None)
    assert isinstance(found, Agent)  # noqa: S101  # supervisors only
    return found
