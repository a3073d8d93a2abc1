"""The form of a rule: when, if, then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent, Language, Team
from rafiq.automations import timing, triggers
from rafiq.automations.conditions import MOST_VALUES, NOBODY, SOMEBODY, WORD_LONGEST, Conditions
from rafiq.automations.contracts import steps_from
from rafiq.automations.models import Rule
from rafiq.automations.services import StepEditor, Wording
from rafiq.customers.models import Segment
from rafiq.inbox import registry
from rafiq.inbox.models import Channel, Tag
from rafiq.platform import text
from rafiq.platform.ui.forms import Choices, Form, Segments, Switch, Words
from rafiq.promises.models import Level

_NUMBERS: Final = ("teams", "assignees", "tags", "without", "segments", "ratings")
_TEXTS: Final = ("channels", "languages", "levels")


class Amount(forms.IntegerField):
    """A whole number in the digits of any script."""

    @override
    def to_python(self, value: Any) -> Any:  # whatever the browser sent
        return super().to_python(text.ascii_digits(value) if isinstance(value, str) else value)


def _several(label: Any, **named: Any) -> forms.MultipleChoiceField:  # noqa: ANN401  # Django's own
    return forms.MultipleChoiceField(label=label, required=False, widget=Choices(), **named)


class EditRule(Form):
    """What a rule says. Its steps are beside the fields, in `editor`."""

    name = Words(label=_("Name"), max_length=80)
    is_on = forms.BooleanField(label=_("Switched on"), required=False, widget=Switch())
    event = forms.ChoiceField(
        label=_("What happens"), choices=[(one.key, one.label) for one in triggers.TRIGGERS.values()]
    )
    amount = Amount(
        label=_("Only after"), required=False, min_value=1, max_value=timing.MOST_AMOUNT,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}), help_text=_("Empty: at once."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Counted in"), choices=timing.Unit.choices)
    clock = forms.ChoiceField(label=_("Time passes"), choices=timing.Clock.choices)
    unless = forms.ChoiceField(label=_("Unless"), choices=timing.Unless.choices)
    is_any = forms.ChoiceField(
        label=_("How much must hold"), choices=[("", _("All of it")), ("any", _("One thing is enough"))],
        required=False, widget=Segments(),
    )  # fmt: skip
    words = Words(
        label=_("Words or phrases"), lines=3, required=False,
        help_text=_("One word or phrase in each line; one of them is enough. Endings do not matter."),
    )  # fmt: skip
    channels = _several(_("Channels"))
    languages = _several(_("Languages"), choices=Language)
    teams = _several(_("Teams that have it"))
    assignees = _several(_("Who has it"))
    tags = _several(_("Tags of the conversation"))
    without = _several(_("Without these tags"))
    levels = _several(_("Priority"), choices=Level.choices)
    segments = _several(_("Customers in a segment"))
    ratings = _several(_("Rating"), choices=[(str(score), "★" * score) for score in range(1, 6)])
    hours = forms.ChoiceField(label=_("Hours"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        teams, tags = _named(Team.objects.all()), _named(Tag.objects.all())
        kinds = dict.fromkeys(Channel.objects.order_by("kind").values_list("kind", flat=True))
        people = Agent.objects.filter(is_active=True).order_by("name").values_list("pk", "name")
        offered: dict[str, list[tuple[str, Any]]] = {
            "channels": [(kind, registry.adapter_for(kind).label) for kind in kinds if registry.knows(kind)],
            "teams": [("0", _("No team")), *teams], "tags": tags, "without": tags,
            "assignees": [
                (str(NOBODY), _("Nobody has it")), (str(SOMEBODY), _("Somebody has it")),
                *((str(pk), name) for pk, name in people),
            ],
            "segments": _named(Segment.objects.filter(is_shared=True)), "hours": _hours(teams),
        }  # fmt: skip
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # those that are chosen from
            field.choices = choices
        self.editor = StepEditor.posted(self.data) if self.is_bound else StepEditor.stored(self.initial["steps"])

    @override
    def is_valid(self) -> bool:
        """Check the steps, too."""
        are_fine = self.editor.is_valid()
        return super().is_valid() and are_fine

    @property
    def has_more(self) -> bool:
        """Test whether anything rare is asked, so that it is shown."""
        return any(self[name].value() or self[name].errors for name in (*_NUMBERS, "levels"))

    def clean_words(self) -> str:
        """Allow what conditions can hold.

        Raises:
            ValidationError: shown beside the field.
        """
        lines = _lines(self.cleaned_data["words"])
        if len(lines) > MOST_VALUES or any(len(one) > WORD_LONGEST for one in lines):
            raise forms.ValidationError(_("At most 40 lines of 80 letters."))
        return "\n".join(lines)

    def wording(self) -> Wording:
        """Return what was said, once it was found valid."""
        said = self.cleaned_data
        later = timing.Timing(said["amount"] or 0, said["unit"], said["clock"], said["unless"])
        hours, _colon, team = str(said["hours"]).partition(":")
        asked = Conditions(
            is_any=said["is_any"] == "any", words=tuple(_lines(said["words"])),
            channels=tuple(said["channels"]), languages=tuple(said["languages"]), levels=tuple(said["levels"]),
            hours=hours, hours_of=int(team) if team else None,
            **{name: tuple(map(int, said[name])) for name in _NUMBERS},
        )  # fmt: skip
        return Wording(said["event"], later if later.is_later else timing.Timing(), asked, tuple(self.editor.steps()))


def said_of_rule(rule: Rule, later: timing.Timing, asked: Conditions) -> dict[str, Any]:
    """Put a rule into the fields of its form; its steps beside them."""
    hours = f"{asked.hours}:{asked.hours_of}" if asked.hours_of else asked.hours
    return {
        "name": rule.name, "is_on": rule.is_on, "event": rule.event, "amount": later.amount or None,
        "unit": later.unit, "clock": later.clock, "unless": later.unless, "is_any": "any" if asked.is_any else "",
        "words": "\n".join(asked.words), "hours": hours, "steps": steps_from(rule.steps),
        **{name: list(getattr(asked, name)) for name in _TEXTS},
        **{name: [str(one) for one in getattr(asked, name)] for name in _NUMBERS},
    }  # fmt: skip


def said_of_none() -> Mapping[str, Any]:
    """Put a new rule into the fields of its form."""
    later = timing.Timing()
    return {
        "event": "message", "unit": later.unit, "clock": later.clock, "unless": later.unless, "is_any": "", "steps": [],
    }  # fmt: skip


def _hours(teams: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        ("", _("At any time")), ("open", _("While the company is open")), ("closed", _("While it is closed"))
    ]  # fmt: skip
    for pk, name in teams:
        found.append((f"open:{pk}", _("While %(team)s is open") % {"team": name}))
        found.append((f"closed:{pk}", _("While %(team)s is closed") % {"team": name}))
    return found


def _named(rows: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # a query of things with names
    return [(str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name")]


def _lines(words: str) -> list[str]:
    return list(dict.fromkeys(line for one in words.splitlines() if (line := " ".join(one.split()))))
