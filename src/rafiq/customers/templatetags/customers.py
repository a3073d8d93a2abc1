"""How customers, their addresses and what is wrong with lists of them are called on a page."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import translation

from rafiq.accounts.models import Agent
from rafiq.customers import presentation
from rafiq.platform import calendars, text

register = template.Library()

register.filter("known_as", presentation.known_as)
register.filter("address_icon", presentation.address_icon)
register.filter("address_label", presentation.address_label)
register.filter("reason", presentation.reason)
register.filter("problem", presentation.problem)
register.filter("language_name", presentation.language_name)
register.filter("preferred_name", presentation.preferred_name)


@register.filter
def share(score: float) -> str:
    """Write a likeness between 0 and 1 as a percentage."""
    return text.percent(score, language=translation.get_language() or "en")


@register.filter
def figure(value: float) -> str:
    """Write a number as the page's language does."""
    return text.number(value, language=translation.get_language() or "en")


@register.filter
def calendar_day(written: str, reader: Agent) -> str:
    """Write a day kept as year-month-day in the reader's calendar."""
    day = date.fromisoformat(written)
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style="medium")
