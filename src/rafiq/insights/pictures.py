"""The page's charts with their words: what began and how long it waited by day, the waits, and the week by hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.insights import charts, sketch, statistics, words
from rafiq.insights.asking import OWN
from rafiq.insights.report import Day
from rafiq.insights.statistics import Quantile, Share, Waits
from rafiq.insights.tiles import Address, Shown, shown_count, shown_share
from rafiq.platform import calendars, text

EDGES: Final = (60, 300, 900, 3_600, 4 * 3_600, 24 * 3_600, 3 * 24 * 3_600)
"""Seconds at which the waits are told apart, each moved to the nearest edge of a bucket."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day, or span of days, of the charts and of their table."""

    name: str
    tick: str
    middle: str
    began: charts.Bar
    opened: Shown
    resolved: Shown
    median: str
    ninety: str


@dataclass(frozen=True, slots=True)
class Trend:
    """What began by day, and the first answers: columns, two lines, and what the highest mark stands for."""

    points: tuple[Point, ...]
    most: str
    median: charts.Line
    ninety: charts.Line
    longest: str


@dataclass(frozen=True, slots=True)
class Span:
    """One column of the chart of waits."""

    name: str
    bar: charts.Bar
    share: str
    count: Shown


@dataclass(frozen=True, slots=True)
class Field:
    """One hour of a weekday."""

    level: int
    count: str
    href: str
    name: str


def trend(reader: Agent, found: Sequence[Day], address: Address) -> Trend:
    """Draw the days of a range."""
    is_rtl = _is_rtl(reader)
    began = [one.counts.opened for one in found]
    medians = [one.waits.quantile(0.5).seconds for one in found]
    nineties = [one.waits.quantile(0.9).seconds for one in found]
    longest = max((one for one in nineties if one is not None), default=0)
    bars = charts.bars(began, most=max(began, default=0), is_rtl=is_rtl)
    named = set(charts.ticks(len(found)))
    points = tuple(
        _point(reader, place, row, bars[place], address, is_named=place in named) for place, row in enumerate(found)
    )
    return Trend(
        points, words.number(max(began, default=0)), charts.line(medians, most=longest, is_rtl=is_rtl),
        charts.line(nineties, most=longest, is_rtl=is_rtl), words.lasted(Quantile(longest)),
    )  # fmt: skip


def waits(reader: Agent, found: Waits, address: Address) -> list[Span]:
    """Draw how long first answers took; those whose end is not known are told beside."""
    counts = [0] * (len(EDGES) + 1)
    ends = [sketch.bucket(edge) for edge in EDGES]
    for bucket, count in found.ended.items():
        counts[sum(bucket > end for end in ends)] += count
    whole = sum(counts)
    bars = charts.bars(counts, most=max(counts), is_rtl=_is_rtl(reader))
    starts = [0, *(end + 1 for end in ends)]
    lasts = [*ends, sketch.bucket(2**31)]
    return [
        Span(
            name, bar, text.percent(count / whole if whole else 0, language=reader.language),
            shown_count(count, "waited", lambda measure, low=low, high=high: address(measure, low=low, high=high)),
        )
        for name, bar, count, low, high in zip(_spans(reader), bars, counts, starts, lasts, strict=True)
    ]  # fmt: skip


def leaving(reader: Agent, found: Waits, address: Address) -> list[tuple[str, Shown, Shown, str]]:
    """Tell by how long they had waited how many left without an answer, of how many who waited so long."""
    told = statistics.leaving(found, [sketch.bucket(edge) for edge in EDGES])

    def row(name: str, share: Share, low: int, high: int) -> tuple[str, Shown, Shown, str]:
        count = shown_count(share.part, "left", lambda measure: address(measure, low=low, high=high))
        return name, count, shown_share(share, "left", lambda _measure: ""), words.number(share.whole)

    return [row(name, *one) for name, one in zip(_spans(reader), told, strict=True)]


def week(
    reader: Agent, found: Mapping[tuple[int, int], int], address: Address
) -> list[tuple[str, list[Field]]]:  # fmt: skip
    """Draw the week by hours: a row a weekday, in the reader's order."""
    most = max(found.values(), default=0)
    return [
        (
            calendars.weekday_name(weekday, language=reader.language),
            [_field(reader, weekday, hour, found.get((weekday, hour), 0), most, address) for hour in range(24)],
        )
        for weekday in calendars.weekdays(reader.language)
    ]


def hour_name(hour: int, reader: Agent) -> str:
    """Write an hour of the day."""
    moment = datetime(2000, 1, 1, hour, tzinfo=UTC)
    return calendars.format_time(moment, language=reader.language, zone=UTC)


def day_name(day: date, reader: Agent, *, has_year: bool = True) -> str:
    """Write a day in the reader's calendar."""
    style = "medium" if has_year else "day"
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style=style)  # type: ignore[arg-type]  # one of the two


def _point(  # what one day is made of
    reader: Agent, place: int, row: Day, bar: charts.Bar, address: Address, *, is_named: bool
) -> Point:  # fmt: skip
    counts = row.counts

    def of_these_days(measure: str | None) -> str:
        return address(measure, range=OWN, first=_short(row.first, reader), last=_short(row.last, reader))

    return Point(
        name=day_name(row.first, reader), tick=day_name(row.first, reader, has_year=False) if is_named else "",
        middle=bar.middle, began=bar, opened=shown_count(counts.opened, "opened", of_these_days),
        resolved=shown_count(counts.resolved, "resolved", of_these_days),
        median=words.lasted(row.waits.quantile(0.5)), ninety=words.lasted(row.waits.quantile(0.9)),
    )  # fmt: skip


def _short(day: date, reader: Agent) -> str:
    """Write a day as it can be typed."""
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style="short")


def _field(  # what one field is made of
    reader: Agent, weekday: int, hour: int, count: int, most: int, address: Address
) -> Field:  # fmt: skip
    shown = words.number(count)
    name = f"{calendars.weekday_name(weekday, language=reader.language)}, {hour_name(hour, reader)}: {shown}"
    href = address("begun", weekday=weekday, hour=hour) if count else ""
    return Field(charts.level(count, most), shown, href, name)


def _spans(reader: Agent) -> list[str]:
    """Name the spans between the edges."""
    lengths = [calendars.duration(timedelta(seconds=edge), language=reader.language) for edge in EDGES]
    return [*(_("up to %(time)s") % {"time": one} for one in lengths), _("longer")]


def _is_rtl(reader: Agent) -> bool:
    return text.language_direction(reader.language) == "rtl"
