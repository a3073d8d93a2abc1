"""What is different on the days to come, as the settings list it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from rafiq.platform import calendars
from rafiq.workforce import hours, official
from rafiq.workforce.models import CalendarImport, HolidayChange, OpeningHours, SpecialDay
from rafiq.workforce.queries.hours import calendar_of
from rafiq.workforce.timetable import Timetable

AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the list: an exception with its row, or a holiday of `origin` and when it is kept (None: not)."""

    kept_on: date | None
    origin: date
    name: str
    is_estimated: bool = False
    exception: SpecialDay | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the holiday is kept on another day than it was computed for."""
        return self.kept_on != self.origin

    @property
    def earlier(self) -> date:
        """A day before where the holiday is kept now."""
        return (self.kept_on or self.origin) - timedelta(days=1)

    @property
    def later(self) -> date:
        """A day after where the holiday is kept now."""
        return (self.kept_on or self.origin) + timedelta(days=1)


def days_ahead(of: OpeningHours, *, at: datetime) -> list[DayRow]:
    """List the exceptions and the official holidays from today on for a year, in order."""
    today = calendars.local_date(at, zone=of.time_zone)
    changes = dict(HolidayChange.objects.filter(hours=of).values_list("date", "moved_to"))
    rows = [
        DayRow(changes.get(one.date, one.date), one.date, one.name, one.is_estimated)
        for one in _holidays(of, today, today + AHEAD)
    ]
    written = SpecialDay.objects.filter(hours=of, date__gte=today).order_by("date")
    rows += [DayRow(one.date, one.date, one.note, exception=one) for one in written]
    return sorted(rows, key=lambda row: (row.kept_on or row.origin, row.exception is None))


def _holidays(of: OpeningHours, first: date, until: date) -> Iterator[official.Holiday]:
    for year in range(first.year, until.year + 1):
        for day, one in official.of_year(of.country, of.region, year).items():
            if first <= day <= until:
                yield one


def imports(of: OpeningHours) -> QuerySet[CalendarImport]:
    """List the iCal files that were taken in, newest first, with `event_count`."""
    return of.imports.select_related("taken_by").annotate(event_count=Count("events")).order_by("-pk")


def never_opens(of: OpeningHours, *, at: datetime) -> str:
    """Return why hours never open from now on: WEEK (no day has hours), DAYS (all are taken out); empty if they do."""
    if Timetable((calendar_of(of),)).after(at, 1) is not None:
        return ""
    return "DAYS" if any(hours.plain(of.week)) else "WEEK"
