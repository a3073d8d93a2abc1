"""Business time of teams, put together from what is written down.

A process keeps what it read until the stamp in the settings is another one: asking again costs one statement, and the
sums of weeks are kept too. A writer sets the stamp in its own transaction; whoever reads newer rows under an older
stamp reads once more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rafiq.workforce import hours, official
from rafiq.workforce.models import CalendarImport, HolidayChange, ImportedEvent, OpeningHours, SpecialDay
from rafiq.workforce.models import WorkforceSettings as Settings
from rafiq.workforce.timetable import Calendar, Opening, Special, Stretch, Timetable

DAY = timedelta(days=1)
ALL_DAY = ((0, 86_400),)


@dataclass(frozen=True, slots=True)
class AllHours:
    """The calendars of all teams that have some (None: the company), and the timetables made of them so far."""

    calendars: Mapping[int | None, Calendar]
    _tables: dict[frozenset[int | None], Timetable] = field(default_factory=dict)

    def of(self, team_id: int | None) -> Timetable:
        """Return the business time of a team, as `timetable` does."""
        for key in (team_id, None):
            if key in self.calendars:
                return self._table({key})
        return self._table(self.calendars)

    def covering(self, team_ids: Iterable[int]) -> Timetable:
        """Return the business time of several, as the function `covering` does."""
        keys = {one if one in self.calendars else None for one in team_ids}
        known = keys & self.calendars.keys()
        return self._table(known) if known else self.of(None)

    def _table(self, keys: Iterable[int | None]) -> Timetable:
        wanted = frozenset(keys)
        if wanted not in self._tables:
            parts = tuple(calendar for key, calendar in self.calendars.items() if key in wanted)
            self._tables[wanted] = Timetable(parts, is_always=not parts)
        return self._tables[wanted]


_kept: dict[str, tuple[uuid.UUID, AllHours]] = {}


def all_hours() -> AllHours:
    """Return all calendars there are; one statement when nothing changed since this process asked last."""
    stamp = Settings.objects.filter(pk=1).values_list("stamp", flat=True).first()
    kept = _kept.get("hours")
    if stamp is not None and kept is not None and kept[0] == stamp:
        return kept[1]
    found = AllHours(_read())
    if stamp is not None:
        _kept["hours"] = stamp, found
    return found


def always() -> Timetable:
    """Return business time that never stops."""
    return Timetable(is_always=True)


def timetable(team_id: int | None) -> Timetable:
    """Return the business time of a team: its own hours, else the company's, else those of any team.

    Holidays and exceptions count. Where nobody wrote down hours it is always open.
    """
    return all_hours().of(team_id)


def covering(team_ids: Iterable[int]) -> Timetable:
    """Return the business time of teams that stand in for each other: open while any of them is."""
    return all_hours().covering(team_ids)


def opening(*, at: datetime, team_id: int | None = None) -> Opening | None:
    """Tell whether people are there at a moment, and when they come next; None where nobody ever wrote down hours."""
    found = timetable(team_id)
    return None if found.is_always else found.opening(at)


def hours_of(team_id: int | None) -> OpeningHours | None:
    """Find the hours that were written down for a team, or (None) for the company."""
    return OpeningHours.objects.filter(team=team_id).first()


def calendar_of(found: OpeningHours) -> Calendar:
    """Put one calendar together from its rows."""
    return _read([found])[found.team_id]


def _read(rows: Iterable[OpeningHours] | None = None) -> dict[int | None, Calendar]:
    found = list(OpeningHours.objects.order_by("pk")) if rows is None else list(rows)
    ids = [row.pk for row in found]
    parts = {pk: _Parts() for pk in ids}
    for event in ImportedEvent.objects.filter(taken__hours__in=ids).select_related("taken"):
        parts[event.taken.hours_id].take(event)
    for day in SpecialDay.objects.filter(hours__in=ids):
        parts[day.hours_id].days[day.date] = Special(hours.day_of(day.intervals), day.note)
    for change in HolidayChange.objects.filter(hours__in=ids):
        parts[change.hours_id].changes[change.date] = change.moved_to
    return {row.team_id: parts[row.pk].calendar(row) for row in found}


@dataclass(slots=True)
class _Parts:
    """What hangs on one row of hours."""

    days: dict[date, Special] = field(default_factory=dict)
    changes: dict[date, date | None] = field(default_factory=dict)
    closed: list[Stretch] = field(default_factory=list)
    opened: list[Stretch] = field(default_factory=list)

    def take(self, event: ImportedEvent) -> None:
        """Sort in one event: whole days are days, moments are stretches."""
        is_closed = event.taken.meaning == CalendarImport.Meaning.CLOSED
        if event.begins_at is not None and event.ends_at is not None:
            kind = self.closed if is_closed else self.opened
            kind.append(Stretch(event.begins_at, event.ends_at, event.title))
        elif event.first_date is not None and event.last_date is not None:
            for ahead in range((event.last_date - event.first_date).days + 1):
                self.days[event.first_date + ahead * DAY] = Special(() if is_closed else ALL_DAY, event.title)

    def calendar(self, row: OpeningHours) -> Calendar:
        """Put the calendar together."""
        special = _SpecialDays(row.country, row.region, self.days, self.changes)
        return Calendar(row.time_zone, hours.plain(row.week), special.of, tuple(self.closed), tuple(self.opened))


@dataclass(frozen=True, slots=True)
class _SpecialDays:
    """What is special on a date: what was written for it, else an official holiday, where it is kept now."""

    country: str
    region: str
    days: Mapping[date, Special]
    changes: Mapping[date, date | None]

    def of(self, day: date) -> Special | None:
        """Return what is special on a date; None on usual ones."""
        if (written := self.days.get(day)) is not None:
            return written
        name = self._holiday(day)
        return Special((), name) if name else None

    def _holiday(self, day: date) -> str:
        if not self.country:
            return ""
        origins = [origin for origin, moved_to in self.changes.items() if moved_to == day]
        if day not in self.changes:
            origins.append(day)
        found = (official.of_year(self.country, self.region, origin.year).get(origin) for origin in origins)
        return next((one.name for one in found if one is not None), "")
