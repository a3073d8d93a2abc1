"""What is wrong with rules: what can be told before they surprise anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Team
from rafiq.automations import conditions, registry, timing, triggers
from rafiq.automations.conditions import Conditions
from rafiq.automations.contracts import Step, steps_from
from rafiq.automations.models import Result, Rule, Run
from rafiq.customers.models import Segment
from rafiq.inbox.models import Tag
from rafiq.platform import text
from rafiq.workforce import queries as workforce

WEEKS: Final = timedelta(days=28)
LATELY: Final = timedelta(days=7)


class Contradiction(Exception):
    """A rule that could never do anything; the words say why, in the reader's language."""


def refuse(event: str, asked: Conditions, steps: Sequence[Step], *, at: datetime) -> None:
    """Let nobody save what can never hold.

    Raises:
        Contradiction: if it cannot.
    """
    if asked.hours and not asked.is_any and _never_comes(asked, at=at):
        raise Contradiction(_("These hours never come: the rule would hold for nothing."))
    if not asked.is_any and asked.tags and set(asked.tags) <= set(asked.without):
        raise Contradiction(_("It asks for a tag and forbids it: the rule would hold for nothing."))
    if not asked.is_any and event == "assigned" and set(asked.assignees) == {conditions.NOBODY}:
        raise Contradiction(_("Somebody gets it, and nobody has it: that is never so at once."))
    names = [one.action for one in steps]
    if "close" in names and {"answer", "say"} & set(names[names.index("close") + 1 :]):
        raise Contradiction(_("It closes the conversation and then answers: put the answer before."))


def flags_of(rules: Sequence[Rule], *, at: datetime) -> dict[int, list[str]]:
    """Say what is wrong with rules, by id and in words. A handful of statements, however many rules."""
    stopped = _stopped([one.pk for one in rules], at=at)
    there = _Names()
    found = {one.pk: [*_flags(one, there), *_stops(stopped.get(one.pk, 0))] for one in rules}
    for one, other in _chases(rules):
        words = (
            _("It triggers itself; it stops after the first time.") if one.pk == other.pk
            else _("It and the rule “%(name)s” chase each other; they stop after one turn.") % {"name": other.name}
        )  # fmt: skip
        found[one.pk].append(words)
    return found


def readable(rule: Rule) -> Conditions | None:
    """Read what a rule asks; None where it cannot be read."""
    try:
        return conditions.parse(rule.conditions)
    except conditions.BadConditions:
        return None


def never_matches(event: str, asked: Conditions) -> str:
    """Say why a condition makes no sense for what happens; "" if it does."""
    is_early = event in {"opened", "queued"}
    return _("There is no rating yet when this happens.") if asked.ratings and is_early else ""


class _Names:
    """What there is, read once."""

    def __init__(self) -> None:
        self.tags = set(Tag.objects.values_list("pk", flat=True))
        self.teams = set(Team.objects.values_list("pk", flat=True)) | {0}
        self.segments = set(Segment.objects.values_list("pk", flat=True))
        self.agents = set(Agent.objects.filter(is_active=True).values_list("pk", flat=True))


def _flags(rule: Rule, there: _Names) -> list[str]:
    asked = readable(rule)
    if asked is None or rule.event not in triggers.TRIGGERS or not _is_timed(rule):
        return [_("What this rule says cannot be understood any more; it does nothing.")]
    found = [
        _("A tag it asks for was removed.") if {*asked.tags, *asked.without} - there.tags else "",
        _("A team it asks for was removed.") if set(asked.teams) - there.teams else "",
        _("A segment it asks for was removed.") if set(asked.segments) - there.segments else "",
        _("An agent it asks for is not here any more.") if _people(asked) - there.agents else "",
        never_matches(rule.event, asked),
    ]
    for step in steps_from(rule.steps):
        action = registry.action(step.action)
        problem = action.problem(step.params) if action else "This action does not exist any more."
        found.append(_(problem) if problem else "")
    return list(dict.fromkeys(one for one in found if one))


def _people(asked: Conditions) -> set[int]:
    return {one for one in asked.assignees if one > 0}


def _is_timed(rule: Rule) -> bool:
    try:
        timing.parse(rule.timing)
    except timing.BadTiming:
        return False
    return True


def _stops(count: int) -> list[str]:
    words = ngettext(
        "It stopped itself %(count)s time in the last seven days: look at its runs.",
        "It stopped itself %(count)s times in the last seven days: look at its runs.", count,
    )  # fmt: skip
    shown = text.digits(count, language=get_language() or "en")
    return [words % {"count": shown}] if count else []


def _stopped(ids: Iterable[int], *, at: datetime) -> Mapping[int, int]:
    found: dict[int, int] = {}
    runs = Run.objects.filter(rule__in=list(ids), result=Result.STOPPED, ran_at__gt=at - LATELY)
    for rule_id in runs.values_list("rule", flat=True):
        found[rule_id] = found.get(rule_id, 0) + 1
    return found


def _chases(rules: Sequence[Rule]) -> list[tuple[Rule, Rule]]:
    """List pairs of rules that are on of which each may cause what the other waits for; a rule beside itself, too."""
    on = [one for one in rules if one.is_on and one.event in triggers.TRIGGERS]
    causes = {one.pk: _causes(one) for one in on}
    waits = {one.pk: triggers.TRIGGERS[one.event] for one in on}

    def leads(one: Rule, other: Rule) -> bool:
        return waits[other.pk].key in causes[one.pk]

    return [(one, other) for one in on for other in on if leads(one, other) and leads(other, one)]


def _causes(rule: Rule) -> set[str]:
    """Name the triggers that the steps of a rule may set off."""
    kinds = {kind for step in steps_from(rule.steps) if (act := registry.action(step.action)) for kind in act.causes}
    found: set[str] = set()
    for trigger in triggers.TRIGGERS.values():
        if trigger.event.name not in kinds:
            continue
        is_person = trigger.key == "answered"  # what a program says is no answer of an agent
        gives = trigger.key == "assigned" and not any(one.action == "assign" for one in steps_from(rule.steps))
        if not (is_person or gives):
            found.add(trigger.key)
    return found


def _never_comes(asked: Conditions, *, at: datetime) -> bool:
    open_seconds = workforce.timetable(asked.hours_of).seconds_between(at, at + WEEKS)
    return open_seconds == (0 if asked.hours == "open" else int(WEEKS.total_seconds()))
