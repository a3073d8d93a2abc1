"""Forms of the board: where a conversation shall go, what is whispered, alerts, screens."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Language
from rafiq.board.models import Kind, Screen
from rafiq.board.services import Target
from rafiq.board.services.moving import AGENT, QUEUE, TEAM
from rafiq.platform.ui.forms import Amount, Choices, Form, Segments, Switch, Words
from rafiq.routing.models import Queue

LIMIT = 20_000
ALL = ""


def _queues() -> list[tuple[str, str]]:
    return [(f"{QUEUE}:{pk}", name) for pk, name in _active_queues()]


def _active_queues() -> list[tuple[int, str]]:
    return list(Queue.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def _teams() -> list[tuple[str, str]]:
    return [(f"{TEAM}:{team.pk}", team.name) for team in accounts.teams()]


def target_of(written: str) -> Target:
    """Read what a choice stands for."""
    kind, _colon, number = written.partition(":")
    return Target(kind, int(number))


def _choose(form: forms.Form, name: str, choices: Any) -> None:  # noqa: ANN401  # as Django takes them
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # those that are chosen from
    field.choices = choices


class Move(Form):
    """Where a conversation shall go, and why; `seen` is where it was when the form was shown."""

    to = forms.ChoiceField(label=_("Where to"))
    reason = Words(label=_("Why"), max_length=300, help_text=_("It stands in the conversation, for colleagues only."))
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        agents = [(f"{AGENT}:{one.pk}", one.name) for one in accounts.active_agents()]
        groups = [(_("Queues"), _queues()), (_("Teams"), _teams()), (_("Agents"), agents)]
        _choose(self, "to", [("", "—"), *((label, given) for label, given in groups if given)])


class Whisper(Form):
    """Something only the staff sees."""

    text = Words(
        label=_("Whisper to whoever has it"), lines=2, max_length=LIMIT,
        help_text=_("An internal note: the customer does not see it."),
    )  # fmt: skip
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class EditAlert(Form):
    """What is watched, from when on it is too much, and who is told."""

    kind = forms.ChoiceField(label=_("Tell when"), choices=Kind.choices)
    threshold = Amount(
        label=_("Limit"), min_value=0, max_value=100_000, required=False,
        help_text=_("Customers or promises: how many. Waits, and nobody there: minutes. Broken promises: percent."),
    )  # fmt: skip
    of = forms.ChoiceField(label=_("Of"), required=False)
    calm_minutes = Amount(
        label=_("Over when it was well for so many minutes"), min_value=0, max_value=1440,
        help_text=_("So that it does not come and go while it stands at the limit."),
    )  # fmt: skip
    people = forms.MultipleChoiceField(label=_("Who is told"), widget=Choices())
    by_mail = forms.BooleanField(label=_("By mail, too"), required=False, widget=Switch())
    is_on = forms.BooleanField(label=_("It watches"), required=False, widget=Switch())

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        _choose(self, "of", [(ALL, _("Everything")), (_("Queues"), _queues()), (_("Teams"), _teams())])
        _choose(self, "people", [(str(one.pk), one.name) for one in accounts.active_agents()])

    @override
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind, limit = said.get("kind"), said.get("threshold")
        if kind == Kind.CHANNEL:
            said["threshold"], said["of"] = 0, ALL
        elif "threshold" in said and limit is None:
            self.add_error("threshold", _("Say from which number on it is too much."))
        elif kind == Kind.BROKEN and limit is not None and limit > 99:
            self.add_error("threshold", _("A share is at most 99 percent."))
        elif kind in {Kind.LONGEST, Kind.NOBODY} and limit == 0:
            self.add_error("threshold", _("At least one minute."))
        return said

    def values(self) -> dict[str, Any]:
        """Return what was said as fields of an alert."""
        said = self.cleaned_data
        of = target_of(said["of"]) if said["of"] else None
        return {
            "kind": said["kind"], "threshold": said["threshold"], "calm_minutes": said["calm_minutes"],
            "people": sorted(int(one) for one in said["people"]), "by_mail": said["by_mail"], "is_on": said["is_on"],
            "queue_id": of.id if of and of.kind == QUEUE else None,
            "team_id": of.id if of and of.kind == TEAM else None,
        }  # fmt: skip


class EditScreen(Form):
    """What a screen on the wall shows, and how."""

    name = Words(label=_("Name"), max_length=60, help_text=_("So that you know which one it is."))
    queues = forms.MultipleChoiceField(label=_("Queues"), required=False, widget=Choices())
    teams = forms.MultipleChoiceField(label=_("Teams"), required=False, widget=Choices())
    seconds = Amount(label=_("Seconds for each picture"), min_value=5, max_value=600)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    latin_digits = forms.BooleanField(label=_("Digits as in English"), required=False, widget=Switch())
    theme = forms.ChoiceField(label=_("Appearance"), choices=Screen.Theme.choices, widget=Segments)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        _choose(self, "queues", [(str(pk), name) for pk, name in _active_queues()])
        _choose(self, "teams", [(str(team.pk), team.name) for team in accounts.teams()])

    def values(self) -> dict[str, Any]:
        """Return what was said as fields of a screen."""
        said = self.cleaned_data
        return {**said, "queues": [int(one) for one in said["queues"]], "teams": [int(one) for one in said["teams"]]}


class ShowListening(Form):
    """Whether agents see that somebody listens in."""

    is_shown = forms.BooleanField(label=_("Agents see who listens in"), required=False, widget=Switch())
