"""How urgent a conversation is: set by people, raised by what follows a broken promise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.promises.events import PriorityChanged
from rafiq.promises.models import Level, Priority

_ORDER = list(Level)


@transaction.atomic
def set_priority(*, conversation: Conversation, level: str, actor: str, at: datetime) -> None:
    """Make a conversation more or less urgent. Repeating it changes nothing.

    Raises:
        ValueError: if there is no such level.
    """
    wanted = Level(level)
    found = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    before = _level(found)
    if wanted == before:
        return
    Priority.objects.update_or_create(conversation=found, defaults={"level": wanted, "set_at": at})
    log.append(
        PriorityChanged(
            conversation_id=found.pk, customer_id=found.customer_id, level=wanted, before=before, occurred_at=at,
            actor=actor,
        )
    )  # fmt: skip


def make_more_urgent(conversation: Conversation, *, actor: str, at: datetime) -> None:
    """Raise the priority by one; what is urgent stays so. In the caller's transaction, which holds the lock."""
    place = _ORDER.index(_level(conversation))
    higher = _ORDER[min(place + 1, len(_ORDER) - 1)]
    set_priority(conversation=conversation, level=higher, actor=actor, at=at)


def _level(conversation: Conversation) -> Level:
    found = Priority.objects.filter(conversation=conversation).values_list("level", flat=True).first()
    return Level(found) if found else Level.NORMAL
