"""Exceptions, holidays that are kept on another day, and iCal files."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts.permissions import ForAdministrators
from rafiq.platform import calendars
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.platform.ui.forms import Form
from rafiq.workforce import forms, hours, ical, services
from rafiq.workforce.fields import write_day
from rafiq.workforce.models import CalendarImport, OpeningHours, SpecialDay
from rafiq.workforce.views.hours import page_of

LOOKED_BACK, LOOKED_AHEAD = timedelta(days=31), timedelta(days=5 * 366)
MOST_SHOWN = 60


class DayPage(ForAdministrators, Edit[SpecialDay]):
    """A new exception, or one there is."""

    template_name = "workforce/day.html"
    form_class = forms.EditDay
    refusals: ClassVar = {services.DayTaken: ("date", gettext_lazy("There is an exception for this day already."))}

    def hours(self) -> OpeningHours:
        """Return the hours it is an exception of."""
        return get_object_or_404(OpeningHours.objects.select_related("team"), pk=self.kwargs["hours_id"])

    def rows(self) -> QuerySet[SpecialDay]:
        return SpecialDay.objects.filter(hours=self.kwargs["hours_id"]).select_related("hours")

    def form_options(self) -> State:
        return {"calendar": self.request.user.calendar}

    def state(self, row: SpecialDay | None) -> State:
        if row is None:
            return {"date": "", "intervals": "", "note": ""}
        written = hours.write(row.intervals, language=get_language() or "en")
        shown = write_day(row.date, calendar=self.request.user.calendar)
        return {"date": shown, "intervals": written, "note": row.note}

    def save(self, row: SpecialDay | None, *, values: State, at: datetime) -> str:
        services.save_day(
            row, of=self.hours(), on=values["date"], intervals=values["intervals"], note=values["note"],
            by=self.request.user, at=at,
        )  # fmt: skip
        return _("The exception was saved.")

    def context(self, row: SpecialDay | None) -> State:
        of = self.hours()
        return {"hours": of, "back": page_of(of)}

    def where_next(self) -> str:
        return page_of(self.hours())


class DayRemoval(ForAdministrators, View):
    """An exception taken back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, hours_id: int, pk: int) -> HttpResponse:
        day = get_object_or_404(SpecialDay.objects.select_related("hours"), hours=hours_id, pk=pk)
        services.remove_day(day, by=self.request.user, at=timezone.now())
        messages.success(request, _("The exception was removed; the day is like any other."))
        return pages.go(request, page_of(day.hours))


class Holiday(ForAdministrators, View):
    """An official holiday kept earlier or later than it was computed, or worked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, hours_id: int, day: str) -> HttpResponse:
        of = get_object_or_404(OpeningHours, pk=hours_id)
        form = forms.MoveHoliday(request.POST)
        try:
            on = date.fromisoformat(day)
        except ValueError as error:
            raise Http404 from error
        if not form.is_valid():
            raise Http404
        try:
            services.change_holiday(
                of, on=on, was=form.cleaned_data["was"], to=form.cleaned_data["to"], by=self.request.user,
                at=timezone.now(),
            )  # fmt: skip
        except services.NoSuchHoliday:
            messages.error(request, _("This holiday cannot be kept there: at most three days from where it was."))
        except services.MovedMeanwhile:
            # Nothing of this click is kept: the page shows where somebody else put it.
            messages.error(request, _("Somebody else moved this holiday meanwhile. You see where it is now."))
        return pages.go(request, page_of(of))


class Import(ForAdministrators, View):
    """An iCal file: looked at first, taken in after."""

    def get(self, request: HttpRequest, hours_id: int) -> HttpResponse:
        return self._page(forms.ImportFile())

    def post(self, request: HttpRequest, hours_id: int) -> HttpResponse:
        of, at = self._hours(), timezone.now()
        is_seen = "contents" in request.POST
        form: Form = forms.TakeImport(request.POST) if is_seen else forms.ImportFile(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form if not is_seen else self._asked(), status=422)
        data, name = self._sent(form)
        today = calendars.local_date(at, zone=of.time_zone)
        until = today + LOOKED_AHEAD
        try:
            contents = ical.read(data, zone=of.time_zone, first=today - LOOKED_BACK, until=until)
        except (ical.NotACalendar, ical.TooMuch) as error:
            return self._page(self._asked(error), status=422)
        if is_seen:
            services.take_import(
                of, contents=contents, name=name, meaning=form.cleaned_data["meaning"], until=until,
                by=self.request.user, at=at,
            )  # fmt: skip
            messages.success(request, _("The calendar was taken in."))
            return pages.go(request, page_of(of))
        return self._preview(of, contents, data, name=name, meaning=form.cleaned_data["meaning"])

    def _hours(self) -> OpeningHours:
        return get_object_or_404(OpeningHours.objects.select_related("team"), pk=self.kwargs["hours_id"])

    def _sent(self, form: Form) -> tuple[bytes, str]:
        if "file" in form.cleaned_data:
            file = form.cleaned_data["file"]
            return file.read(ical.MOST_BYTES + 1), file.name
        try:
            return base64.b64decode(form.cleaned_data["contents"], validate=True), form.cleaned_data["name"]
        except (binascii.Error, ValueError):
            return b"", ""

    def _asked(self, error: Exception | None = None) -> Form:
        form = forms.ImportFile({"meaning": self.request.POST.get("meaning")}, {})
        form.full_clean()
        form.errors.clear()
        words = (
            _("This file holds too much: at most 500 KB, 2,000 events, and 5,000 days or times that come of them.")
            if isinstance(error, ical.TooMuch)
            else _("This is no iCal file with events. Nothing was taken in.")
        )
        form.add_error("file", words)
        return form

    def _preview(
        self, of: OpeningHours, contents: ical.Contents, data: bytes, *, name: str, meaning: str
    ) -> HttpResponse:
        kept = {"name": contents.name or name, "meaning": meaning, "contents": base64.b64encode(data).decode()}
        context = {
            "form": forms.TakeImport(initial=kept), "name": kept["name"], "contents": contents,
            "meaning": CalendarImport.Meaning(meaning).label, "shown": contents.events[:MOST_SHOWN],
            "more": max(0, len(contents.events) - MOST_SHOWN), "hours": of, "back": page_of(of),
        }  # fmt: skip
        return pages.show(self.request, "workforce/import_preview.html", context)

    def _page(self, form: Form, *, status: int = 200) -> HttpResponse:
        of = self._hours()
        form.focus_first_error()
        context = {"form": form, "hours": of, "back": page_of(of)}
        return pages.show(self.request, "workforce/import.html", context, status=status)


class ImportRemoval(ForAdministrators, View):
    """All of a file taken out again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, hours_id: int, pk: int) -> HttpResponse:
        taken = get_object_or_404(CalendarImport.objects.select_related("hours"), hours=hours_id, pk=pk)
        services.remove_import(taken, by=self.request.user, at=timezone.now())
        messages.success(request, _("Everything of this file was taken out again."))
        return pages.go(request, page_of(taken.hours))
