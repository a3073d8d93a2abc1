"""Rules and what they did, in the reader's own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language, Team
from rafiq.automations import checking, registry, timing, triggers
from rafiq.automations.conditions import NOBODY, SOMEBODY, Conditions
from rafiq.automations.contracts import State, Step, steps_from
from rafiq.automations.models import Result, Rule, Run
from rafiq.customers.models import Segment
from rafiq.inbox import registry as channels
from rafiq.inbox.models import Tag
from rafiq.platform import text
from rafiq.promises.models import Level
from rafiq.routing.presentation import hours_in_words, names_of

MOST_SHOWN = 4
_SIGNS = {State.DONE: "check", State.SAME: "checks", State.FAILED: "alert", State.SKIPPED: "x"}


@dataclass(frozen=True, slots=True)
class Doing:
    """A step of a run in words, and what became of it."""

    words: str
    icon: str
    sign: str
    state: str
    reason: str


def when_in_words(event: str, later: timing.Timing | None) -> str:
    """Say what a rule waits for, and for how long."""
    trigger = triggers.TRIGGERS.get(event)
    if trigger is None or later is None:
        return "—"
    if not later.is_later:
        return str(trigger.label)
    said = {"amount": _amount(later), "after": trigger.after, "unless": timing.Unless(later.unless).label}
    if later.unless == timing.Unless.NOTHING:
        return f"{said['amount']} {said['after']}"  # in this order in all languages
    return _("%(amount)s %(after)s, %(unless)s") % said


def asked_in_words(asked: Conditions | None) -> list[str]:
    """Say what a rule asks, a part for each kind of condition; empty for one that asks nothing."""
    if asked is None:
        return []
    found = [
        _some([str(channels.adapter_for(one).label) for one in asked.channels if channels.knows(one)]),
        _some([str(Language(one).label) for one in asked.languages if one in Language.values]),
        _some(list(asked.words)),
        _some([str(Level(one).label) for one in asked.levels if one in Level.values]),
        _some([_("No team")] * (0 in asked.teams) + names_of(Team, asked.teams)),
        _some(_people(asked)),
        _some(names_of(Tag, asked.tags)),
        _("without %(tags)s") % {"tags": _some(names_of(Tag, asked.without))} if asked.without else "",
        _some(names_of(Segment, asked.segments)),
        _some([_stars(one) for one in asked.ratings]),
        hours_in_words(asked.hours, asked.hours_of),
    ]
    return [one for one in found if one]


def steps_in_words(steps: Collection[Step]) -> list[tuple[str, str]]:
    """Say what steps do, each beside its icon."""
    found = [(registry.action(step.action), step.params) for step in steps]
    return [(one.describe(params), one.icon) if one else (_("Unknown action"), "alert") for one, params in found]


def doings(run: Run) -> list[Doing]:
    """Say what became of each step of a run."""
    found = []
    for kept in run.outcomes if isinstance(run.outcomes, list) else ():
        [(words, icon)] = steps_in_words(steps_from([kept])) or [(_("Unknown action"), "alert")]
        state = State(kept["state"]) if kept.get("state") in set(State) else State.SKIPPED
        reason = str(kept.get("reason") or "")
        found.append(Doing(words, icon, _SIGNS[state], _state_words(state), _(reason) if reason else ""))
    return found


def told(who: SafeString, kept: Mapping[str, Any]) -> SafeString:
    """Tell in the timeline that a rule ran, with the way to why."""
    name = format_html(
        '<a href="{}"><bdi>{}</bdi></a>', reverse("automations:run", args=[kept["run_id"]]), kept["rule"]
    )
    sentence = {
        Result.DONE.value: _("The rule {rule} did something"),
        Result.FAILED.value: _("The rule {rule} could not do what it says"),
        Result.STOPPED.value: _("The rule {rule} stopped itself"),
    }.get(str(kept.get("result")), "{rule}")
    return format_html(sentence, rule=name)


def reason_of(run: Run) -> str:
    """Say why a run failed or was stopped; empty where nothing was wrong."""
    return _(run.reason) if run.reason else ""


def card(rule: Rule) -> dict[str, Any]:
    """Put a rule into the form a list shows."""
    asked = checking.readable(rule)
    is_any = asked is not None and asked.is_any
    return {
        "rule": rule, "when": when_in_words(rule.event, timing_of(rule)), "parts": asked_in_words(asked),
        "joined": pgettext("between conditions", "or") if is_any else pgettext("between conditions", "and"),
        "steps": steps_in_words(steps_from(rule.steps)),
        "icon": triggers.TRIGGERS[rule.event].icon if rule.event in triggers.TRIGGERS else "alert",
    }  # fmt: skip


def timing_of(rule: Rule) -> timing.Timing | None:
    """Read when a rule does what it does; None where that cannot be read any more."""
    try:
        return timing.parse(rule.timing)
    except timing.BadTiming:
        return None


def _amount(later: timing.Timing) -> str:
    count, is_business = later.amount, later.clock == timing.Clock.BUSINESS
    words = {
        (timing.Unit.MINUTES.value, False): ngettext("%(count)s minute", "%(count)s minutes", count),
        (timing.Unit.HOURS.value, False): ngettext("%(count)s hour", "%(count)s hours", count),
        (timing.Unit.DAYS.value, False): ngettext("%(count)s day", "%(count)s days", count),
        (timing.Unit.MINUTES.value, True): ngettext("%(count)s business minute", "%(count)s business minutes", count),
        (timing.Unit.HOURS.value, True): ngettext("%(count)s business hour", "%(count)s business hours", count),
        (timing.Unit.DAYS.value, True): ngettext("%(count)s business day", "%(count)s business days", count),
    }[str(later.unit), is_business]
    return words % {"count": _digits(count)}


def _state_words(state: State) -> str:
    return {
        State.DONE: pgettext("step", "Done"),
        State.SAME: pgettext("step", "It was so already"),
        State.FAILED: pgettext("step", "Could not be done"),
        State.SKIPPED: pgettext("step", "Left, because of the step before"),
    }[state]


def _people(asked: Conditions) -> list[str]:
    found = [_("Nobody has it")] * (NOBODY in asked.assignees) + [_("Somebody has it")] * (SOMEBODY in asked.assignees)
    return found + names_of(Agent, tuple(one for one in asked.assignees if one > 0))


def _stars(count: int) -> str:
    return f"{_digits(count)} ★"


def _digits(number: int) -> str:
    return text.digits(number, language=get_language() or "en")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return _(" or ").join(names[:MOST_SHOWN]) + (" …" if more > 0 else "")
