"""What is different on some days: exceptions, holidays that are kept on another day, and iCal files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.platform import db, log
from rafiq.workforce import hours, ical, official
from rafiq.workforce.events import HoursChanged
from rafiq.workforce.models import CalendarImport, HolidayChange, ImportedEvent, OpeningHours, SpecialDay
from rafiq.workforce.services.common import restamp

FARTHEST = timedelta(days=3)


class DayTaken(Exception):
    """Another exception is written down for this day."""


class MovedMeanwhile(Exception):
    """Somebody else moved this holiday since it was shown."""


class NoSuchHoliday(Exception):
    """There is no official holiday on this day, or it cannot be kept that far from it."""


@transaction.atomic
def save_day(  # noqa: PLR0913  # one argument for each thing that is decided
    day: SpecialDay | None, *, of: OpeningHours, on: date, intervals: Sequence[hours.Interval], note: str, by: Agent,
    at: datetime,
) -> SpecialDay:  # fmt: skip
    """Write down other hours for one date (none: closed).

    Raises:
        DayTaken: if there are some already.
    """
    day = day or SpecialDay(hours=of)
    day.date, day.intervals, day.note = on, [list(one) for one in intervals], note
    with db.refused_as(DayTaken, constraint="special_day_once"):
        day.save()
    _announce(of, what="DAY", by=by, at=at)
    return day


@transaction.atomic
def remove_day(day: SpecialDay, *, by: Agent, at: datetime) -> None:
    """Take an exception back: the date is a usual one again, or a holiday. Repeating it changes nothing."""
    deleted, _ = SpecialDay.objects.filter(pk=day.pk).delete()
    if deleted:
        _announce(day.hours, what="DAY", by=by, at=at)


@transaction.atomic
def change_holiday(  # one argument for each thing that is decided
    of: OpeningHours, *, on: date, was: date | None, to: date | None, by: Agent, at: datetime
) -> None:
    """Keep an official holiday of a date on another one, or (None) work on it; on its own date undoes that.

    `was` is where whoever asks saw it.

    Raises:
        MovedMeanwhile: if it is not there any more.
        NoSuchHoliday: if that date is none, or the other one is too far.
    """
    OpeningHours.objects.select_for_update(no_key=True, of=("self",)).get(pk=of.pk)
    if on not in official.of_year(of.country, of.region, on.year) or (to is not None and abs(to - on) > FARTHEST):
        raise NoSuchHoliday
    change = HolidayChange.objects.filter(hours=of, date=on).first()
    if (change.moved_to if change else on) != was:
        raise MovedMeanwhile
    HolidayChange.objects.filter(hours=of, date=on).delete()
    if to != on:
        HolidayChange.objects.create(hours=of, date=on, moved_to=to)
    _announce(of, what="HOLIDAY", by=by, at=at)


@transaction.atomic
def take_import(  # noqa: PLR0913  # one argument for each thing that is decided
    of: OpeningHours, *, contents: ical.Contents, name: str, meaning: str, until: date, by: Agent, at: datetime
) -> CalendarImport:
    """Take what an iCal file holds into a calendar."""
    taken = CalendarImport.objects.create(
        hours=of, name=name[:120], meaning=meaning, until=until, taken_at=at, taken_by=by
    )
    ImportedEvent.objects.bulk_create(
        ImportedEvent(
            taken=taken, title=event.title, first_date=event.first_date, last_date=event.last_date,
            begins_at=event.begins_at, ends_at=event.ends_at,
        )
        for event in contents.events
    )  # fmt: skip
    _announce(of, what="IMPORT", by=by, at=at)
    return taken


@transaction.atomic
def remove_import(taken: CalendarImport, *, by: Agent, at: datetime) -> None:
    """Take all of an iCal file out again. Repeating it changes nothing."""
    deleted, _ = CalendarImport.objects.filter(pk=taken.pk).delete()
    if deleted:
        _announce(taken.hours, what="IMPORT", by=by, at=at)


def _announce(of: OpeningHours, *, what: str, by: Agent, at: datetime) -> None:
    restamp()
    log.append(HoursChanged(team_id=of.team_id, what=what, occurred_at=at, actor=by.actor))
