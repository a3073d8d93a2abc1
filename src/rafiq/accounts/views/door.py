"""In and out: sign in, sign out, the first set-up, and the invitation of a colleague."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts import forms, queries, services
from rafiq.accounts.models import Agent, Calendar, Role

USUAL_CALENDARS = {"fa": Calendar.JALALI}
LONGEST_NEXT = 1000


class LogIn(View):
    """Sign in with e-mail and password; too many wrong ones close the door for a while, for known and unknown alike."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Agent):
            return redirect(_safe_next(request))
        if not queries.is_set_up():
            return redirect("accounts:set_up")
        return self._page(request, forms.LogIn())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.LogIn(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        at, email, address = timezone.now(), form.cleaned_data["email"], _address(request)
        if queries.is_locked_out(email=email, address=address, at=at):
            form.add_error(None, _("Too many wrong passwords. Please wait ten minutes and try again."))
            return self._page(request, form, status=429)
        agent = authenticate(request, email=email, password=form.cleaned_data["password"])
        if not isinstance(agent, Agent):
            services.note_failed_login(email=email, address=address, at=at)
            form.add_error(None, _("E-mail and password do not match. Check both and try again."))
            return self._page(request, form, status=422)
        login(request, agent)  # gives the session a new key, so that one planted before is worth nothing
        return redirect(_safe_next(request))

    def _page(self, request: HttpRequest, form: forms.LogIn, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "next": _safe_next(request),
            "company_name": queries.company().name,
            "demo_people": _demo_people() if settings.DEMO else [],
        }
        response = render(request, "accounts/login.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


class LogOut(View):
    """Sign out; only by POST, so that a picture in a message cannot do it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("accounts:login")


class SetUp(View):
    """The company and its first administrator, on an empty installation, for whoever reads the console."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if queries.is_set_up():
            raise Http404
        if not _knows_token(request.GET.get("token", "")):
            return render(request, "accounts/set_up_closed.html", status=403 if "token" in request.GET else 200)
        language = (translation.get_language() or "en")[:2]
        calendar = USUAL_CALENDARS.get(language, Calendar.GREGORIAN)
        form = forms.SetUp(initial={"language": language, "calendar": calendar, "time_zone": "UTC"})
        return self._page(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        if queries.is_set_up():
            raise Http404
        if not _knows_token(request.POST.get("token", "")):
            return render(request, "accounts/set_up_closed.html", status=403)
        form = forms.SetUp(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            agent = services.set_up(**form.cleaned_data, at=timezone.now())
        except services.AlreadySetUp as error:
            raise Http404 from error
        login(request, agent)
        messages.success(request, _welcome(agent))
        return redirect("accounts:agents")

    def _page(self, request: HttpRequest, form: forms.SetUp, *, status: int = 200) -> HttpResponse:
        form.focus_first_error()
        context = {"form": form, "token": services.setup_token()}
        return render(request, "accounts/set_up.html", context, status=status)


class Invitation(View):
    """An invited colleague comes in by the link; a closed one says what to do."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = services.find_invitation(token, at=timezone.now())
        except services.InvitationClosed:
            return self._closed(request)
        if "lang" not in request.GET:
            return redirect(f"{request.path}?lang={invitation.language}")
        form = forms.Accept(
            initial={"name": invitation.name, "time_zone": queries.company().time_zone}, email=invitation.email
        )
        return self._page(request, form, invitation_email=invitation.email)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        at = timezone.now()
        try:
            email = services.find_invitation(token, at=at).email
            form = forms.Accept(request.POST, email=email)
            if not form.is_valid():
                return self._page(request, form, invitation_email=email, status=422)
            return self._enter(request, form, token=token, at=at)
        except services.InvitationClosed:
            return self._closed(request)

    def _enter(self, request: HttpRequest, form: forms.Accept, *, token: str, at: datetime) -> HttpResponse:
        agent = services.accept(token=token, at=at, **form.cleaned_data)
        logout(request)  # whoever was signed in on this device is somebody else
        login(request, agent)
        messages.success(request, _welcome(agent))
        return redirect("/")

    def _page(
        self, request: HttpRequest, form: forms.Accept, *, invitation_email: str, status: int = 200
    ) -> HttpResponse:
        form.focus_first_error()
        context = {"form": form, "email": invitation_email, "company_name": queries.company().name}
        return render(request, "accounts/invitation.html", context, status=status)

    def _closed(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/invitation_closed.html", status=410)


def _demo_people() -> list[dict[str, Any]]:
    """List a few of the demo's people with their passwords, as the demo wrote them down; real data has none."""
    try:
        listed = json.loads((settings.DATA_DIR / "demo.json").read_text())["logins"]
    except (OSError, ValueError, KeyError):
        return []
    agents = {agent.email: agent for agent in queries.active_agents()}
    by_role = {
        one["role"].upper(): {**one, "agent": agents[one["email"]]}
        for one in reversed(listed)
        if one["email"] in agents
    }
    return [by_role[role] for role in Role if role in by_role]


def _knows_token(given: str) -> bool:
    return secrets.compare_digest(given.encode(), services.setup_token().encode())


def _welcome(agent: Agent) -> str:
    with translation.override(agent.language):
        return _("Welcome, %(name)s.") % {"name": agent.name}


def _address(request: HttpRequest) -> str:
    """Return the network address signing in; a web server in front of us, on this machine, says whose it is."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and direct in {"127.0.0.1", "::1", ""} else direct


def _safe_next(request: HttpRequest) -> str:
    """Return where to go after signing in; never to another site, and never to what is no address."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    is_usable = is_ours and wanted.startswith("/") and len(wanted) <= LONGEST_NEXT
    return wanted if is_usable and wanted != reverse("accounts:login") else "/"
