"""Planned absences and who stands in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.platform import log
from rafiq.workforce.events import AbsenceCancelled, AbsencePlanned
from rafiq.workforce.models import Absence


class AlreadyAway(Exception):
    """The agent is away for some of that time already."""


class CoverIsAway(Exception):
    """Whoever should stand in is away for some of that time, or no longer on the staff."""


@transaction.atomic
def plan_absence(  # noqa: PLR0913  # one argument for each thing that is decided
    absence: Absence | None, *, agent: Agent, begins_at: datetime, ends_at: datetime, kind: str,
    cover_id: int | None = None, note: str = "", by: Agent, at: datetime,
) -> Absence:  # fmt: skip
    """Plan that an agent will be away, or change what was planned.

    Raises:
        AlreadyAway: if that overlaps another absence of theirs.
        CoverIsAway: if whoever stands in cannot.
    """
    _lock(agent.pk, cover_id)
    rivals = Absence.objects.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)
    if absence is not None:
        rivals = rivals.exclude(pk=absence.pk)
    if rivals.filter(agent=agent).exists():
        raise AlreadyAway
    if cover_id is not None and (
        cover_id == agent.pk
        or rivals.filter(agent=cover_id).exists()
        or not Agent.objects.filter(pk=cover_id, is_active=True).exists()
    ):
        raise CoverIsAway
    found = absence or Absence(agent=agent, planned_by=by, planned_at=at)
    found.begins_at, found.ends_at, found.kind, found.cover_id, found.note = begins_at, ends_at, kind, cover_id, note
    found.save()
    log.append(
        AbsencePlanned(
            agent_id=agent.pk, absence_id=found.pk, begins_at=begins_at.isoformat(), ends_at=ends_at.isoformat(),
            cover_id=cover_id, occurred_at=at, actor=by.actor,
        )
    )  # fmt: skip
    return found


@transaction.atomic
def cancel_absence(absence: Absence, *, by: Agent, at: datetime) -> None:
    """Take an absence back. Repeating it changes nothing."""
    deleted, _ = Absence.objects.filter(pk=absence.pk).delete()
    if deleted:
        log.append(AbsenceCancelled(agent_id=absence.agent_id, absence_id=absence.pk, occurred_at=at, actor=by.actor))


def _lock(*agent_ids: int | None) -> None:
    """Let nobody else plan for these agents meanwhile; by id, so that two who cover each other do not wait for ever."""
    ids = sorted(one for one in agent_ids if one is not None)
    list(Agent.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
