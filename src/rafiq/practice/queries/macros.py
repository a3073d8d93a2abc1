"""Macros: which an agent may use, how often each was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.automations.contracts import Step, steps_from
from rafiq.practice.content import Macro
from rafiq.practice.models import Kind, Run, Version
from rafiq.practice.naming import called
from rafiq.practice.queries.standards import newest


@dataclass(frozen=True, slots=True)
class Usable:
    """A macro somebody may use."""

    version: Version
    macro: Macro

    @property
    def name(self) -> str:
        """What it is called in the page's language."""
        return called(self.version.names)

    @property
    def standard_id(self) -> int:
        """The macro, whatever its version."""
        return self.version.standard_id

    def steps(self) -> list[Step]:
        """Return what it does, in order."""
        return steps_from(list(self.macro.steps))


def macros_for(agent: Agent) -> list[Usable]:
    """List the macros an agent may use: everybody's, those of their teams, their own; by group, in order."""
    versions = newest(Kind.MACRO, is_active=True)
    teams = set(accounts.team_ids(agent)) if versions else set()
    found = [Usable(one, Macro.parse(one.content)) for one in versions if _may_use(one, agent, teams)]
    return sorted(found, key=lambda one: one.macro.group)


def macro_for(agent: Agent, standard_id: int) -> Usable | None:
    """Find a macro this agent may use."""
    return next((one for one in macros_for(agent) if one.standard_id == standard_id), None)


def uses(standard_ids: Collection[int]) -> dict[int, int]:
    """Count how often macros were run, in all their versions."""
    found = Run.objects.filter(version__standard__in=standard_ids).values("version__standard")
    return dict(found.annotate(count=Count("pk")).values_list("version__standard", "count"))


def _may_use(version: Version, agent: Agent, teams: Collection[int]) -> bool:
    if version.standard.owner_id is not None:
        return version.standard.owner_id == agent.pk
    allowed = Macro.parse(version.content).teams
    return not allowed or bool(set(allowed) & set(teams))
