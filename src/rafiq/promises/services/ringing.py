"""The moments of promises: a job for each, which does nothing where the promise has moved since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.promises.models import Promise
from rafiq.promises.services import escalating, timing
from rafiq.promises.services.following import FOLLOWED

AGAIN, MOST_TRIES = 1, 120
"""Seconds between tries while the log is not read so far, and how many; what is unread by then is set aside."""
LOST_AFTER = timedelta(minutes=2)
MOST_AT_ONCE = 500

# What was written before is there: whoever writes holds the conversation's lock, which is ours now, and draws the ids
# of the log under it.
_BEHIND = """
    SELECT EXISTS (
        SELECT FROM platform_log AS told
        WHERE told.key = %s AND told.kind = ANY(%s) AND told.id > coalesce(
            (SELECT standing.entry_id FROM promises_standing AS standing WHERE standing.conversation_id = %s), 0)
    )
"""


class NotReadSoFar(Exception):
    """Something happened in the conversation that the log's reader has not followed yet: it may have been kept."""


@transaction.atomic
def ring(promise_id: int, *, moment: datetime, at: datetime, is_last_try: bool = False) -> bool:
    """Warn of a promise, or break it, if this is still its moment; tell whether it was.

    The job is due by the database's clock and not before: so it is at least that moment, whatever this machine's clock
    says. The conversation is locked first, so that an answer that is just being written is waited for; the answers
    that are written but not followed yet are waited for by trying again. Repeating it changes nothing.

    Raises:
        NotReadSoFar: if it has to be tried again.
    """
    conversation_id = Promise.objects.filter(pk=promise_id).values_list("conversation", flat=True).first()
    if conversation_id is None:
        return False
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
    found = Promise.objects.select_for_update(no_key=True, of=("self",)).select_related("version__made_by")
    promise = found.get(pk=promise_id)
    if promise.next_moment != moment:
        return False
    if not is_last_try and _is_behind(conversation_id):
        raise NotReadSoFar
    upto = moment + timedelta.resolution
    for event, when in timing.pass_time(promise, upto=upto):
        due = timing.due_of(promise)
        log.append(timing.fact(event, promise, customer_id=conversation.customer_id, at=when, **due))
    promise.save(update_fields=["warned_at", "broken_at"])
    timing.set_timers([promise])
    is_over = promise.broken_at is None and promise.due_at is not None and promise.due_at <= at
    if not is_over:  # a worker that was away breaks it in a moment: nobody needs a warning any more
        escalating.escalate(promise, conversation, at=max(at, moment))
    return True


@transaction.atomic
def ring_left(*, at: datetime) -> int:
    """Set the timers anew of promises whose moment went by unnoticed: their job is lost. Return how many.

    Looks at one end of an index; where no job was ever lost there is nothing.
    """
    late = Promise.objects.filter(ended_at=None, paused_at=None, broken_at=None, due_at__lt=at - LOST_AFTER)
    found = list(late.order_by("due_at", "pk")[:MOST_AT_ONCE])
    timing.set_timers(found)
    return len(found)


def _is_behind(conversation_id: int) -> bool:
    names = [kind.name for kind in FOLLOWED]
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, [f"conversation-{conversation_id}", names, conversation_id])
        return bool(cursor.fetchone()[0])
