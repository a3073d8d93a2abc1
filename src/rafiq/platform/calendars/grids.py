"""One month as the weeks of a date picker."""

from dataclasses import dataclass
from datetime import date, timedelta

from rafiq.platform.text import digits

from .conversion import Calendar, from_parts, month_length, to_parts
from .names import month_name, narrow_weekday_name, weekday_name
from .weeks import weekdays, weekend


@dataclass(frozen=True, slots=True)
class GridDay:
    """One cell: the day, its number as the reader writes it, and whether it belongs to the month and is free."""

    date: date
    label: str
    in_month: bool
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as a table. `previous` and `next` are the first days of the months beside it."""

    calendar: Calendar
    title: str
    weekdays: tuple[tuple[str, str], ...]
    """(narrow, full) names of the columns."""
    weeks: tuple[tuple[GridDay, ...], ...]
    first: date
    last: date
    previous: date
    next: date


def month_grid(day: date, *, calendar: str, language: str, country: str | None = None) -> MonthGrid:
    """This will lay out the month that contains `day`, in weeks as they begin in `country` or by the language."""
    place = country or language
    parts = to_parts(day, calendar=calendar)
    kind = parts.calendar
    first = from_parts(parts.year, parts.month, 1, calendar=kind)
    last = first + timedelta(days=month_length(parts.year, parts.month, calendar=kind) - 1)
    columns = weekdays(place)
    return MonthGrid(
        calendar=kind,
        title=digits(f"{month_name(parts.month, calendar=kind, language=language)} {parts.year}", language=language),
        weekdays=tuple(
            (narrow_weekday_name(number, language=language), weekday_name(number, language=language))
            for number in columns
        ),
        weeks=_weeks(first, last, columns=columns, kind=kind, language=language, place=place),
        first=first,
        last=last,
        previous=_first_of_month(first - timedelta(days=1), calendar),
        next=last + timedelta(days=1),
    )


def _weeks(  # one call, from above
    first: date, last: date, *, columns: tuple[int, ...], kind: Calendar, language: str, place: str
) -> tuple[tuple[GridDay, ...], ...]:
    free = weekend(place).days
    start = first - timedelta(days=columns.index(first.weekday()))
    count = (last - start).days // 7 + 1
    days = [start + timedelta(days=number) for number in range(count * 7)]
    cells = [
        GridDay(
            date=day,
            label=digits(to_parts(day, calendar=kind).day, language=language),
            in_month=first <= day <= last,
            is_weekend=day.weekday() in free,
        )
        for day in days
    ]
    return tuple(tuple(cells[number : number + 7]) for number in range(0, len(cells), 7))


def _first_of_month(day: date, calendar: str) -> date:
    parts = to_parts(day, calendar=calendar)
    return from_parts(parts.year, parts.month, 1, calendar=parts.calendar)
