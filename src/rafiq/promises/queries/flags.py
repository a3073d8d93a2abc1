"""What is wrong with policies that could be saved: nobody reaches them, their hours do not come any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rafiq.accounts.models import Team
from rafiq.customers.models import Segment
from rafiq.inbox.models import Channel, Tag
from rafiq.promises.models import Base, Version
from rafiq.workforce import queries as workforce

NAMES = ("kinds", "tags", "segments", "teams", "priorities")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids there still are."""

    tags: frozenset[int]
    segments: frozenset[int]
    teams: frozenset[int]
    kinds: frozenset[str]

    @classmethod
    def now(cls) -> Known:
        """Read them."""
        tags, segments, teams = (
            frozenset(model.objects.values_list("pk", flat=True)) for model in (Tag, Segment, Team)
        )
        return cls(tags, segments, teams, kinds=frozenset(Channel.objects.values_list("kind", flat=True)))


def flags_of(versions: Sequence[Version], *, at: datetime) -> dict[int, list[str]]:
    """Tell for each policy, by its id, why it promises nothing, or not what it says; nothing where all is well."""
    known = Known.now()
    active: list[Version] = []
    found: dict[int, list[str]] = {}
    for one in versions:
        if not one.is_active:
            continue
        found[one.policy_id] = [
            *_gone(one, known), *_covered(one, active), *_closed(one, known, at=at), *_nobody(one, known)
        ]  # fmt: skip
        active.append(one)
    return {pk: flags for pk, flags in found.items() if flags}


def covers(earlier: Version, later: Version) -> bool:
    """Test whether whatever the later one matches, the earlier one matches first; what is given matches nothing."""
    return not (earlier.is_given or later.is_given) and all(
        not (wanted := set(earlier.conditions.get(name) or ()))
        or (bool(asked := set(later.conditions.get(name) or ())) and asked <= wanted)
        for name in NAMES
    )


def _gone(one: Version, known: Known) -> list[str]:
    there = {"tags": known.tags, "segments": known.segments, "teams": known.teams}
    lost = any(one.conditions.get(name) and not set(one.conditions[name]) & ids for name, ids in there.items())
    if lost:
        return [_("Nobody can match it: the tags, segments or teams it asks for are gone.")]
    kinds = set(one.conditions.get("kinds") or ())
    return [_("Nobody can match it: there is no channel of these kinds.")] if kinds and not kinds & known.kinds else []


def _nobody(one: Version, known: Known) -> list[str]:
    team = one.escalation.get("team")
    return [_("The team it is handed to when it is broken is gone.")] if team and team not in known.teams else []


def _covered(one: Version, earlier: Sequence[Version]) -> list[str]:
    by = next((other for other in earlier if covers(other, one)), None)
    words = _("It is never reached: “%(name)s” stands before it and catches everything it asks for.")
    return [words % {"name": by.name}] if by else []


def _closed(one: Version, known: Known, *, at: datetime) -> list[str]:
    if one.base == Base.ALWAYS:
        return []
    if one.base == Base.TEAM and one.base_team_id not in known.teams:
        return [_("Its team is gone: the company’s hours count.")]
    timetable = workforce.timetable(one.base_team_id if one.base == Base.TEAM else None)
    longest = max(filter(None, (one.first_seconds, one.next_seconds, one.resolution_seconds)))
    if timetable.after(at, longest) is None:
        return [_("Its hours do not come any more: nothing is ever due.")]
    return []
