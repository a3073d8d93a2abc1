"""What customers are told about when people are back, in the language that is active: one wording for everybody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from rafiq.accounts import zones
from rafiq.platform import calendars
from rafiq.workforce import official
from rafiq.workforce.timetable import Opening


def who_answers(opening: Opening | None, *, language: str, at: datetime) -> str:
    """Say honestly that a person answers, when people are back, and why they are away on a day they usually are not."""
    if opening is not None and opening.is_open:
        return _("A colleague reads this and answers you here.")
    before = closed_for(opening.reason) if opening is not None else ""
    if opening is None or opening.opens_at is None:
        after = _("Your message is with us; a colleague reads it and answers you here.")
    else:
        back = when(opening.opens_at, zone=opening.zone, language=language, at=at)
        after = _("We are back {when}. Your message is with us, and a colleague answers you here then.").format(
            when=back
        )
    return " ".join(filter(None, (before, after)))


def closed_for(reason: str) -> str:
    """Say why people are away; nothing where nobody wrote a reason."""
    if not reason:
        return ""
    if official.is_known(reason):
        return _("We are closed for the holiday: {name}.").format(name=official.named(reason))
    return _("We are closed: {why}.").format(why=reason.rstrip(".!۔ "))


def when(moment: datetime, *, zone: str, language: str, at: datetime) -> str:
    """Name a moment to come: the weekday and time, the date too where it is not within a week, and whose clock."""
    calendar = calendars.usual_calendar(language)
    day, today = calendars.local_date(moment, zone=zone), calendars.local_date(at, zone=zone)
    clock = calendars.format_time(moment, language=language, zone=zone)
    city = place(zone)
    if day == today:
        return _("today at {time} ({city} time)").format(time=clock, city=city)
    weekday = calendars.weekday_name(day.weekday(), language=language)
    if (day - today).days == 1:
        return _("tomorrow, {weekday}, at {time} ({city} time)").format(weekday=weekday, time=clock, city=city)
    if (day - today).days >= 7:
        weekday = calendars.format_date(day, calendar=calendar, language=language, style="full")
    return _("on {weekday} at {time} ({city} time)").format(weekday=weekday, time=clock, city=city)


def place(zone: str) -> str:
    """Name the place a time zone is called after."""
    return _(zones.CITIES[zone]) if zone in zones.CITIES else zone.rpartition("/")[2].replace("_", " ")
