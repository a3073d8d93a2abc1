"""What is wrong with queues and rules: what can be told before a customer finds it out by waiting for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from rafiq.accounts.models import Team
from rafiq.customers.models import Segment
from rafiq.inbox.models import Channel, Tag
from rafiq.routing import conditions, core, registry
from rafiq.routing.models import Overflow, Queue, Rule, Speaks
from rafiq.workforce import queries as workforce

WEEKS: Final = timedelta(days=28)
LANGUAGES: Final = ("fa", "ar", "en")
_NAMES: Final = {"fa": lambda: _("Persian"), "ar": lambda: _("Arabic"), "en": lambda: _("English")}


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who could ever take something, whether they are there now or not, and what steps may lead to."""

    agents: Sequence[core.Free]
    teams: Mapping[int, str]
    queues: Mapping[int, Queue]
    hours: workforce.AllHours
    at: datetime
    has_stand_in: bool

    def can(self, *, teams: Iterable[int], skills: Mapping[str, int], language: str) -> bool:
        """Test whether anybody fits."""
        wanted = {int(skill): level for skill, level in skills.items()}
        lane = core.Lane(0, frozenset(teams), wanted, language)
        return any(core.fits(one, lane) for one in self.agents)

    def open_seconds(self, team_ids: Sequence[int]) -> int:
        """Count how long any of these teams (none: the company) is there in the next four weeks."""
        table = self.hours.covering(team_ids) if team_ids else self.hours.of(None)
        return table.seconds_between(self.at, self.at + WEEKS)


def staff(*, at: datetime) -> Staff:
    """Read who there is, and the teams and queues."""
    found = workforce.available_agents(at=at, only_online=False)
    agents = [
        core.Free(one.agent_id, teams=one.team_ids, skills=one.skills, languages=frozenset(one.languages) or _ALL)
        for one in found
    ]
    return Staff(
        agents, teams=dict(Team.objects.values_list("pk", "name")), queues=Queue.objects.in_bulk(),
        hours=workforce.all_hours(), at=at, has_stand_in=registry.can_anybody_stand_in(),
    )  # fmt: skip


def loops(queue_id: int | None, steps: Iterable[Mapping[str, Any]], others: Iterable[Queue]) -> bool:
    """Test whether a queue with these overflow steps would lead back to itself, through others or at once."""
    leads = {one.pk: _targets(one.all_steps) for one in others}
    ahead, seen = _targets(steps), set[int]()
    while ahead:
        target = ahead.pop()
        if target == queue_id:
            return True
        if target not in seen:
            seen.add(target)
            ahead |= leads.get(target, set())
    return False


def never_holds(asked: conditions.Conditions, *, at: datetime) -> bool:
    """Test whether a rule asks for hours that do not come within four weeks: never open, or never closed."""
    if not asked.hours:
        return False
    open_seconds = workforce.timetable(asked.hours_of).seconds_between(at, at + WEEKS)
    return open_seconds == (0 if asked.hours == "open" else int(WEEKS.total_seconds()))


def flags_of_queue(queue: Queue, team_ids: Sequence[int], known: Staff) -> list[str]:
    """Say what is wrong with a queue, in words."""
    if not queue.is_active:
        return []
    found = _who_can(queue, team_ids, known)
    if found and not any(step["what"] not in _TALKS for step in queue.all_steps):
        found.append(_("And nothing happens later: who waits here waits for ever."))
    for step in queue.all_steps:
        found += _flags_of_step(step, team_ids, known)
    if queue.after_hours:
        found += _flags_of_hours(queue.after_hours, team_ids, known)
    return list(dict.fromkeys(found))


def _who_can(queue: Queue, team_ids: Sequence[int], known: Staff) -> list[str]:
    needs = {"teams": team_ids, "skills": queue.skills}
    if queue.speaks == Speaks.SAME:
        missing = [one for one in LANGUAGES if not known.can(**needs, language=one)]
        if len(missing) == len(LANGUAGES):
            return [_("Nobody can take what waits here: no agent of its teams has the skills.")]
        names = ", ".join(_NAMES[one]() for one in missing)
        if missing:
            return [_("Nobody who can take what waits here speaks: %(languages)s.") % {"languages": names}]
    elif not known.can(**needs, language=queue.speaks):
        return [_("Nobody can take what waits here: no agent of its teams has the skills and the language.")]
    return []


