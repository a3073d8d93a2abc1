"""Forms of queues and rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, override

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language, Team
from rafiq.customers.models import Segment
from rafiq.inbox import registry
from rafiq.inbox.models import Channel, Tag
from rafiq.platform import text
from rafiq.platform.ui.forms import Amount, Choices, Form, Segments, Switch, Words
from rafiq.routing.conditions import MOST_WORDS, WORD_LONGEST, Conditions
from rafiq.routing.models import Overflow, Queue, Rule, Speaks, Way
from rafiq.routing.models.queues import Severities
from rafiq.workforce import queries as workforce

STEPS: Final = 6
FIRST_SHOWN: Final = 3
"""Rows for steps that are shown at once; the others where they are used, or wanted."""
MINUTE: Final = 60
_DEGREES: Final = [("0", _("Usual")), ("1", _("A little")), ("2", _("Much")), ("3", _("Most"))]


def _amount(label: Any, *, least: int, most: int, is_needed: bool = True) -> Amount:  # noqa: ANN401  # lazy words
    return Amount(label=label, min_value=least, max_value=most, required=is_needed)


def _several(label: Any, **named: Any) -> forms.MultipleChoiceField:  # noqa: ANN401  # Django's own
    return forms.MultipleChoiceField(label=label, required=False, widget=Choices(), **named)


def _levels() -> list[tuple[str, Any]]:
    language = get_language() or "en"
    return [("0", _("Not needed")), *((str(level), text.digits(level, language=language)) for level in range(1, 6))]


def _offer(form: Form, choices: Mapping[str, list[tuple[str, Any]]]) -> None:
    for name, given in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # those that are chosen from
        field.choices = given


def _named(rows: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # rows with a name
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


class EditQueue(Form):
    """Who is asked, how, and what happens to those who wait for long."""

    name = Words(label=_("Name"), max_length=60)
    is_active = forms.BooleanField(label=_("It is open"), required=False, widget=Switch())
    teams = _several(_("Teams"), help_text=_("Who is asked first. None chosen: everybody."))
    speaks = forms.ChoiceField(label=_("Who speaks"), choices=Speaks, required=False)
    way = forms.ChoiceField(label=_("How an agent gets it"), choices=Way, widget=Segments())
    offer_seconds = _amount(_("Seconds to accept"), least=5, most=600)
    closed_then = forms.ChoiceField(
        label=_("As soon as its teams have closed"), required=False,
        help_text=_("By their hours; so the next zone takes over. Whoever comes after that gets it at once."),
    )  # fmt: skip
    priority = forms.ChoiceField(label=_("Goes before other queues"), choices=_DEGREES, widget=Segments())
    tells_wait = forms.BooleanField(
        label=_("Tell visitors in chat how long it may take"), required=False, widget=Switch()
    )  # fmt: skip

    def __init__(self, *args: Any, queue_id: int | None = None, **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **named)
        teams, others = _named(Team.objects.order_by("name")), Queue.objects.exclude(pk=queue_id or 0)
        _offer(self, {"teams": teams})
        self.skills = {f"skill_{skill.pk}": skill for skill in workforce.skills()}
        for name, skill in self.skills.items():
            self.fields[name] = forms.ChoiceField(label=skill.name, choices=_levels(), required=False)
        thens = [("", _("Nothing more")), *_thens(teams, others)]
        _offer(self, {"closed_then": thens})
        for number in range(1, STEPS + 1):
            self.fields[f"after_{number}"] = _amount(_("After minutes"), least=1, most=1_440, is_needed=False)
            self.fields[f"then_{number}"] = forms.ChoiceField(label=_("Then"), required=False, choices=thens)

    def skill_fields(self) -> list[Any]:
        """List the fields of skills."""
        return [self[name] for name in self.skills]

    def step_fields(self) -> list[tuple[Any, Any]]:
        """List the fields of the overflow steps that are shown at once: what is used, and a free one."""
        return self._steps()[: self._shown()]

    def more_step_fields(self) -> list[tuple[Any, Any]]:
        """List the fields of further steps."""
        return self._steps()[self._shown() :]

    def _steps(self) -> list[tuple[Any, Any]]:
        return [(self[f"after_{number}"], self[f"then_{number}"]) for number in range(1, STEPS + 1)]

    def _shown(self) -> int:
        used = [number for number, (after, then) in enumerate(self._steps(), 1) if after.value() or then.value()]
        return max(FIRST_SHOWN, min(STEPS, max(used, default=0) + 1))

    @override
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        moments, seen = set[int](), set[str]()
        for number in range(1, STEPS + 1):
            after, then = said.get(f"after_{number}"), said.get(f"then_{number}")
            if f"after_{number}" in self.errors or not (then or after):
                continue
            if not then:
                self.add_error(f"then_{number}", _("What happens then?"))
            elif not after:
                self.add_error(f"after_{number}", _("After how many minutes?"))
            elif after in moments:
                self.add_error(f"after_{number}", _("Another step comes at the same minute."))
            elif then in seen:
                self.add_error(f"then_{number}", _("That stands here already."))
            moments.add(after or 0)
            seen.add(then or "")
        self._refuse_what_comes_too_late(said)
        return said

    def _refuse_what_comes_too_late(self, said: Mapping[str, Any]) -> None:
        """Whoever was moved to another queue waits by that one's steps; those of this one never come."""
        steps = [
            (said.get(f"after_{number}") or 0, said.get(f"then_{number}") or "", number)
            for number in range(1, STEPS + 1)
        ]
        moves = min((after for after, then, _number in steps if after and _leads_away(then)), default=None)
        for after, then, number in steps:
            if moves is not None and then and after > moves:
                self.add_error(f"after_{number}", _("Whoever waits has been moved to another queue before."))

    def values(self) -> dict[str, Any]:
        """Return what was said as fields of a queue."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("name", "is_active", "speaks", "way", "offer_seconds", "tells_wait")}
        skills = {name.removeprefix("skill_"): int(said[name] or 0) for name in self.skills}
        steps = [
            {"after": said[f"after_{number}"] * MINUTE, **_then(said[f"then_{number}"])}
            for number in range(1, STEPS + 1)
            if said[f"then_{number}"]
        ]
        steps.sort(key=lambda step: step["after"])
        needed = {skill: level for skill, level in skills.items() if level}
        later = _then(said["closed_then"]) if said["closed_then"] else {}
        return {
            **plain, "priority": int(said["priority"]), "skills": needed, "steps": steps, "after_hours": later,
        }  # fmt: skip


class EditRule(Form):
    """What a rule asks, and where it leads."""

    name = Words(label=_("Name"), max_length=80)
    is_on = forms.BooleanField(label=_("Switched on"), required=False, widget=Switch())
    channels = _several(_("Channels"))
    languages = _several(_("Languages"), choices=Language)
    words = Words(
        label=_("Words or phrases"), lines=3, required=False,
        help_text=_("One word or phrase in each line; one of them is enough. Endings do not matter."),
    )  # fmt: skip
    tags = _several(_("Tags of the conversation"))
    segments = _several(_("Customers in a segment"))
    hours = forms.ChoiceField(label=_("Hours"), required=False)
    queue = forms.ChoiceField(label=_("Queue"))
    severity = forms.ChoiceField(label=_("How bad it is"), choices=Severities, widget=Segments())
    tier = forms.ChoiceField(
        label=_("How valued these customers are"), choices=_DEGREES, widget=Segments(),
        help_text=_("Both let them be answered earlier; nobody else waits for ever because of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        kinds = dict.fromkeys(Channel.objects.order_by("kind").values_list("kind", flat=True))
        hours: list[tuple[str, Any]] = [
            ("", _("At any time")), ("open", _("While the company is open")), ("closed", _("While it is closed"))
        ]  # fmt: skip
        for pk, name in Team.objects.order_by("name").values_list("pk", "name"):
            hours.append((f"open:{pk}", _("While %(team)s is open") % {"team": name}))
            hours.append((f"closed:{pk}", _("While %(team)s is closed") % {"team": name}))
        _offer(self, {
            "channels": [(kind, registry.adapter_for(kind).label) for kind in kinds if registry.knows(kind)],
            "tags": _named(Tag.objects.order_by("name")), "queue": _named(Queue.objects.order_by("name")),
            "segments": _named(Segment.objects.filter(is_shared=True).order_by("name")), "hours": hours,
        })  # fmt: skip

    def clean_words(self) -> str:
        """Allow what conditions can hold.

        Raises:
            ValidationError: shown beside the field.
        """
        lines = _lines(self.cleaned_data["words"])
        if len(lines) > MOST_WORDS or any(len(one) > WORD_LONGEST for one in lines):
            raise forms.ValidationError(_("At most 40 lines of 80 letters."))
        return "\n".join(lines)

    def conditions(self) -> Conditions:
        """Return what was said as conditions."""
        said = self.cleaned_data
        hours, _colon, team = str(said["hours"]).partition(":")
        return Conditions(
            channels=tuple(said["channels"]), languages=tuple(said["languages"]), words=tuple(_lines(said["words"])),
            tags=tuple(map(int, said["tags"])), segments=tuple(map(int, said["segments"])), hours=hours,
            hours_of=int(team) if team else None,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what was said as fields of a rule."""
        said = self.cleaned_data
        plain = {"name": said["name"], "is_on": said["is_on"]}
        return {**plain, "severity": int(said["severity"]), "tier": int(said["tier"])}


