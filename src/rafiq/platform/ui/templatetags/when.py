"""Times and numbers as the reader writes them: calendar, zone and digits of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rafiq.platform import calendars, text

register = template.Library()


class Reader(Protocol):
    """Whoever looks at a page: agents have all of these."""

    language: str
    calendar: str
    time_zone: str


@register.filter
def digits(value: object) -> str:
    """Write digits as the page's language does."""
    return text.digits(value, language=translation.get_language() or "en")


@register.filter
def many(count: int) -> str:
    """Write a count that stops at a hundred: 7, 99, 99+."""
    return digits(count) if count < 100 else digits("99+")


@register.filter
def clock(moment: datetime, reader: Reader) -> str:
    """Write the time of day on the reader's wall."""
    return calendars.format_time(moment, language=reader.language, zone=reader.time_zone)


@register.filter
def day(moment: datetime, reader: Reader) -> str:
    """Write the day in the reader's calendar."""
    return calendars.format_date(
        moment, calendar=reader.calendar, language=reader.language, style="medium", zone=reader.time_zone
    )


@register.filter
def moment(moment: datetime, reader: Reader) -> str:
    """Write day and time in the reader's calendar and zone."""
    return calendars.format_moment(moment, calendar=reader.calendar, language=reader.language, zone=reader.time_zone)


@register.filter
def since(moment: datetime, reader: Reader) -> str:
    """Write how long ago it was ("5 min"); from four weeks on, the day."""
    now = max(timezone.now(), moment)  # clocks differ a little; what was said was said
    return calendars.relative(moment, at=now, language=reader.language, calendar=reader.calendar, zone=reader.time_zone)


@register.simple_tag
def ago(at: datetime, reader: Reader) -> SafeString:
    """Write how long ago it was, for machines and for the pointer the exact moment too."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), moment(at, reader), since(at, reader)
    )


@register.filter
def size(count: int) -> str:
    """Write a file's size: 184 KB, 2.4 MB."""
    language = translation.get_language() or "en"
    if count < 1024 * 1024:
        kilobytes = text.number(max(1, round(count / 1024)), language=language)
        return _unbroken(_("%(count)s KB") % {"count": kilobytes})
    megabytes = text.number(count / 1024 / 1024, language=language, decimals=1)
    return _unbroken(_("%(count)s MB") % {"count": megabytes})


def _unbroken(words: str) -> str:
    """Keep a number and its unit on one line."""
    return words.replace(" ", "\u00a0")
