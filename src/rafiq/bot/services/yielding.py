"""People have the word: the bot falls silent, promises are kept, and a closed conversation begins anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from rafiq.bot.models import Promise, Session, Silence, Turn
from rafiq.bot.services.calling import ACTOR
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation

QUIET = timedelta(hours=24)
"""After which a conversation that only the bot answered is closed."""
MOST_AT_ONCE = 200


def fall_silent(conversation_id: int, *, at: datetime, reason: Silence = Silence.AGENT) -> None:
    """Say nothing more in a conversation that a colleague took up, or takes up later, until it is closed."""
    Session.objects.filter(conversation=conversation_id, silent_since=None).update(silent_since=at, reason=reason)


def a_person_answered(conversation_id: int, *, at: datetime) -> None:
    """Fall silent, and note that the promise was kept; what was suggested is old."""
    if not Session.objects.filter(conversation=conversation_id).exists():
        return
    fall_silent(conversation_id, at=at)
    Promise.objects.filter(conversation=conversation_id, kept_at=None).update(kept_at=at)
    Turn.objects.filter(session__conversation=conversation_id, state=Turn.State.SUGGESTED).update(
        state=Turn.State.DISMISSED
    )


def begin_anew(conversation_id: int, *, at: datetime) -> None:
    """Forget what a conversation was about, now that it is closed: if it goes on, the bot may speak again."""
    Session.objects.filter(conversation=conversation_id).update(
        state={}, failures=0, said=0, silent_since=None, reason=""
    )
    Promise.objects.filter(conversation=conversation_id, kept_at=None).update(kept_at=at)
    Turn.objects.filter(session__conversation=conversation_id, state=Turn.State.SUGGESTED).update(
        state=Turn.State.DISMISSED
    )


@transaction.atomic
def follow_joining(source_id: int, *, into_id: int, at: datetime) -> None:
    """Bring what was promised, and the word of people, along into the conversation that goes on."""
    source = Session.objects.filter(conversation=source_id).first()
    if source is None:
        return
    into, _ = Session.objects.get_or_create(conversation_id=into_id)
    if source.is_silent and not into.is_silent:
        into.silent_since, into.reason = source.silent_since, source.reason
        into.save(update_fields=["silent_since", "reason"])
    has_one = Promise.objects.filter(conversation=into_id, kept_at=None).exists()
    promised = Promise.objects.filter(conversation=source_id, kept_at=None)
    if has_one:
        promised.update(kept_at=at)
    else:
        promised.update(conversation=into_id)


def settle_quiet(*, at: datetime) -> int:
    """Close the conversations that only the bot answered, and where nothing was said for a day; return how many."""
    answered = Session.objects.filter(silent_since=None, said__gt=0).values("conversation")
    lying = Conversation.objects.awake().filter(
        pk__in=answered, waiting_since=None, assignee=None, last_at__lt=at - QUIET, last_kind="OUTBOUND"
    )
    found = list(lying.order_by("pk")[:MOST_AT_ONCE])
    return sum(inbox.settle_automatically(conversation=one, actor=ACTOR, before=at - QUIET, at=at) for one in found)


def mark_suggestion(turn: Turn, *, state: str) -> bool:
    """Note that an agent used a suggestion, or dismissed it; tell whether it still was one."""
    return bool(Turn.objects.filter(pk=turn.pk, state=Turn.State.SUGGESTED).update(state=state))
