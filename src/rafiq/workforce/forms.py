"""What people may type about hours, and whether it makes sense; nothing is saved here."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.fields import Zone
from rafiq.platform import calendars
from rafiq.platform.ui.forms import Form, Words
from rafiq.workforce import hours


class Intervals(Words):
    """The hours of one day, such as 8:00–12:30, 14–18; empty is a free day."""

    @override
    def clean(self, value: Any) -> Any:  # whatever the browser sent; pairs of times
        try:
            return hours.parse(super().clean(value))
        except hours.BadHours as error:
            raise forms.ValidationError(_("Write hours as 8:00–12:30, 14:00–18:00, or leave it empty.")) from error


class EditHours(Form):
    """A usual week, in the order in which it begins for the reader."""

    time_zone = Zone()

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        language = get_language() or "en"
        for day in calendars.weekdays(language):
            label = calendars.weekday_name(day, language=language)
            self.fields[f"day_{day}"] = Intervals(label=label, required=False, max_length=120)

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields of the seven days."""
        return [self[name] for name in self.fields if name.startswith("day_")]
