"""Alerts: looked at when the log tells of something they watch, or when only time can have changed it.

Not by a loop over all of them: an event has those looked at that it concerns, two seconds later at most, and once for
however many events came meanwhile; what only time changes has a job at its moment. The alert's row is locked while it
is looked at, and a constraint lets one episode of it go on: so each is told once, whatever dies and however many
workers there are.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from rafiq.accounts.models import Agent
from rafiq.board.events import AlertEnded, AlertRaised
from rafiq.board.models import Alert, Episode, Kind, Notice
from rafiq.board.services.mailing import mail_soon
from rafiq.board.services.measuring import Reading, read
from rafiq.platform import jobs, log

CHECK_JOB: Final = "board.check"
PAUSE: Final = timedelta(seconds=2)
GRACE: Final = timedelta(minutes=1)
ACTOR: Final = "board"


@transaction.atomic
def want(kinds: Collection[Kind], *, queue_id: int | None = None, at: datetime) -> int:
    """Have the alerts of these kinds looked at in a moment; of a queue's event, only those of this queue or of none.

    Those that will be looked at anyway are left alone. Returns how many are new.
    """
    found = Alert.objects.filter(is_on=True, kind__in=list(kinds), wanted_at=None)
    if queue_id is not None:
        found = found.filter(Q(queue=None) | Q(queue=queue_id))
    ids = list(found.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if ids:
        Alert.objects.filter(pk__in=ids).update(wanted_at=at)
        look(ids, due_at=at + PAUSE)
    return len(ids)


def check(alert_id: int, *, at: datetime) -> Episode | None:
    """Look at an alert: an episode begins, goes on, or is over; return the one that goes on. Repeating is harmless.

    What is wanted from here on is looked at once more: the mark goes before anything is read, in a step of its own.
    """
    Alert.objects.filter(pk=alert_id).update(wanted_at=None)
    with transaction.atomic():
        alert = _locked(alert_id)
        if alert is None:
            return None
        current = alert.episodes.filter(ended_at=None).first()
        if not alert.is_on:
            if current is not None:
                end(current, at=at)
            return None
        reading = read(alert, at=at)
        current, calm_until = _judge(alert, current, reading, at=at)
        _look_again(alert, min(filter(None, (reading.next_at, calm_until)), default=None))
        return current


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Make good what died: look at alerts whose moment went by, end episodes of alerts that are gone; count them."""
    late = Q(wanted_at__lt=at - GRACE) | Q(next_at__lt=at - GRACE)
    ids = list(Alert.objects.filter(late, is_on=True).values_list("pk", flat=True))
    look(ids, due_at=None)
    orphans = Episode.objects.select_for_update(no_key=True).filter(alert=None, ended_at=None)
    return len(ids) + sum(end(one, at=at) for one in orphans)


def see_notice(notice: Notice, *, at: datetime) -> None:
    """Note that somebody has read what they were told. Repeating it changes nothing."""
    Notice.objects.filter(pk=notice.pk, seen_at=None).update(seen_at=at)


def end(episode: Episode, *, at: datetime) -> bool:
    """End an episode and say so; the caller holds its alert's lock."""
    episode.ended_at = at
    episode.save(update_fields=["ended_at"])
    told = list(episode.notices.values_list("agent", flat=True))
    log.append(AlertEnded(
        alert_id=episode.alert_id or 0, episode_id=episode.pk, kind=episode.kind, told=told, peak=episode.peak,
        seconds=max(0, round((at - episode.began_at).total_seconds())), occurred_at=at, actor=ACTOR,
    ))  # fmt: skip
    return True


def _judge(
    alert: Alert, current: Episode | None, reading: Reading, *, at: datetime
) -> tuple[Episode | None, datetime | None]:
    """Begin, go on with, or end the episode; return it, and when it would be over if nothing happens."""
    if current is None:
        return (_begin(alert, reading, at=at) if reading.is_raised else None), None
    if reading.is_raised:
        current.peak, current.calm_since = max(current.peak, reading.value), None
        current.save(update_fields=["peak", "calm_since"])
        return current, None
    current.calm_since = current.calm_since or at
    over = current.calm_since + timedelta(minutes=alert.calm_minutes)
    if at >= over:
        end(current, at=at)
        return None, None
    current.save(update_fields=["calm_since"])
    return current, over


def _begin(alert: Alert, reading: Reading, *, at: datetime) -> Episode:
    of = alert.queue.name if alert.queue else alert.team.name if alert.team else ""
    begun = Episode.objects.create(
        alert=alert, kind=alert.kind, threshold=alert.threshold, of=of, value=reading.value, peak=reading.value,
        began_at=at,
    )  # fmt: skip
    told = list(Agent.objects.filter(pk__in=alert.people, is_active=True).order_by("pk").values_list("pk", flat=True))
    notices = Notice.objects.bulk_create([Notice(episode=begun, agent_id=pk) for pk in told])
    log.append(AlertRaised(
        alert_id=alert.pk, episode_id=begun.pk, kind=alert.kind, told=told, value=reading.value, occurred_at=at,
        actor=ACTOR,
    ))  # fmt: skip
    if alert.by_mail:
        mail_soon([one.pk for one in notices])
    return begun


def _look_again(alert: Alert, moment: datetime | None) -> None:
    """Have it looked at when the time comes, unless that is planned already."""
    if moment == alert.next_at:
        return
    alert.next_at = moment
    alert.save(update_fields=["next_at"])
    if moment is not None:
        look([alert.pk], due_at=moment)


def look(ids: Collection[int], *, due_at: datetime | None) -> None:
    """Queue a look; it is told its moment, so that no clock that is behind the database's makes it come too early."""
    moment = due_at.isoformat() if due_at else ""
    wishes = [jobs.Wish({"alert_id": pk, "moment": moment}, lock=f"board-alert-{pk}", due_at=due_at) for pk in ids]
    jobs.enqueue(CHECK_JOB, wishes, priority=3)


def _locked(alert_id: int) -> Alert | None:
    found = Alert.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "team")
    return found.filter(pk=alert_id).first()
