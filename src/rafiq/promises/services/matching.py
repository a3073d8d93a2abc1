"""Which policy counts: the first whose conditions a conversation fulfils, as the policies were at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from rafiq.accounts.models import Agent
from rafiq.customers import finding
from rafiq.customers import registry as customers
from rafiq.customers.models import Segment
from rafiq.customers.segmenting import Filterable
from rafiq.inbox.models import Channel
from rafiq.promises.models import Standing, Version
from rafiq.promises.queries import policies
from rafiq.promises.services import reckoning
from rafiq.workforce.timetable import Timetable


class Rules:
    """The policies, and what their conditions ask of the database: each thing once, for as long as this is kept."""

    def __init__(self, *, kinds: Mapping[int, str] | None = None) -> None:
        self._past: list[Version] | None = None
        self._at: dict[datetime, list[Version]] = {}
        self._kinds = dict(kinds or {})
        self._segments: dict[int, Segment | None] = {}
        self._members: dict[tuple[int, int], bool] = {}
        self._known: dict[int, dict[str, Filterable]] = {}
        self._timetables: dict[int, Timetable] = {}

    @classmethod
    def of_all_times(cls) -> Self:
        """Read all versions at once, for whoever asks for many moments."""
        made = cls()
        made._past = policies.all_versions()
        return made

    def match(self, standing: Standing, kind: str, *, at: datetime) -> Version | None:
        """Return the policy that promises a kind in a conversation at a moment; None where none does.

        The one that was given to it counts before the others, for what it promises. A customer's segment is looked at
        as it is now: it is stored nowhere what it was.
        """
        there = [one for one in self._in_force(at) if one.is_active]
        given = next((one for one in there if one.policy_id == standing.given_policy_id), None)
        if given is not None and given.seconds(kind) is not None:
            return given
        usual = (one for one in there if not one.is_given and self._fulfils(standing, one, at=at))
        found = next(usual, None)
        return found if found is not None and found.seconds(kind) is not None else None

    def _in_force(self, at: datetime) -> list[Version]:
        if self._past is not None:
            return policies.as_they_were(self._past, at=at)
        if at not in self._at:
            self._at[at] = policies.in_force(at=at)
        return self._at[at]

    def timetable(self, version: Version) -> Timetable:
        """Return the business time a version counts in."""
        if version.pk not in self._timetables:
            self._timetables[version.pk] = reckoning.timetable_of(version)
        return self._timetables[version.pk]

    def _fulfils(self, standing: Standing, version: Version, *, at: datetime) -> bool:
        wanted = version.conditions
        return (
            _one_of(wanted.get("teams"), [standing.team_id])
            and _one_of(wanted.get("priorities"), [standing.level])
            and _one_of(wanted.get("tags"), standing.tags)
            and (not wanted.get("kinds") or self._kind_of(standing.channel_id) in wanted["kinds"])
            and self._in_segments(standing.customer_id, version, at=at)
        )

    def _kind_of(self, channel_id: int) -> str:
        if channel_id not in self._kinds:
            found = Channel.objects.filter(pk=channel_id).values_list("kind", flat=True).first()
            self._kinds[channel_id] = found or ""
        return self._kinds[channel_id]

    def _in_segments(self, customer_id: int, version: Version, *, at: datetime) -> bool:
        wanted = version.conditions.get("segments")
        return not wanted or any(self._is_in(customer_id, pk, version.made_by, at=at) for pk in wanted)

    def _is_in(self, customer_id: int, segment_id: int, looking: Agent, *, at: datetime) -> bool:
        """Test whether a customer is in a segment, seen with the eyes of whoever made the policy."""
        key = (customer_id, segment_id)
        if key not in self._members:
            if segment_id not in self._segments:
                self._segments[segment_id] = Segment.objects.filter(pk=segment_id).first()
            if looking.pk not in self._known:
                self._known[looking.pk] = customers.filterables(looking)
            segment = self._segments[segment_id]
            self._members[key] = (
                segment is not None
                and finding.in_segment(segment, known=self._known[looking.pk], at=at).filter(pk=customer_id).exists()
            )
        return self._members[key]


def _one_of(wanted: list[object] | None, there: list[object]) -> bool:
    return not wanted or any(one in wanted for one in there)
