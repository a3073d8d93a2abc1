"""What a screen on the wall shows: figures of queues and teams, never a customer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from rafiq.accounts.models import Team
from rafiq.board.models import Screen
from rafiq.board.queries.now import out_of_queues
from rafiq.inbox.models import Conversation
from rafiq.promises.models import Promise
from rafiq.routing.queries import overview
from rafiq.workforce import queries as workforce


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture of the rotation. `name` is "" for all together; `risk` and `broken` are None for a queue."""

    key: str
    name: str
    waiting: int
    oldest: datetime | None
    expected: float | None
    here: int
    free: int
    risk: int | None
    broken: int | None


def screen_of(digest: str) -> Screen | None:
    """Find the screen whose address has this secret, unless it was revoked."""
    return Screen.objects.filter(digest=digest, revoked_at=None).first()


def slides(*, at: datetime, queues: Collection[int] = (), teams: Collection[int] = ()) -> list[Slide]:
    """Make the slides: all together, then these queues and teams, if they are there. Always as many statements."""
    every = overview.queues_now()
    free = out_of_queues().aggregate(count=Count("pk"), oldest=Min("waiting_since"))
    owed = _owed()
    online = [one for one in workforce.available_agents(at=at) if not one.is_absent]
    seats = overview.seats_of([one.agent_id for one in online])
    roomy = {one.agent_id for one in online if _has_room(seats.get(one.agent_id))}
    oldest = min(filter(None, (free["oldest"], *(one.oldest for one in every))), default=None)
    risk, broken = (sum(pair[place] for pair in owed.values()) for place in (0, 1))
    waiting = free["count"] + sum(one.waiting for one in every)
    found = [Slide("all", "", waiting, oldest, None, len(online), len(roomy), risk, broken)]
    found += [
        Slide(f"queue-{one.id}", one.name, one.waiting, one.oldest, one.expected, one.here, one.free, None, None)
        for one in every
        if one.id in queues
    ]
    waits = _waits(teams) if teams else {}
    for pk, name in Team.objects.filter(pk__in=list(teams)).order_by("name").values_list("pk", "name"):
        own = {one.agent_id for one in online if pk in one.team_ids}
        count, since = waits.get(pk, (0, None))
        found.append(Slide(f"team-{pk}", name, count, since, None, len(own), len(own & roomy), *owed.get(pk, (0, 0))))
    return found


def _has_room(seat: overview.SeatNow | None) -> bool:
    return seat is None or (seat.used < seat.capacity and not seat.is_asked)


def _waits(teams: Collection[int]) -> dict[int, tuple[int, datetime]]:
    waiting = Conversation.objects.waiting().filter(assignee=None, team__in=list(teams)).values_list("team")
    return {pk: (count, oldest) for pk, count, oldest in waiting.annotate(Count("pk"), Min("waiting_since"))}


def _owed() -> dict[int | None, tuple[int, int]]:
    """Count what is at risk, and what is broken and still owed, by team."""
    noted = Q(warned_at__isnull=False) | Q(broken_at__isnull=False)
    found = Promise.objects.filter(noted, ended_at=None, paused_at=None).values_list("conversation__team").annotate(
        risk=Count("pk", filter=Q(broken_at=None)), broken=Count("pk", filter=Q(broken_at__isnull=False))
    )  # fmt: skip
    return {team: (risk, broken) for team, risk, broken in found}
