"""Whether agents take conversations: what they choose, and what follows from their pages being open or not.

What somebody chose is never overwritten, with one exception that is undone as soon as they are back: who is available
and has no page open for the time the company chose is away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.platform import log
from rafiq.workforce.events import AvailabilityChanged
from rafiq.workforce.models import Availability, Desk
from rafiq.workforce.queries import people

FRESH: Final = timedelta(seconds=45)
"""Being seen again within this time changes nothing that anybody could notice, so it is not written down."""
MOST_AT_ONCE: Final = 500


@transaction.atomic
def choose_availability(agent: Agent, *, availability: str, why: str = "", at: datetime) -> Desk:
    """Take what an agent says about themselves; it stays until they say otherwise. Repeating it changes nothing."""
    desk = _locked(agent.pk, at=at)
    _change(desk, Availability(availability), is_automatic=False, why=why, at=at)
    desk.seen_at = max(at, desk.seen_at or at)  # who chooses is there
    desk.save()
    return desk


def note_seen(agent_id: int, *, at: datetime) -> None:
    """Note that a page of an agent is open. Who went away by themselves is available again; repeating is cheap."""
    known = Desk.objects.filter(agent=agent_id).first()
    is_back = known is None or (known.is_automatic and known.availability != Availability.ONLINE)
    if known is not None and not is_back and known.seen_at is not None and known.seen_at > at - FRESH:
        return
    with transaction.atomic():
        desk = _locked(agent_id, at=at)
        desk.seen_at = max(at, desk.seen_at or at)
        if desk.is_automatic and desk.availability != Availability.ONLINE:
            _change(desk, Availability.ONLINE, is_automatic=True, why="", at=at)
        desk.save()


def leave_empty_desks(*, at: datetime) -> int:
    """Make those away who are available and have had no page open for the time that was chosen; return how many."""
    limit = people.settings().away_after
    if not limit:
        return 0
    gone = Desk.objects.filter(availability=Availability.ONLINE, seen_at__lt=at - timedelta(seconds=limit))
    count = 0
    for pk in list(gone.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        with transaction.atomic():
            desk = gone.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
            if desk is not None:  # nobody came back meanwhile
                _change(desk, Availability.AWAY, is_automatic=True, why="", at=at)
                desk.save()
                count += 1
    return count


def _locked(agent_id: int, *, at: datetime) -> Desk:
    Desk.objects.get_or_create(agent_id=agent_id, defaults={"since": at})
    return Desk.objects.select_for_update(no_key=True).get(pk=agent_id)


def _change(desk: Desk, to: Availability, *, is_automatic: bool, why: str, at: datetime) -> None:
    was, desk.is_automatic = desk.availability, is_automatic
    if (was, desk.why) == (to, why):
        return
    desk.availability, desk.why, desk.since = to, why, at
    log.append(
        AvailabilityChanged(
            agent_id=desk.pk, availability=to, was=was, is_automatic=is_automatic, why=why, occurred_at=at,
            actor="system" if is_automatic else f"agent-{desk.pk}",
        )
    )  # fmt: skip
