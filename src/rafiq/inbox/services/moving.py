"""Conversations change hands and state: taken, handed over, snoozed, settled, opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent, Team
from rafiq.inbox import events, registry
from rafiq.inbox.models import Conversation
from rafiq.inbox.queries import joined_into
from rafiq.inbox.services.errors import AlreadyJoined, AlreadyResolved, NotOpen, NotReady
from rafiq.inbox.services.locking import locked, newer_in_thread
from rafiq.platform import log


def assign(
    *, conversation: Conversation, assignee: Agent | None, team: Team | None, by: Agent, at: datetime
) -> Conversation:
    """Take it, hand it over to a colleague or a team, or give it back. Repeating it announces nothing."""
    return hand_over_automatically(
        conversation=conversation, assignee_id=assignee.pk if assignee else None, team_id=team.pk if team else None,
        actor=by.actor, at=at,
    )  # fmt: skip


@transaction.atomic
def hand_over_automatically(
    *, conversation: Conversation, assignee_id: int | None, team_id: int | None, actor: str, at: datetime
) -> Conversation:
    """Give a conversation to an agent, or to a team for whoever is free there; the log calls the program `actor`.

    Repeating it announces nothing.
    """
    found = locked(conversation.pk)
    if (found.assignee_id, found.team_id) == (assignee_id, team_id):
        return found
    found.assignee_id, found.team_id = assignee_id, team_id
    found.save(update_fields=["assignee", "team"])
    log.append(
        events.ConversationAssigned(
            **_ids(found), assignee_id=assignee_id, team_id=team_id, occurred_at=at, actor=actor
        )
    )
    return found


def resolve(*, conversation: Conversation, by: Agent, at: datetime) -> Conversation:
    """Settle the matter.

    Raises:
        AlreadyResolved: if someone else settled it first.
        NotReady: if something is lacking that `registry.register_before_closing` asks for.
    """
    return resolve_automatically(conversation=conversation, actor=by.actor, at=at)


@transaction.atomic
def resolve_automatically(*, conversation: Conversation, actor: str, at: datetime) -> Conversation:
    """Settle the matter, whoever has it; the log calls the program `actor`.

    Raises:
        AlreadyResolved: if someone else settled it first.
        NotReady: if something is lacking that `registry.register_before_closing` asks for.
    """
    found = locked(conversation.pk)
    if not found.is_open:
        raise AlreadyResolved
    # Asked under the lock: what is found here is still so when the transaction ends.
    if lacking := registry.lacking(found, at=at):
        raise NotReady(lacking)
    found.resolved(at=at)
    found.save(update_fields=["resolved_at", "waiting_since", "snoozed_until"])
    log.append(events.ConversationResolved(**_ids(found), occurred_at=at, actor=actor))
    return found


def reopen(*, conversation: Conversation, by: Agent, at: datetime) -> Conversation:
    """Open a settled matter again. Repeating it changes nothing.

    Raises:
        NotOpen: if the customer began a newer conversation in the same thread; that one is the open one.
        AlreadyJoined: if it was emptied into another, where it goes on.
    """
    return reopen_automatically(conversation=conversation, actor=by.actor, at=at)


@transaction.atomic
def reopen_automatically(*, conversation: Conversation, actor: str, at: datetime) -> Conversation:
    """Open a settled matter again; the log calls the program `actor`. Repeating it changes nothing.

    Raises:
        NotOpen: if the customer began a newer conversation in the same thread; that one is the open one.
        AlreadyJoined: if it was emptied into another, where it goes on.
    """
    found = locked(conversation.pk)
    if found.is_open:
        return found
    if joined_into(found):
        raise AlreadyJoined
    if newer_in_thread(found):
        raise NotOpen
    found.resolved_at = None
    found.save(update_fields=["resolved_at"])
    log.append(events.ConversationReopened(**_ids(found), occurred_at=at, actor=actor))
    return found


def snooze(*, conversation: Conversation, until: datetime, by: Agent, at: datetime) -> Conversation:
    """Put it aside until a moment; a word of the customer brings it back at once.

    Raises:
        NotOpen: if it is settled.
    """
    return snooze_automatically(conversation=conversation, until=until, actor=by.actor, at=at)


@transaction.atomic
def snooze_automatically(*, conversation: Conversation, until: datetime, actor: str, at: datetime) -> Conversation:
    """Put it aside until a moment; the log calls the program `actor`. A word of the customer brings it back at once.

    Raises:
        NotOpen: if it is settled.
    """
    found = locked(conversation.pk)
    if not found.is_open:
        raise NotOpen
    found.snoozed_until = until
    found.save(update_fields=["snoozed_until"])
    log.append(events.ConversationSnoozed(**_ids(found), until=until.isoformat(), occurred_at=at, actor=actor))
    return found


@transaction.atomic
def wake(*, conversation: Conversation, by: Agent, at: datetime) -> Conversation:
    """Take a snoozed conversation up before its time. Repeating it changes nothing."""
    found = locked(conversation.pk)
    if found.is_snoozed:
        found.snoozed_until = None
        found.save(update_fields=["snoozed_until"])
        log.append(events.ConversationWoken(**_ids(found), occurred_at=at, actor=by.actor))
    return found


@transaction.atomic
def wake_due(*, at: datetime, limit: int = 500) -> int:
    """Bring back the snoozed conversations whose time has come; several workers share the work."""
    due = Conversation.objects.select_for_update(skip_locked=True, no_key=True).filter(snoozed_until__lte=at)
    woken = list(due.order_by("snoozed_until")[:limit])
    Conversation.objects.filter(pk__in=[one.pk for one in woken]).update(snoozed_until=None)
    log.append(*(_woken(one, at=at) for one in woken))
    return len(woken)


@transaction.atomic
def see(*, conversation: Conversation, upto: int, by: Agent, at: datetime) -> None:
    """Note that an agent has seen the customer's messages up to one; the customer's widget shows it."""
    found = locked(conversation.pk)
    if upto <= found.seen_message_id:
        return
    found.seen_message_id = upto
    found.save(update_fields=["seen_message_id"])
    log.append(events.ConversationSeen(**_ids(found), message_id=upto, occurred_at=at, actor=by.actor))


def _woken(conversation: Conversation, *, at: datetime) -> events.ConversationWoken:
    return events.ConversationWoken(
        conversation_id=conversation.pk, customer_id=conversation.customer_id, occurred_at=at
    )


def _ids(conversation: Conversation) -> dict[str, Any]:
    return {"conversation_id": conversation.pk, "customer_id": conversation.customer_id}
