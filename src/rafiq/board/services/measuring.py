"""What an alert reads: a number, whether that is too much, and when only time could change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q

from rafiq.accounts import queries as accounts
from rafiq.board.models import Alert, Kind
from rafiq.channels.transport import queries as channels
from rafiq.inbox.models import Conversation
from rafiq.platform import calendars
from rafiq.promises.models import Promise
from rafiq.routing.models import Entry
from rafiq.workforce import queries as workforce
from rafiq.workforce.models import Desk
from rafiq.workforce.timetable import Timetable

MINUTE: Final = timedelta(minutes=1)
FEWEST: Final = 5
"""Promises that must be decided today before a share of them says anything."""
_LOOKED_BACK: Final = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` in the unit of the kind; `next_at` is when to look again though nothing happened."""

    value: int
    is_raised: bool
    next_at: datetime | None = None


def read(alert: Alert, *, at: datetime) -> Reading:
    """Read what an alert watches. A few statements by indexes, however many wait."""
    match alert.kind:
        case Kind.WAITING:
            value = _waiting(alert)[0]
        case Kind.RISK:
            value = _at_risk(alert)
        case Kind.CHANNEL:
            value = len(channels.troubles().revoked)
        case Kind.LONGEST:
            return _since(alert, _waiting(alert)[1], at=at)
        case Kind.BROKEN:
            return _broken(alert, at=at)
        case _:
            return _nobody(alert, at=at)
    return Reading(value, value > alert.threshold)


def _waiting(alert: Alert) -> tuple[int, datetime | None]:
    """Count who waits for a person and has none, and find since when the first does."""
    if alert.queue_id:
        entries = Entry.objects.filter(queue=alert.queue_id, state__in=("WAITING", "OFFERED"))
        found = entries.aggregate(count=Count("pk"), oldest=Min("entered_at"))
    else:
        waiting = Conversation.objects.waiting().filter(assignee=None)
        waiting = waiting.filter(team=alert.team_id) if alert.team_id else waiting
        found = waiting.aggregate(count=Count("pk"), oldest=Min("waiting_since"))
    return found["count"], found["oldest"]


def _since(alert: Alert, since: datetime | None, *, at: datetime) -> Reading:
    """Read how many minutes something has lasted; too long from the threshold on."""
    if since is None:
        return Reading(0, is_raised=False)
    due = since + alert.threshold * MINUTE
    return Reading(max(0, (at - since) // MINUTE), at >= due, at + MINUTE if at >= due else due)


def _promises(alert: Alert) -> Q:
    if alert.queue_id:
        standing = Entry.objects.filter(queue=alert.queue_id, state__in=("WAITING", "OFFERED"))
        return Q(conversation__in=standing.values("conversation"))
    return Q(conversation__team=alert.team_id) if alert.team_id else Q()


def _at_risk(alert: Alert) -> int:
    noted = Q(warned_at__isnull=False) | Q(broken_at__isnull=False)
    return Promise.objects.filter(_promises(alert), noted, ended_at=None, paused_at=None).count()


def _broken(alert: Alert, *, at: datetime) -> Reading:
    """Read how many percent of the promises that were decided today were broken; by the company's day."""
    zone = accounts.company().time_zone
    begin, end = calendars.day_bounds(calendars.local_date(at, zone=zone), zone=zone)
    kept = Promise.objects.filter(_promises(alert), ended_at__gte=begin, ending="KEPT").count()
    still = Q(ended_at=None) | Q(ended_at__gte=begin)
    broken = Promise.objects.filter(_promises(alert), still, broken_at__gte=begin).exclude(ending="KEPT").count()
    decided = kept + broken
    if decided < FEWEST:
        return Reading(0, is_raised=False, next_at=end if decided else None)
    return Reading(100 * broken // decided, 100 * broken > alert.threshold * decided, end)


def _nobody(alert: Alert, *, at: datetime) -> Reading:
    """Read for how many minutes nobody has been there though it is open."""
    teams = _teams(alert)
    table = workforce.covering(teams) if teams else workforce.timetable(None)
    opening = table.opening(at)
    if not opening.is_open:
        return Reading(0, is_raised=False, next_at=opening.opens_at)
    there = workforce.available_agents(at=at, team_ids=teams or None)
    if any(not one.is_absent for one in there):
        return Reading(0, is_raised=False)
    since = max(filter(None, (_opened(table, at=at), _left(teams))), default=at)
    found = _since(alert, min(since, at), at=at)
    closes = opening.closes_at
    return Reading(found.value, found.is_raised, min(filter(None, (found.next_at, closes)), default=None))


def _teams(alert: Alert) -> list[int]:
    if alert.team_id:
        return [alert.team_id]
    return sorted(alert.queue.teams.values_list("pk", flat=True)) if alert.queue else []


def _opened(table: Timetable, *, at: datetime) -> datetime | None:
    """Return since when it is open, as far as the last days tell."""
    begin = at - _LOOKED_BACK
    return next((one for one, end in reversed(list(table.open_spans(begin, at + MINUTE))) if end > at), None)


def _left(teams: list[int]) -> datetime | None:
    """Return when the last of them left."""
    gone = Desk.objects.filter(agent__is_active=True).exclude(availability="ONLINE")
    gone = gone.filter(agent__teams__in=teams) if teams else gone
    return gone.order_by("-since").values_list("since", flat=True).first()
