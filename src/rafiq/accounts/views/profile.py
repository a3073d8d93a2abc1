"""What an agent decides for themselves: how they see the product, and their password."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rafiq.accounts import forms, queries, services
from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import ForAgents
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

FIELDS = ("name", "language", "calendar", "time_zone", "scheme")


class Profile(ForAgents, Edit[Agent]):
    """Name, language, calendar, zone, colours."""

    template_name = "accounts/profile.html"
    form_class = forms.Profile
    pane: ClassVar[str] = "section"

    def rows(self) -> QuerySet[Agent]:
        return Agent.objects.filter(pk=self.request.user.pk)

    def find(self, *, is_locked: bool = False) -> Agent:
        return self.rows().select_for_update(no_key=True).get() if is_locked else self.request.user

    def state(self, row: Agent | None) -> State:
        return {name: getattr(row, name) for name in FIELDS}

    def save(self, row: Agent | None, *, values: State, at: datetime) -> str:
        assert row is not None  # noqa: S101  # find() always returns the reader
        services.change_preferences(row, **values, at=at)
        with translation.override(row.language):  # the toast stands on the page that is shown next
            return _("Your profile was saved.")

    def context(self, row: Agent | None) -> State:
        return {"password_form": forms.PasswordChange(agent=self.request.user), "pane": self.pane}


class Sections(Profile):
    """The first page of the settings: on a phone the list of sections, on a desk the profile beside it."""

    http_method_names = ["get", "head", "options"]
    pane = "sections"


class Password(ForAgents):
    """A new password; this session goes on, all others of the agent end."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        agent = self.request.user
        at, address = timezone.now(), str(request.META.get("REMOTE_ADDR", ""))
        form = forms.PasswordChange(request.POST, agent=agent)
        if queries.is_locked_out(email=agent.email, address=address, at=at):
            form.add_error(None, _("Too many wrong passwords. Please wait ten minutes and try again."))
        if not form.is_valid():
            if form.has_error("old_password", "wrong"):
                services.note_failed_login(email=agent.email, address=address, at=at)
            form.focus_first_error()
            return self._page(request, form)
        services.change_password(agent, password=form.cleaned_data["password"], at=at)
        update_session_auth_hash(request, agent)
        messages.success(
            request, _("Your password was changed. You stay signed in here; elsewhere you are not any more.")
        )
        return pages.go(request, reverse("accounts:profile"))

    def _page(self, request: HttpRequest, form: forms.PasswordChange) -> HttpResponse:
        agent = self.request.user
        profile = forms.Profile(initial={name: getattr(agent, name) for name in FIELDS})
        context = {"form": profile, "password_form": form, "pane": "section"}
        return pages.show(request, "accounts/profile.html", context, part="password", status=422)
