"""The one door out: a written answer is handed to its channel, and what becomes of it is kept."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from rafiq.accounts.models import Agent
from rafiq.inbox import events
from rafiq.inbox.contracts import DeliveryFailed, Outbound
from rafiq.inbox.models import Delivery, Message
from rafiq.inbox.registry import adapter_for
from rafiq.inbox.services.errors import NotFailed
from rafiq.platform import jobs, log

logger = logging.getLogger(__name__)

DELIVER_JOB = "inbox.deliver_message"
_ORDER = [Delivery.QUEUED, Delivery.SENT, Delivery.DELIVERED, Delivery.READ]


def enqueue_delivery(message_id: int) -> None:
    """Queue the delivery of a message in the caller's transaction. The job stands in jobs.py, which calls `deliver`."""
    jobs.app.configure_task(DELIVER_JOB).defer(message_id=message_id)


def deliver(message_id: int, *, at: datetime, is_last_try: bool = False) -> None:
    """Hand one queued message to its channel's adapter; the network is never touched inside a transaction.

    Repeating it for a message that is sent already does nothing.

    Raises:
        DeliveryFailed: if another try makes sense; the message stays queued with the reason shown.
    """
    message = Message.objects.select_related("conversation", "channel", "author").get(pk=message_id)
    if message.delivery != Delivery.QUEUED:
        return
    try:
        provider_id = adapter_for(message.channel.kind).send(_outbound(message))
    except DeliveryFailed as error:
        is_final = error.is_permanent or is_last_try
        _note_failure(message_id, error.reason, is_final=is_final, at=at)
        if not is_final:
            raise
    else:
        advance([message_id], to=Delivery.SENT, at=at, provider_id=provider_id)


def mark_arrived(*, conversation_ids: list[int], upto: int, is_read: bool, at: datetime) -> int:
    """Note that the customer's side has got (or read) every answer up to a message; return how many moved."""
    to = Delivery.READ if is_read else Delivery.DELIVERED
    behind = _ORDER[: _ORDER.index(to)]
    moving = Message.objects.filter(
        conversation__in=conversation_ids, kind=Message.Kind.OUTBOUND, delivery__in=behind, pk__lte=upto
    ).exclude(delivery=Delivery.QUEUED)
    return advance(list(moving.values_list("pk", flat=True)), to=to, at=at)


@transaction.atomic
def retry_delivery(*, message: Message, by: Agent, at: datetime) -> None:
    """Queue a failed message again.

    Raises:
        NotFailed: if it has not failed (any more).
    """
    changed = Message.objects.filter(pk=message.pk, delivery=Delivery.FAILED).update(
        delivery=Delivery.QUEUED, failure="", attempts=0
    )
    if not changed:
        raise NotFailed
    _announce([message.pk], Delivery.QUEUED, at=at, actor=by.actor)
    enqueue_delivery(message.pk)


@transaction.atomic
def fail(message_ids: list[int], *, reason: str, at: datetime) -> int:
    """Note that messages did not arrive after all; those that did arrive stay as they are. Return how many failed."""
    waiting = [Delivery.QUEUED, Delivery.SENT]
    failed = list(
        Message.objects.select_for_update(no_key=True)
        .filter(pk__in=message_ids, delivery__in=waiting)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Message.objects.filter(pk__in=failed).update(delivery=Delivery.FAILED, failure=reason[:300])
    _announce(failed, Delivery.FAILED, at=at)
    return len(failed)


@transaction.atomic
def advance(message_ids: list[int], *, to: str, at: datetime, provider_id: str = "") -> int:
    """Move messages forward, never back: receipts arrive late and out of order."""
    behind = _ORDER[: _ORDER.index(Delivery(to))]
    moved = list(
        Message.objects.select_for_update(no_key=True)
        .filter(pk__in=message_ids, delivery__in=behind)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Message.objects.filter(pk__in=moved).update(
        delivery=to, failure="", **({"provider_id": provider_id[:200]} if provider_id else {})
    )
    _announce(moved, to, at=at)
    return len(moved)


@transaction.atomic
def _note_failure(message_id: int, reason: str, *, is_final: bool, at: datetime) -> None:
    logger.warning("Message %s was not delivered: %s", message_id, reason)
    delivery = Delivery.FAILED if is_final else Delivery.QUEUED
    Message.objects.filter(pk=message_id, delivery=Delivery.QUEUED).update(
        delivery=delivery, failure=reason[:300], attempts=F("attempts") + 1
    )
    if is_final:
        _announce([message_id], delivery, at=at)


def _announce(message_ids: list[int], delivery: str, *, at: datetime, actor: str = "system") -> None:
    found = Message.objects.filter(pk__in=message_ids).order_by("pk")
    log.append(
        *(
            events.DeliveryChanged(
                conversation_id=conversation_id,
                customer_id=customer_id,
                message_id=pk,
                delivery=str(delivery),
                occurred_at=at,
                actor=actor,
            )
            for pk, conversation_id, customer_id in found.values_list(
                "pk", "conversation_id", "conversation__customer_id"
            )
        )
    )


def _outbound(message: Message) -> Outbound:
    return Outbound(
        message_id=message.pk,
        conversation_id=message.conversation_id,
        thread=message.conversation.thread,
        text=message.text,
        author=message.author.name if message.author else "",
        settings=message.channel.settings,
    )
