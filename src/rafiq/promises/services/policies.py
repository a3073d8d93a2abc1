"""Policies are saved: every save is a new version, and what cannot be meant is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.platform import log
from rafiq.promises.events import PolicySaved
from rafiq.promises.models import Base, Policy, Version
from rafiq.promises.queries.policies import newest
from rafiq.promises.services import reckoning

LONGEST = 366 * 24 * 3600


class NothingPromised(Exception):
    """There is no target at all."""


class TooLong(Exception):
    """A target is nothing, or more than a year."""


class WarnsTooLate(Exception):
    """The warning would come with the end or after it."""


class NeverOpens(Exception):
    """The hours the clock should run in never come, or not for so long as was promised."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says; see `Version`. Targets are business seconds."""

    name: str
    conditions: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    first_seconds: int | None = None
    next_seconds: int | None = None
    resolution_seconds: int | None = None
    base: str = Base.COMPANY
    base_team_id: int | None = None
    pauses_snoozed: bool = False
    warn_percent: int = 75
    escalation: Mapping[str, Any] = field(default_factory=dict)
    is_active: bool = True
    is_given: bool = False

    @property
    def targets(self) -> list[int]:
        """The targets there are."""
        return [one for one in (self.first_seconds, self.next_seconds, self.resolution_seconds) if one is not None]


@transaction.atomic
def save_policy(policy: Policy | None, terms: Terms, *, by: Agent, at: datetime) -> Policy:
    """Make a policy (the last in order), or a new version of one; the same terms again make none.

    What was promised before stays as it was promised.

    Raises:
        NothingPromised: if there is no target.
        TooLong: if a target is nothing, or longer than a year.
        WarnsTooLate: if the warning comes not before the end.
        NeverOpens: if the hours never come.
    """
    _check(terms, at=at)
    found = _locked(policy) if policy else Policy.objects.create(created_at=at)
    last = found.versions.order_by("-number").first()
    made = Version(policy=found, position=last.position if last else _last_position() + 1, **_fields(terms))
    if last and _said(last) == _said(made):
        return found
    _add(made, last, by=by, at=at)
    return found


@transaction.atomic
def order_policies(ids: Sequence[int], *, by: Agent, at: datetime) -> None:
    """Bring policies into an order: those named first, as they are named, then the others as they were."""
    list(Policy.objects.select_for_update(no_key=True).order_by("pk"))
    known = {one.policy_id: one for one in newest()}
    order = [one for one in dict.fromkeys(ids) if one in known]
    order += [one for one in known if one not in order]
    for place, policy_id in enumerate(order, start=1):
        last = known[policy_id]
        if last.position != place:
            _add(_again(last, position=place), last, by=by, at=at)


@transaction.atomic
def remove_policy(policy: Policy, *, by: Agent, at: datetime) -> None:
    """Promise nothing under a policy any more; what was promised stays. Repeating it changes nothing."""
    last = _locked(policy).versions.order_by("-number").first()
    if last is not None and not last.is_removed:
        _add(_again(last, is_active=False, is_removed=True), last, by=by, at=at)


def _check(terms: Terms, *, at: datetime) -> None:
    if not terms.targets:
        raise NothingPromised
    if not all(0 < one <= LONGEST for one in terms.targets):
        raise TooLong
    if not 1 <= terms.warn_percent <= 99:
        raise WarnsTooLate
    timetable = reckoning.timetable_of(Version(base=terms.base, base_team_id=terms.base_team_id))
    if timetable.after(at, max(terms.targets)) is None:
        raise NeverOpens


def _locked(policy: Policy) -> Policy:
    return Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)


def _last_position() -> int:
    return max((one.position for one in newest()), default=0)


def _fields(terms: Terms) -> dict[str, Any]:
    asked = {} if terms.is_given else terms.conditions
    conditions = {name: sorted(values, key=str) for name, values in asked.items() if values}
    return {
        "name": terms.name, "conditions": conditions, "first_seconds": terms.first_seconds,
        "next_seconds": terms.next_seconds, "resolution_seconds": terms.resolution_seconds, "base": terms.base,
        "base_team_id": terms.base_team_id if terms.base == Base.TEAM else None,
        "pauses_snoozed": terms.pauses_snoozed, "warn_percent": terms.warn_percent,
        "escalation": dict(terms.escalation), "is_active": terms.is_active, "is_given": terms.is_given,
    }  # fmt: skip


def _said(version: Version) -> dict[str, Any]:
    passed = {"id", "number", "made_at", "made_by_id"}
    return {one.attname: getattr(version, one.attname) for one in version._meta.fields if one.attname not in passed}


def _again(last: Version, **changed: Any) -> Version:  # noqa: ANN401  # fields of a version
    return Version(**_said(last) | changed)


def _add(made: Version, last: Version | None, *, by: Agent, at: datetime) -> None:
    made.number, made.made_at, made.made_by = (last.number + 1 if last else 1), at, by
    made.save(force_insert=True)
    log.append(PolicySaved(policy_id=made.policy_id, number=made.number, occurred_at=at, actor=by.actor))
