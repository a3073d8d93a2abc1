"""When a rule does what it does: at once, or when nothing happened for so long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rafiq.automations.triggers import is_answered, is_heard
from rafiq.inbox.events import MessageReceived, ReplyWritten
from rafiq.platform import calendars
from rafiq.workforce.timetable import Timetable

MOST_AMOUNT: Final = 999
_LONGEST: Final = timedelta(days=730)


class Unit(TextChoices):
    """What is counted."""

    MINUTES = "MINUTES", _("minutes")
    HOURS = "HOURS", _("hours")
    DAYS = "DAYS", _("days")


class Clock(TextChoices):
    """Which time passes."""

    ALWAYS = "ALWAYS", _("all the time")
    BUSINESS = "BUSINESS", _("only business hours and days")


class Unless(TextChoices):
    """What makes it void."""

    ANYBODY = "ANYBODY", _("unless anybody writes")
    CUSTOMER = "CUSTOMER", _("unless the customer writes")
    STAFF = "STAFF", _("unless somebody of ours answers")
    NOTHING = "NOTHING", _("in any case")


class BadTiming(ValueError):
    """What is stored is no timing."""


@dataclass(frozen=True, slots=True)
class Timing:
    """So much later, counted by a clock, unless somebody writes meanwhile; nothing of it: at once."""

    amount: int = 0
    unit: str = Unit.HOURS
    clock: str = Clock.ALWAYS
    unless: str = Unless.ANYBODY

    @property
    def is_later(self) -> bool:
        """Test whether anything is waited for."""
        return self.amount > 0

    def plain(self) -> dict[str, Any]:
        """Return it as JSON; {} for at once."""
        return {name: value if isinstance(value, int) else str(value) for name, value in asdict(self).items()} if (
            self.is_later
        ) else {}  # fmt: skip

    def due(self, begin: datetime, *, hours: Timetable, zone: str) -> datetime | None:
        """Return the moment at which it is so much later; None where business time never comes to it."""
        if self.clock == Clock.ALWAYS:
            return begin + timedelta(seconds=self.amount * SECONDS[self.unit])
        if self.unit == Unit.DAYS:
            return business_days_after(begin, self.amount, hours=hours, zone=zone)
        return hours.after(begin, self.amount * SECONDS[self.unit])

    def voids(self, kind: str, payload: Mapping[str, Any], actor: str) -> bool:
        """Test whether a fact of the log that came meanwhile makes it void."""
        wrote = kind == MessageReceived.name and is_heard(payload, actor)
        answered = kind == ReplyWritten.name and is_answered(payload, actor)
        return {
            Unless.ANYBODY.value: wrote or answered, Unless.CUSTOMER.value: wrote, Unless.STAFF.value: answered
        }.get(str(self.unless), False)  # fmt: skip


SECONDS: Final[dict[str, int]] = {Unit.MINUTES.value: 60, Unit.HOURS.value: 3_600, Unit.DAYS.value: 86_400}
WATCHED: Final = (MessageReceived.name, ReplyWritten.name)
"""The kinds of facts that can make a timing void."""


def parse(given: object) -> Timing:
    """Read a timing from JSON.

    Raises:
        BadTiming: if it has another shape.
    """
    match given:
        case {"amount": int(amount), "unit": str(unit), "clock": str(clock), "unless": str(unless)}:
            if 0 < amount <= MOST_AMOUNT and unit in Unit.values and clock in Clock.values and unless in Unless.values:
                return Timing(amount, unit, clock, unless)
        case {}:
            if not given:
                return Timing()
    raise BadTiming


def business_days_after(begin: datetime, days: int, *, hours: Timetable, zone: str) -> datetime | None:
    """Return the same time of day on the so manyth day after this one on which people are there at all.

    Where they are not there (any more) at that time, the first moment after it at which they are. Days are those of
    `zone`. None where there are not so many such days within two years.
    """
    today = calendars.local_date(begin, zone=zone)
    seen = set()
    for start, end in hours.open_spans(begin, begin + _LONGEST):
        day, last = calendars.local_date(start, zone=zone), calendars.local_date(end - timedelta.resolution, zone=zone)
        while day <= last:
            if day > today and day not in seen:
                seen.add(day)
                if len(seen) == days:
                    return _open_from(begin, day, hours=hours, zone=zone)
            day += timedelta(days=1)
    return None


def _open_from(begin: datetime, day: date, *, hours: Timetable, zone: str) -> datetime | None:
    clock = calendars.local(begin, zone=zone)
    same = calendars.moment_of(day, zone=zone, hour=clock.hour, minute=clock.minute)
    same += timedelta(seconds=clock.second, microseconds=clock.microsecond)
    return hours.opening(same).opens_at
