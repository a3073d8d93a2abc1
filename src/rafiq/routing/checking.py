"""What is wrong with queues and rules: what can be told before a customer finds it out by waiting for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from rafiq.routing import conditions, core
from rafiq.routing.models import Overflow, Queue, Rule, Speaks
from rafiq.workforce import queries as workforce

WEEKS: Final = timedelta(days=28)
LANGUAGES: Final = ("fa", "ar", "en")
_NAMES: Final = {"fa": lambda: _("Persian"), "ar": lambda: _("Arabic"), "en": lambda: _("English")}


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who could ever take something, whether they are there now or not."""

    agents: Sequence[core.Free]

    def can(self, *, teams: Iterable[int], skills: Mapping[str, int], language: str) -> bool:
        """Test whether anybody fits."""
        wanted = {int(skill): level for skill, level in skills.items()}
        lane = core.Lane(0, frozenset(teams), wanted, language)
        return any(core.fits(one, lane) for one in self.agents)


def staff(*, at: datetime) -> Staff:
    """Read who there is."""
    found = workforce.available_agents(at=at, only_online=False)
    return Staff([
        core.Free(one.agent_id, teams=one.team_ids, skills=one.skills, languages=frozenset(one.languages) or _ALL)
        for one in found
    ])  # fmt: skip


def loops(queue_id: int | None, steps: Iterable[Mapping[str, Any]], others: Iterable[Queue]) -> bool:
    """Test whether a queue with these overflow steps would lead back to itself, through others or at once."""
    leads = {one.pk: _targets(one.steps) for one in others}
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
    found: list[str] = []
    if not queue.is_active:
        return found
    later = [step for step in queue.steps if step["what"] != Overflow.CALL_BACK]
    needs = {"teams": team_ids, "skills": queue.skills}
    if queue.speaks == Speaks.SAME:
        missing = [one for one in LANGUAGES if not known.can(**needs, language=one)]
        if len(missing) == len(LANGUAGES):
            found.append(_("Nobody can take what waits here: no agent of its teams has the skills."))
        elif missing:
            names = ", ".join(_NAMES[one]() for one in missing)
            found.append(_("Nobody who can take what waits here speaks: %(languages)s.") % {"languages": names})
    elif not known.can(**needs, language=queue.speaks):
        found.append(_("Nobody can take what waits here: no agent of its teams has the skills and the language."))
    if found and not later:
        found.append(_("And nothing happens later: who waits here waits for ever."))
    return found


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
    above = next((one for one, wide in earlier if conditions.covers(wide, asked)), None)
    if above is not None:
        found.append(
            _("Nothing ever reaches it: the rule “%(name)s” above holds for all of it.") % {"name": above.name}
        )
    return found


def _targets(steps: Iterable[Mapping[str, Any]]) -> set[int]:
    return {step["to"] for step in steps if step["what"] == Overflow.QUEUE and step.get("to")}


_ALL: Final = frozenset(LANGUAGES)