def said_of_queue(queue: Queue, team_ids: list[int]) -> dict[str, Any]:
    """Put a queue into the fields of its form."""
    plain = ("name", "is_active", "speaks", "way", "offer_seconds", "tells_wait")
    said: dict[str, Any] = {name: getattr(queue, name) for name in plain}
    said |= {"teams": [str(pk) for pk in team_ids], "priority": str(queue.priority)}
    said |= {f"skill_{pk}": str(level) for pk, level in queue.skills.items()}
    for number, step in enumerate(queue.steps[:STEPS], 1):
        said[f"after_{number}"] = step["after"] // MINUTE
        said[f"then_{number}"] = _chosen(step)
    said["closed_then"] = _chosen(queue.after_hours) if queue.after_hours else ""
    return said


def _chosen(step: Mapping[str, Any]) -> str:
    return f"{step['what']}:{step['to']}" if step.get("to") else str(step["what"])


def said_of_rule(rule: Rule, asked: Conditions) -> dict[str, Any]:
    """Put a rule into the fields of its form."""
    hours = f"{asked.hours}:{asked.hours_of}" if asked.hours_of else asked.hours
    return {
        "name": rule.name, "is_on": rule.is_on, "channels": list(asked.channels), "languages": list(asked.languages),
        "words": "\n".join(asked.words), "tags": [str(pk) for pk in asked.tags],
        "segments": [str(pk) for pk in asked.segments], "hours": hours, "queue": str(rule.queue_id),
        "severity": str(rule.severity), "tier": str(rule.tier),
    }  # fmt: skip


def _thens(teams: list[tuple[str, str]], others: Any) -> list[tuple[str, Any]]:  # noqa: ANN401  # a queryset
    asked = [(f"{Overflow.TEAM}:{pk}", _("Also offered to %(team)s") % {"team": name}) for pk, name in teams]
    moved = [
        (f"{Overflow.QUEUE}:{pk}", _("Moved to %(queue)s") % {"queue": name})
        for pk, name in others.order_by("name").values_list("pk", "name")
    ]
    plain = [(one.value, one.label) for one in (Overflow.EVERYBODY, Overflow.CALL_BACK, Overflow.BOT)]
    return [*asked, *plain, *moved]


def _leads_away(then: str) -> bool:
    return then.startswith(f"{Overflow.QUEUE}:")


def _then(chosen: str) -> dict[str, Any]:
    what, _colon, to = chosen.partition(":")
    return {"what": what, **({"to": int(to)} if to else {})}


def _lines(words: str) -> list[str]:
    return list(dict.fromkeys(line for one in words.splitlines() if (line := " ".join(one.split()))))
