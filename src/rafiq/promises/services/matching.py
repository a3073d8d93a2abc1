"""Which policy counts: the first whose conditions a conversation fulfils, as the policies were at a moment."""

from __future__ import annotations

from datetime import datetime

from rafiq.customers import finding
from rafiq.customers import registry as customers
from rafiq.customers.models import Segment
from rafiq.inbox.models import Channel
from rafiq.promises.models import Standing, Version
from rafiq.promises.queries.policies import in_force


class Rules:
    """The policies in force at a moment, read once."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at
        self._versions: list[Version] | None = None

    @property
    def versions(self) -> list[Version]:
        """The active versions, in order."""
        if self._versions is None:
            self._versions = [one for one in in_force(at=self._at) if one.is_active]
        return self._versions

    def match(self, standing: Standing) -> Version | None:
        """Return the policy that counts for a conversation; None where no one promises anything.

        A customer's segment is looked at as it is now: it is stored nowhere what it was.
        """
        return next((one for one in self.versions if self._fulfils(standing, one)), None)

    def _fulfils(self, standing: Standing, version: Version) -> bool:
        wanted = version.conditions
        plain = (
            _one_of(wanted.get("teams"), [standing.team_id])
            and _one_of(wanted.get("priorities"), [standing.level])
            and _one_of(wanted.get("tags"), standing.tags)
        )
        if not plain or not (kinds := wanted.get("kinds")):
            return plain and self._in_segments(standing, version)
        kind = Channel.objects.filter(pk=standing.channel_id).values_list("kind", flat=True).first()
        return kind in kinds and self._in_segments(standing, version)

    def _in_segments(self, standing: Standing, version: Version) -> bool:
        ids = version.conditions.get("segments")
        if not ids:
            return True
        known = customers.filterables(version.made_by)
        return any(
            finding.in_segment(one, known=known, at=self._at).filter(pk=standing.customer_id).exists()
            for one in Segment.objects.filter(pk__in=ids).order_by("pk")
        )


def _one_of(wanted: list[object] | None, there: list[object]) -> bool:
    return not wanted or any(one in wanted for one in there)
