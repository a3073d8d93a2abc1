"""Forms about people: what they can do, when they are away."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, override

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent
from rafiq.platform import calendars
from rafiq.platform.ui.forms import Amount, Form, Words
from rafiq.workforce import kinds
from rafiq.workforce.fields import Day
from rafiq.workforce.models import Absence, Skill
from rafiq.workforce.models import Availability as Choice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LANGUAGES = {
    "fa": _("Persian"), "ar": _("Arabic"), "en": _("English"), "ckb": _("Kurdish"), "az": _("Azerbaijani"),
    "tr": _("Turkish"), "fr": _("French"),
}  # fmt: skip


class Level(models.IntegerChoices):
    """How well somebody can do something."""

    NONE = 0, _("Not at all")
    LITTLE = 1, _("1 · a little")
    SOME = 2, _("2 · with help")
    WELL = 3, _("3 · well")
    VERY_WELL = 4, _("4 · very well")
    EXPERT = 5, _("5 · teaches others")


class LevelField(forms.TypedChoiceField):
    """How well somebody can do one thing; nothing said is not at all."""

    def __init__(self, label: StrOrPromise) -> None:
        super().__init__(label=label, choices=Level.choices, coerce=int, required=False)

    @override
    def clean(self, value: Any) -> int:  # whatever the browser sent
        return int(super().clean(value) or 0)


class Availability(Form):
    """What an agent says about themselves."""

    availability = forms.ChoiceField(choices=Choice.choices)
    why = Words(max_length=80, required=False)


class EditSkill(Form):
    """The name of a skill."""

    name = Words(label=_("Name"), max_length=60)


class EditAbilities(Form):
    """An agent's skills and languages with their levels, and what they can carry at once."""

    capacity = Amount(
        label=_("Carries at once"), required=False, min_value=0, max_value=200,
        help_text=_("In units; empty: like everybody."),
    )  # fmt: skip

    def __init__(self, *args: Any, skills: list[Skill], **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        for skill in skills:
            self.fields[f"skill_{skill.pk}"] = LevelField(skill.name)
        for code, name in LANGUAGES.items():
            self.fields[f"language_{code}"] = LevelField(name)

    @property
    def skill_fields(self) -> list[forms.BoundField]:
        """The fields of the skills."""
        return [self[name] for name in self.fields if name.startswith("skill_")]

    @property
    def language_fields(self) -> list[forms.BoundField]:
        """The fields of the languages."""
        return [self[name] for name in self.fields if name.startswith("language_")]


class EditSettings(Form):
    """What holds for everybody."""

    capacity = Amount(
        label=_("An agent carries at once"), min_value=1, max_value=200,
        help_text=_("In units. Whoever carries that much is offered nothing more."),
    )  # fmt: skip
    away_after = Amount(
        label=_("Away after so many minutes"), min_value=0, max_value=600,
        help_text=_("Without any open page of Rafiq. 0: never by itself. Opening a page brings them back."),
    )  # fmt: skip
    thin_below = Amount(
        label=_("Thin below so many people"), min_value=1, max_value=100,
        help_text=_("Hours with fewer people on schedule are marked in the picture of the week."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        for group, (name, _kinds) in kinds.WEIGHED.items():
            self.fields[f"weight_{group}"] = Amount(label=name, min_value=0, max_value=100)

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields of the weights."""
        return [self[name] for name in self.fields if name.startswith("weight_")]


class EditAbsence(Form):
    """A time somebody is away, in the calendar and zone of whoever plans it."""

    kind = forms.ChoiceField(label=_("Why"), choices=Absence.Kind.choices)
    first = Day(label=_("From"), help_text=_("Year, month, day."))
    first_time = forms.TimeField(label=_("at"), required=False, widget=forms.TimeInput({"type": "time"}))
    last = Day(label=_("Until"), help_text=_("Without times: from the first day to the end of the last."))
    last_time = forms.TimeField(label=_("at"), required=False, widget=forms.TimeInput({"type": "time"}))
    cover = forms.ChoiceField(label=_("Who stands in"), required=False)
    note = Words(label=_("Note"), max_length=120, required=False, help_text=_("Colleagues read it."))

    def __init__(self, *args: Any, reader: Agent, colleagues: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.reader = reader
        for name in ("first", "last"):
            self.fields[name].calendar = reader.calendar  # type: ignore[attr-defined]  # a Day
        self.fields["cover"].choices = [("", _("Nobody")), *colleagues]  # type: ignore[attr-defined]  # a ChoiceField

    @override
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        begin = self._moment(values["first"], values.get("first_time") or time())
        end = self._moment(values["last"], values.get("last_time"))
        if begin >= end:
            self.add_error("last", _("This is not after the begin."))
        values |= {"begins_at": begin, "ends_at": end}
        return values

    def _moment(self, day: date, at: time | None) -> datetime:
        zone = self.reader.time_zone
        if at is None:
            return calendars.day_bounds(day, zone=zone)[1]
        return calendars.moment_of(day, zone=zone, hour=at.hour, minute=at.minute)
