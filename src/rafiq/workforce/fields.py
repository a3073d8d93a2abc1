"""Fields of this room's forms: hours of a day, a day in the reader's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, override

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.platform import calendars, text
from rafiq.platform.ui.forms import Words
from rafiq.workforce import hours


class Intervals(Words):
    """The hours of one day, such as 8:00–12:30, 14–18; empty is a free day."""

    @override
    def clean(self, value: Any) -> Any:  # whatever the browser sent; pairs of times
        try:
            return hours.parse(super().clean(value))
        except hours.BadHours as error:
            raise forms.ValidationError(_("Write hours as 8:00–12:30, 14:00–18:00, or leave it empty.")) from error


class Day(Words):
    """A day of the reader's calendar, as year, month, day in digits of any script."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(**{"max_length": 20, **named})
        self.widget.attrs |= {"dir": "ltr", "inputmode": "numeric"}
        self.calendar = "gregorian"

    @override
    def clean(self, value: Any) -> Any:  # whatever the browser sent; a date
        written = super().clean(value)
        if not written:
            return None
        try:
            return calendars.parse_date(written, calendar=self.calendar)
        except calendars.NoSuchDay as error:
            raise forms.ValidationError(_("There is no such day. Write it as year, month, day.")) from error


def write_day(day: date, *, calendar: str) -> str:
    """Write a day as the field `Day` reads it, in the digits of the page."""
    parts = calendars.to_parts(day, calendar=calendar)
    return text.digits(f"{parts.year}/{parts.month:02}/{parts.day:02}", language=get_language() or "en")