def _flags_of_step(step: Mapping[str, Any], team_ids: Sequence[int], known: Staff) -> list[str]:
    """Say what is wrong with something that happens later."""
    match step["what"]:
        case Overflow.TEAM if step["to"] not in known.teams:
            return [_("A step names a team that is gone: it changes nothing.")]
        case Overflow.TEAM if not team_ids or step["to"] in team_ids:
            words = _("%(team)s is asked from the beginning: the step that adds it changes nothing.")
            return [words % {"team": known.teams[step["to"]]}]
        case Overflow.QUEUE if step["to"] not in known.queues or not known.queues[step["to"]].is_active:
            return [_("A step leads to a queue that is switched off or gone: nobody is moved there.")]
        case Overflow.BOT if not known.has_stand_in:
            return [_("The assistant is switched off, or answers nowhere by itself: the step with it does nothing.")]
        case _:
            return []


def _flags_of_hours(step: Mapping[str, Any], team_ids: Sequence[int], known: Staff) -> list[str]:
    """Say what is wrong with what happens when the teams of a queue close."""
    own = known.open_seconds(team_ids)
    if own == int(WEEKS.total_seconds()):
        return [_("Its teams never close: what would happen then never comes.")]
    if step["what"] != Overflow.TEAM or step["to"] not in known.teams:
        return []
    if known.open_seconds([*team_ids, step["to"]] if team_ids else [step["to"]]) > own:
        return []
    words = _("%(team)s is never there while the teams of this queue are closed.")
    return [words % {"team": known.teams[step["to"]]}]


def flags_of_rules(rules: Sequence[Rule], *, at: datetime) -> dict[int, list[str]]:
    """Say what is wrong with rules (in their order, with their `queue`), by id and in words."""
    found: dict[int, list[str]] = {}
    earlier: list[tuple[Rule, conditions.Conditions]] = []
    for rule in rules:
        asked = readable(rule)
        if asked is None:
            found[rule.pk] = [_("What this rule asks cannot be understood any more; it holds for nothing.")]
            continue
        found[rule.pk] = _flags(rule, asked, earlier, at=at)
        if rule.is_on and rule.queue.is_active:
            earlier.append((rule, asked))
    return found


def readable(rule: Rule) -> conditions.Conditions | None:
    """Read what a rule asks; None where it cannot be read."""
    try:
        return conditions.parse(rule.conditions)
    except conditions.BadConditions:
        return None


def _flags(
    rule: Rule, asked: conditions.Conditions, earlier: Sequence[tuple[Rule, conditions.Conditions]], *, at: datetime
) -> list[str]:  # fmt: skip
    found = []
    if not rule.queue.is_active:
        found.append(_("Its queue is switched off, and so is the rule."))
    if never_holds(asked, at=at):
        found.append(_("The hours it asks for never come."))
    found += _gone(asked)
    above = next((one for one, wide in earlier if conditions.covers(wide, asked)), None)
    if above is not None:
        found.append(
            _("Nothing ever reaches it: the rule “%(name)s” above holds for all of it.") % {"name": above.name}
        )
    return found


def _gone(asked: conditions.Conditions) -> list[str]:
    """Say what a rule asks for that is not there any more."""
    found = []
    if asked.tags and Tag.objects.filter(pk__in=asked.tags).count() < len(asked.tags):
        found.append(_("It asks for a tag that is gone."))
    if asked.segments and Segment.objects.filter(pk__in=asked.segments).count() < len(asked.segments):
        found.append(_("It asks for a segment of customers that is gone."))
    if asked.hours_of and not Team.objects.filter(pk=asked.hours_of).exists():
        found.append(_("It asks for the hours of a team that is gone."))
    if asked.channels and Channel.objects.filter(kind__in=asked.channels).values("kind").distinct().count() < len(
        asked.channels
    ):
        found.append(_("It asks for a kind of channel that is gone."))
    return found


def _targets(steps: Iterable[Mapping[str, Any]]) -> set[int]:
    return {step["to"] for step in steps if step.get("what") == Overflow.QUEUE and step.get("to")}


_ALL: Final = frozenset(LANGUAGES)
_TALKS: Final = frozenset({Overflow.CALL_BACK.value, Overflow.BOT.value})
"""Steps that bring nobody who takes it."""
