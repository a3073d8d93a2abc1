"""An agent's own desk: whether they are there, their week, when they are away. Supervisors see to others' too."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Role
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.platform import calendars
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.workforce import forms, queries, services
from rafiq.workforce.fields import write_day
from rafiq.workforce.models import Absence, Availability, Desk
from rafiq.workforce.views.hours import DAYS, week_state


class Menu(ForAgents, View):
    """Whether the reader is there: shown when the menu of the shell opens, and changed in it."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._menu(queries.desk_of(request.user))

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.Availability(request.POST)
        if not form.is_valid():
            return self._menu(queries.desk_of(request.user), status=422)
        desk = services.choose_availability(request.user, **form.cleaned_data, at=timezone.now())
        if not pages.is_partial(request):
            messages.success(request, Availability(desk.availability).label)
            return pages.go(request, reverse("workforce:own"))
        return self._menu(desk)

    def _menu(self, desk: Desk | None, *, status: int = 200) -> HttpResponse:
        context = {
            "desk": desk,
            "now": desk.availability if desk else Availability.OFF,
            "choices": Availability.choices,
        }
        return pages.show(self.request, "workforce/availability.html", context, part="menu", status=status)


class Whose(ForAgents):
    """Pages of one agent: the reader's own, or (`agent_id` in the address, for supervisors only) anybody's."""

    kwargs: dict[str, Any]

    def whose(self) -> Agent:
        """Return the agent it is about."""
        asked = self.kwargs.get("agent_id")
        return self.request.user if asked is None else get_object_or_404(Agent, pk=asked, is_active=True)

    def page(self) -> str:
        """Return the address of the page of this agent."""
        asked = self.kwargs.get("agent_id")
        return reverse("workforce:own") if asked is None else reverse("workforce:schedule", args=[asked])


class Schedule(Whose, Edit[Desk]):
    """The week of one agent, and their absences."""

    template_name = "workforce/schedule.html"
    form_class = forms.Week

    def rows(self) -> QuerySet[Desk]:
        return Desk.objects.filter(agent=self.whose())

    def find(self, *, is_locked: bool = False) -> Desk | None:
        rows = self.rows().select_for_update(no_key=True, of=("self",)) if is_locked else self.rows()
        return rows.first()

    def state(self, row: Desk | None) -> State:
        zone = row.time_zone if row and row.time_zone else self.whose().time_zone
        return {"time_zone": zone} | week_state(row.week if row else [])

    def save(self, row: Desk | None, *, values: State, at: datetime) -> str:
        week = [values[f"day_{day}"] for day in DAYS]
        services.save_schedule(self.whose(), week=week, time_zone=values["time_zone"], by=self.request.user, at=at)
        return _("The schedule was saved.")

    def context(self, row: Desk | None) -> State:
        whose, is_own = self.whose(), "agent_id" not in self.kwargs
        absences = list(queries.absences(after=timezone.now(), agent_id=whose.pk))
        back = reverse("accounts:settings") if is_own else reverse("workforce:people")
        return {"whose": whose, "is_own": is_own, "absences": absences, "back": back}


class AbsencePage(Whose, Edit[Absence]):
    """A new absence, or one that is planned."""

    template_name = "workforce/absence.html"
    form_class = forms.EditAbsence
    refusals: ClassVar = {
        services.AlreadyAway: ("first", gettext_lazy("Another absence is planned for some of this time.")),
        services.CoverIsAway: ("cover", gettext_lazy("They are away themselves for some of this time.")),
    }

    def rows(self) -> QuerySet[Absence]:
        return Absence.objects.filter(agent=self.whose())

    def form_options(self) -> State:
        others = accounts.active_agents().exclude(pk=self.whose().pk)
        return {"reader": self.request.user, "colleagues": [(str(one.pk), one.name) for one in others]}

    def state(self, row: Absence | None) -> State:
        if row is None:
            return {"kind": Absence.Kind.VACATION, "first": "", "last": "", "cover": "", "note": ""}
        reader = self.request.user
        first, last = (calendars.local(one, zone=reader.time_zone) for one in (row.begins_at, row.ends_at))
        return {
            "kind": row.kind, "first": write_day(first.date(), calendar=reader.calendar),
            "first_time": first.strftime("%H:%M"), "last": write_day(last.date(), calendar=reader.calendar),
            "last_time": last.strftime("%H:%M"), "cover": str(row.cover_id or ""), "note": row.note,
        }  # fmt: skip

    def save(self, row: Absence | None, *, values: State, at: datetime) -> str:
        services.plan_absence(
            row, agent=self.whose(), begins_at=values["begins_at"], ends_at=values["ends_at"], kind=values["kind"],
            cover_id=int(values["cover"]) if values["cover"] else None, note=values["note"], by=self.request.user,
            at=at,
        )  # fmt: skip
        return _("The absence was planned.")

    def context(self, row: Absence | None) -> State:
        return {"whose": self.whose(), "back": self.page(), "removal": self._removal(row)}

    def _removal(self, row: Absence | None) -> str:
        if row is None:
            return ""
        asked = self.kwargs.get("agent_id")
        name, place = ("own_absence_removal", [row.pk]) if asked is None else ("absence_removal", [asked, row.pk])
        return reverse(f"workforce:{name}", args=place)

    def where_next(self) -> str:
        return self.page()


class AbsenceRemoval(Whose, View):
    """An absence that does not take place."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, agent_id: int | None = None) -> HttpResponse:
        absence = get_object_or_404(Absence, pk=pk, agent=self.whose())
        services.cancel_absence(absence, by=self.request.user, at=timezone.now())
        messages.success(request, _("The absence was cancelled."))
        return pages.go(request, self.page())


class TheirSchedule(Schedule):
    """Somebody else's week and absences."""

    needs = Role.SUPERVISOR


class TheirAbsencePage(AbsencePage):
    """Somebody else's absence."""

    needs = Role.SUPERVISOR


class TheirAbsenceRemoval(AbsenceRemoval):
    """Somebody else's absence that does not take place."""

    needs = Role.SUPERVISOR
