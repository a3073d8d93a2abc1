"""Today in a few numbers and one small chart, from the statistics that performance shows for longer times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from rafiq.accounts import queries as accounts
from rafiq.insights import report, words
from rafiq.insights.queries import Wanted
from rafiq.insights.report import Asked
from rafiq.platform import calendars, text
from rafiq.platform.ui.charts import percent, px

HEIGHT, HEAD = 72, 14


@dataclass(frozen=True, slots=True)
class Hour:
    """One column: what began in an hour of the company's day. x and width in percent, y in pixels."""

    name: str
    count: str
    x: str
    width: str
    y: str
    height: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The figures, ready to be read."""

    came: str
    answered: str
    closed: str
    first: str
    is_small: bool
    rating: str
    hours: tuple[Hour, ...]
    most: str


def today(*, at: datetime, is_rtl: bool) -> Today:
    """Read the day of the company's clock so far. Five statements."""
    zone = accounts.company().time_zone
    day = calendars.local_date(at, zone=zone)
    wanted = Wanted(first=day, last=day)
    found = report.whole(wanted, Asked(zone, day, at))
    counts = found.counts
    began = {hour: count for hour, (count, _) in report.hours(wanted).items()}
    most = max(began.values(), default=0)
    return Today(
        came=words.number(counts.opened + counts.reopened), answered=words.number(counts.waited),
        closed=words.number(counts.resolved), first=words.lasted(found.first.quantile(0.5)),
        is_small=found.first.is_small, rating=words.share(found.shares["satisfied"]), most=words.number(most),
        hours=tuple(
            _hour(hour, count, most, is_rtl=is_rtl, is_now=hour == calendars.local(at, zone=zone).hour)
            for hour, count in sorted(began.items())
        ),
    )  # fmt: skip


def _hour(hour: int, count: int, most: int, *, is_rtl: bool, is_now: bool) -> Hour:
    wide = 100 / 24
    start = 100 - (hour + 1) * wide if is_rtl else hour * wide
    tall = (HEIGHT - HEAD) * count / most if most else 0
    shown = text.digits(hour, language=get_language() or "en")
    return Hour(
        shown,
        words.number(count),
        percent(start + wide * 0.1),
        percent(wide * 0.8),
        px(HEIGHT - tall),
        px(tall),
        is_now,
    )
