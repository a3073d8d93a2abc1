"""Hours and holidays as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.platform import calendars
from rafiq.workforce import hours, official

register = template.Library()


@register.filter
def full_date(day: date, reader: Agent) -> str:
    """Write a day with its weekday in the reader's calendar."""
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style="full")


@register.filter
def intervals(written: Any) -> str:  # noqa: ANN401  # stored hours of a day
    """Write the hours of a day; closed where there are none."""
    return hours.write(written, language=get_language() or "en") or _("Closed all day")


@register.filter
def holiday(reason: str) -> str:
    """Name a holiday in the reader's language; words that somebody wrote stay."""
    return official.named(reason)


@register.filter
def trouble(why: str) -> str:
    """Say why an event of an iCal file was left out."""
    return {
        "TOO_OFTEN": _("repeats more often than daily"),
        "NO_LENGTH": _("has no length, or ends before it begins"),
        "ZONE": _("is in a time zone nobody knows"),
    }.get(why, _("cannot be read"))


@register.filter
def weekday(day: date, reader: Agent) -> str:
    """Name the weekday of a date, short where that is usual."""
    return calendars.weekday_name(day.weekday(), language=reader.language, short=True)


@register.filter
def short_day(day: date, reader: Agent) -> str:
    """Write day and month in the reader's calendar."""
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style="day")


@register.filter
def cover(kind: str) -> str:
    """Name how well an hour is covered."""
    return {"COVERED": _("covered"), "THIN": _("thin")}.get(kind, _("uncovered"))


@register.filter
def day_and_time(moment: datetime, reader: Agent) -> str:
    """Write the weekday and the time of a moment on the reader's clock."""
    local = calendars.local(moment, zone=reader.time_zone)
    clock = calendars.format_time(moment, language=reader.language, zone=reader.time_zone)
    return f"{calendars.weekday_name(local.weekday(), language=reader.language, short=True)} {clock}"
