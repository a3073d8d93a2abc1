"""What agents can do: skills, languages, capacity, their own weeks; and what holds for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from rafiq.accounts.models import Agent
from rafiq.platform import db, log
from rafiq.workforce import hours
from rafiq.workforce.events import AbilitiesChanged
from rafiq.workforce.models import AgentLanguage, AgentSkill, Desk, Skill, WorkforceSettings
from rafiq.workforce.services.common import locked_settings


class SkillExists(Exception):
    """Another skill is called so."""


class SkillIsNeeded(Exception):
    """Something else asks for this skill, a queue for instance."""


@transaction.atomic
def save_skill(skill: Skill | None, *, name: str, by: Agent, at: datetime) -> Skill:
    """Make or rename a skill.

    Raises:
        SkillExists: if another one is called so.
    """
    skill = skill or Skill()
    skill.name = name
    with db.refused_as(SkillExists, constraint="skill_name_unique"):
        skill.save()
    log.append(AbilitiesChanged(occurred_at=at, actor=by.actor))
    return skill


@transaction.atomic
def remove_skill(skill: Skill, *, by: Agent, at: datetime) -> None:
    """Remove a skill, also from everybody who has it.

    Raises:
        SkillIsNeeded: if a queue or the like asks for it.
    """
    try:
        with transaction.atomic():
            skill.delete()
    except ProtectedError as error:
        raise SkillIsNeeded from error
    log.append(AbilitiesChanged(occurred_at=at, actor=by.actor))


@transaction.atomic
def save_abilities(  # one argument for each thing that is decided
    agent: Agent, *, skills: Mapping[int, int], languages: Mapping[str, int], capacity: int | None, by: Agent,
    at: datetime,
) -> None:  # fmt: skip
    """Write down an agent's skills and languages with their levels (0: not at all), and what they can carry at once."""
    _desk(agent, at=at, capacity=capacity)
    AgentSkill.objects.filter(agent=agent).delete()
    AgentSkill.objects.bulk_create(
        AgentSkill(agent=agent, skill_id=skill_id, level=level) for skill_id, level in skills.items() if level
    )
    AgentLanguage.objects.filter(agent=agent).delete()
    AgentLanguage.objects.bulk_create(
        AgentLanguage(agent=agent, language=code, level=level) for code, level in languages.items() if level
    )
    log.append(AbilitiesChanged(agent_id=agent.pk, occurred_at=at, actor=by.actor))


@transaction.atomic
def save_schedule(agent: Agent, *, week: hours.Week, time_zone: str, by: Agent, at: datetime) -> None:
    """Write down an agent's own week; an empty one: whenever one of their teams is open."""
    _desk(agent, at=at, week=[[list(one) for one in day] for day in week], time_zone=time_zone)
    log.append(AbilitiesChanged(agent_id=agent.pk, occurred_at=at, actor=by.actor))


@transaction.atomic
def save_settings(  # one argument for each thing that is decided
    *, weights: Mapping[str, int], capacity: int, away_after: int, thin_below: int, by: Agent, at: datetime
) -> WorkforceSettings:
    """Write down what holds for everybody: units by kind of channel, what one agent carries, seconds until away."""
    found = locked_settings()
    found.weights, found.capacity = dict(weights), capacity
    found.away_after, found.thin_below = away_after, thin_below
    found.save()
    log.append(AbilitiesChanged(occurred_at=at, actor=by.actor))
    return found


def _desk(agent: Agent, *, at: datetime, **values: object) -> None:
    """Change an agent's desk, and only this of it: availability is changed by others at the same time."""
    Desk.objects.get_or_create(agent=agent, defaults={"since": at})
    Desk.objects.filter(agent=agent).update(**values)
