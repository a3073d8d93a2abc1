"""What people may type about hours, and whether it makes sense; nothing is saved here."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.fields import Zone
from rafiq.platform import calendars, text
from rafiq.platform.ui.forms import FilePick, Form, Segments, Words
from rafiq.workforce import ical, official
from rafiq.workforce.fields import Day, Intervals
from rafiq.workforce.models import CalendarImport


class Week(Form):
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


class EnglishSelect(forms.Select):
    """A list whose choices are called in English whatever the page's language is."""

    @override
    def create_option(self, *args: Any, **named: Any) -> dict[str, Any]:
        option = super().create_option(*args, **named)
        option["attrs"] |= {"lang": "en"} if option["value"] else {}
        return option


class EditHours(Week):
    """The hours of a team or the company, and whose holidays are free."""

    country = forms.ChoiceField(label=_("Official holidays of"), required=False)
    region = forms.ChoiceField(
        label=_("Region"), required=False, widget=EnglishSelect(),
        help_text=_("For countries whose regions have holidays of their own."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        by_name = sorted(official.COUNTRIES, key=lambda code: text.sort_key(official.country_name(code)))
        names = {code: official.country_name(code) for code in by_name}
        self.fields["country"].choices = [("", _("None")), *names.items()]  # type: ignore[attr-defined]  # a ChoiceField
        groups = [(names[code], _regions(code)) for code in by_name]
        self.fields["region"].choices = [("", _("The whole country")), *filter(_has_any, groups)]  # type: ignore[attr-defined]

    @override
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        region, country = values.get("region", ""), values.get("country", "")
        values["region"] = region.partition("-")[2] if country else ""
        if region and country and region.partition("-")[0] != country:
            self.add_error("region", _("This region is in another country."))
        return values


def _regions(country: str) -> list[tuple[str, str]]:
    return [(f"{country}-{code}", name) for code, name in official.regions(country).items()]


def _has_any(group: tuple[str, list[tuple[str, str]]]) -> bool:
    return bool(group[1])


class EditDay(Form):
    """One date with other hours."""

    date = Day(label=_("Day"), help_text=_("Year, month, day."))
    intervals = Intervals(
        label=_("Hours on this day"), required=False, max_length=120, help_text=_("Empty: closed all day.")
    )
    note = Words(
        label=_("Why"), max_length=120, required=False,
        help_text=_("Customers read it when you are away, for example “stock-taking”. Empty: nothing is said."),
    )  # fmt: skip

    def __init__(self, *args: Any, calendar: str, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self.fields["date"].calendar = calendar  # type: ignore[attr-defined]  # a Day


class MoveHoliday(Form):
    """A holiday kept earlier, later, not at all, or as it is; `was` is where it was shown."""

    was = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    to = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


class ImportFile(Form):
    """An iCal file."""

    file = forms.FileField(
        label=_("File"), widget=FilePick({"accept": ".ics,text/calendar"}),
        help_text=_("An .ics file, as calendars export it; up to 500 KB."),
    )  # fmt: skip
    meaning = forms.ChoiceField(
        label=_("What its events are"), choices=CalendarImport.Meaning.choices, widget=Segments(),
        initial=CalendarImport.Meaning.CLOSED,
    )  # fmt: skip


class TakeImport(Form):
    """The same file once more, after a look at what is in it."""

    name = Words(max_length=120, required=False)
    contents = forms.CharField(max_length=ical.MOST_BYTES * 2, strip=False, widget=forms.HiddenInput())
    meaning = forms.ChoiceField(choices=CalendarImport.Meaning.choices, widget=forms.HiddenInput())
