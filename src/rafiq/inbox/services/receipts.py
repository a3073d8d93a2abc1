"""How far a message has come: forward only, whatever order its receipts come in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from rafiq.inbox import events
from rafiq.inbox.models import Delivery, EarlyReport, Message
from rafiq.platform import log

ORDER = [Delivery.QUEUED, Delivery.SENT, Delivery.DELIVERED, Delivery.READ]
KEPT = timedelta(days=3)
LOCK_SPACE, SLOTS = 0x52464E45, 4096

_HOLD = "SELECT count(pg_advisory_xact_lock(%s, slot)) FROM unnest(%s::int[]) AS slot"


@transaction.atomic
def note_sent(message: Message, *, provider_id: str, at: datetime) -> None:
    """Note that the provider took a message, and what it said of it before we had written its id down."""
    provider_id = provider_id[:200]
    if not provider_id:
        advance([message.pk], to=Delivery.SENT, at=at)
        return
    hold([provider_id])
    Message.objects.filter(pk=message.pk).update(provider_id=provider_id)
    advance([message.pk], to=Delivery.SENT, at=at)
    early = EarlyReport.objects.filter(channel=message.channel_id, provider_id=provider_id)
    for report in early.order_by("pk"):
        move([message.pk], to=report.delivery, reason=report.reason, at=at)
    early.delete()


def hold(provider_ids: Iterable[str]) -> None:
    """Let whoever writes a provider's id and whoever reads what the provider says of it wait for each other."""
    slots = sorted({zlib.crc32(one.encode()) % SLOTS for one in provider_ids})
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [LOCK_SPACE, slots])


def move(message_ids: list[int], *, to: str, reason: str, at: datetime) -> int:
    """Do as a report says; return how many messages moved."""
    return fail(message_ids, reason=reason, at=at) if to == Delivery.FAILED else advance(message_ids, to=to, at=at)


def mark_arrived(
    *, conversation_ids: list[int], channel_id: int, upto: int, is_read: bool, at: datetime, thread: str = ""
) -> int:
    """Note that the customer's side has got (or read) every answer up to a message; return how many moved.

    Only those that went out over this channel, and with `thread` only into that: a widget knows nothing of a mail.
    """
    to = Delivery.READ if is_read else Delivery.DELIVERED
    here = Q(thread__in=[thread, ""]) if thread else Q()
    sent = Message.objects.filter(here, channel=channel_id, conversation__in=conversation_ids, pk__lte=upto)
    moving = sent.filter(kind=Message.Kind.OUTBOUND, delivery__in=_behind(to)).exclude(delivery=Delivery.QUEUED)
    return advance(list(moving.values_list("pk", flat=True)), to=to, at=at)


@transaction.atomic
def fail(message_ids: list[int], *, reason: str, at: datetime) -> int:
    """Note that messages did not arrive after all; those that did arrive stay as they are. Return how many failed."""
    failed = _locked(message_ids, [Delivery.QUEUED, Delivery.SENT])
    Message.objects.filter(pk__in=failed).update(delivery=Delivery.FAILED, failure=reason[:300])
    announce(failed, Delivery.FAILED, at=at)
    return len(failed)


@transaction.atomic
def advance(message_ids: list[int], *, to: str, at: datetime) -> int:
    """Move messages forward, never back: receipts arrive late and out of order."""
    moved = _locked(message_ids, _behind(to))
    Message.objects.filter(pk__in=moved).update(delivery=to, failure="")
    announce(moved, to, at=at)
    return len(moved)


def forget_early(*, at: datetime) -> int:
    """Forget reports of what was never ours; return how many."""
    return EarlyReport.objects.filter(noted_at__lt=at - KEPT).delete()[0]


def announce(message_ids: list[int], delivery: str, *, at: datetime, actor: str = "system") -> None:
    """Tell the log how far messages have come."""
    if not message_ids:
        return
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


def _behind(to: str) -> list[Delivery]:
    return ORDER[: ORDER.index(Delivery(to))]


def _locked(message_ids: list[int], deliveries: list[Delivery]) -> list[int]:
    found = Message.objects.select_for_update(no_key=True).filter(pk__in=message_ids, delivery__in=deliveries)
    return list(found.order_by("pk").values_list("pk", flat=True))
