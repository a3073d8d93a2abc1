"""Rules that wait: a job for the very moment, which finds out whether anything happened since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rafiq.accounts import queries as accounts
from rafiq.automations import timing, triggers
from rafiq.automations.models import Rule, Run, Timer
from rafiq.automations.queries.facts import Told, told
from rafiq.automations.services import firing
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import jobs
from rafiq.platform.log.models import Entry
from rafiq.workforce import queries as workforce

RING_JOB: Final = "automations.ring"
LOST_AFTER: Final = timedelta(minutes=2)
MOST_AT_ONCE: Final = 500


def wind_up(rule: Rule, fact: Told) -> None:
    """Let a rule wait from something that happened on, in the caller's transaction; what it waited for before is void.

    Taken up again by a reader that reads the log once more, an older fact changes nothing.
    """
    try:
        wanted = timing.parse(rule.timing)
    except timing.BadTiming:
        return
    conversation = Conversation.objects.filter(pk=fact.conversation_id).only("pk", "team_id").first()
    if conversation is None:
        return
    due = wanted.due(
        fact.occurred_at, hours=workforce.timetable(conversation.team_id), zone=accounts.company().time_zone
    )
    if due is None:
        return
    since = {"entry_id": fact.entry_id, "timing": rule.timing, "began_at": fact.occurred_at, "due_at": due}
    timer, is_new = Timer.objects.select_for_update(no_key=True).get_or_create(
        rule=rule, conversation=conversation, defaults=since
    )
    if not is_new:
        if timer.entry_id >= fact.entry_id:
            return
        Timer.objects.filter(pk=timer.pk).update(**since)
        timer.refresh_from_db()
    _set(timer)


@transaction.atomic
def ring(timer_id: int, *, entry_id: int, at: datetime) -> Run | None:
    """Let a rule that waited do what it says, if it still waits since then and nothing happened; return the record.

    The job is due by the database's clock and not before. The conversation is locked first: whoever is just writing is
    waited for, and what they wrote is in the log. Repeating it changes nothing.
    """
    conversation_id = Timer.objects.filter(pk=timer_id).values_list("conversation", flat=True).first()
    if conversation_id is None:
        return None
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
    timer = Timer.objects.select_for_update(no_key=True).filter(pk=timer_id, entry_id=entry_id).first()
    if timer is None:
        return None
    rule_id, was, moment = timer.rule_id, timer.timing, timer.due_at
    timer.delete()
    rule, fact = Rule.objects.filter(pk=rule_id, is_on=True, timing=was).first(), told(entry_id)
    if rule is None or fact is None or is_void(rule, fact, conversation):
        return None
    return firing.fire(rule.pk, fact, occasion=f"timer-{entry_id}", at=max(at, moment))


@transaction.atomic
def give_up(timer_id: int, *, entry_id: int, at: datetime) -> None:
    """Write down that a rule that waited could not be followed, whatever was tried."""
    timer = Timer.objects.select_for_update(no_key=True).filter(pk=timer_id, entry_id=entry_id).first()
    fact = told(entry_id)
    if timer is not None and fact is not None:
        firing.give_up(timer.rule_id, fact, occasion=f"timer-{entry_id}", at=at)
        timer.delete()


def is_void(rule: Rule, fact: Told, conversation: Conversation) -> bool:
    """Test whether something happened since: somebody wrote, or it was closed, opened again, or joined."""
    if conversation.is_open is (rule.event in triggers.ENDS) and rule.event != "rated":
        return True
    if inbox.joined_into(conversation):
        return True
    wanted = timing.parse(rule.timing)
    since = Entry.objects.filter(key=conversation.topic, kind__in=timing.WATCHED, id__gt=fact.entry_id)
    return any(wanted.voids(*one) for one in since.values_list("kind", "payload", "actor"))


@transaction.atomic
def ring_left(*, at: datetime) -> int:
    """Set the jobs anew of timers whose moment went by unnoticed: theirs are lost. Return how many those are."""
    late = list(Timer.objects.filter(due_at__lt=at - LOST_AFTER).order_by("due_at", "pk")[:MOST_AT_ONCE])
    for timer in late:
        _set(timer)
    return len(late)


def _set(timer: Timer) -> None:
    wish = jobs.Wish({"timer_id": timer.pk, "entry_id": timer.entry_id}, due_at=timer.due_at)
    jobs.enqueue(RING_JOB, [wish])
