"""What was handed to a provider, part by part, so that a second try goes on where the first one broke off.

Providers speak of parts; the product speaks of messages. Here the one becomes the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rafiq.channels.sms.models import SentPart
from rafiq.channels.transport.contracts import NotNow, Parsed
from rafiq.inbox.contracts import DeliveryReport, Outbound
from rafiq.inbox.models import Delivery, Message

State = SentPart.State
_REFERENCES = 256


@transaction.atomic
def begin(message: Outbound, *, total: int) -> list[SentPart]:
    """Return the parts of a message in order, those of an earlier try as they are.

    One that failed at the provider (or was cut differently then) begins anew as a whole: somebody wants it sent again.
    """
    key = key_of(message)
    parts = list(_of(message.channel_id, key))
    if parts and (len(parts) != total or any(part.state == State.FAILED for part in parts)):
        _of(message.channel_id, key).delete()
        parts = []
    if not parts:
        reference = _next_reference(message.channel_id, message.thread) if total > 1 else 0
        parts = SentPart.objects.bulk_create(
            SentPart(
                channel_id=message.channel_id, key=key, message_id=message.message_id, to=message.thread, number=number,
                total=total, reference=reference, token=secrets.randbits(53),
            )
            for number in range(1, total + 1)
        )  # fmt: skip
    return parts


def key_of(message: Outbound) -> str:
    """Return what all tries of one message have in common."""
    return (message.key or f"message-{message.message_id}")[:80]


def is_open(part: SentPart) -> bool:
    """Test whether a part has still to be handed over."""
    return part.state in {State.WAITING, State.SENDING}


def sending(part: SentPart) -> None:
    """Note that a part is about to be handed over: from now on reports may come."""
    SentPart.objects.filter(pk=part.pk, state__in=[State.WAITING, State.SENDING]).update(state=State.SENDING)


def sent(part: SentPart, provider_id: str) -> None:
    """Note that the provider took a part, and what it calls it."""
    SentPart.objects.filter(pk=part.pk).update(state=State.SENT, provider_id=provider_id[:120])
    part.state, part.provider_id = State.SENT, provider_id


def unsent(part: SentPart) -> None:
    """Note that the provider did not take a part this time."""
    SentPart.objects.filter(pk=part.pk, state=State.SENDING).update(state=State.WAITING)


def note(channel_id: int, ids: Sequence[str], *, fate: str, reason: str = "", to: str = "") -> Parsed:
    """Note what a provider says of a part, and say what it means for the message: delivered when all parts are.

    `ids[0]` is the id as the report has it; the others are only believed for the same number. `fate` is DELIVERED,
    READ, FAILED, or "" for a part on its way.

    Raises:
        NotNow: if the report is ahead of the provider's own answer.
    """
    part = _part(channel_id, ids, to)
    if part is None:
        if _may_be_ours(channel_id, to):
            raise NotNow("the provider reports before it answered", retry_after=1)
        return Parsed(note="a report of something this product did not send")
    if _is_on_its_way(part):
        raise NotNow("the report is ahead of the message", retry_after=1)
    if fate:
        _move(part, State.FAILED if fate == Delivery.FAILED else State.DELIVERED, reason)
    return _told(part, fate)


def forget(*, before: datetime) -> int:
    """Forget what was sent long ago; return how many parts."""
    return SentPart.objects.filter(made_at__lt=before).delete()[0]


def _told(part: SentPart, fate: str) -> Parsed:
    parts = list(_of(part.channel_id, part.key))
    first = parts[0].provider_id
    failed = [one for one in parts if one.state == State.FAILED]
    if failed:
        return _report(first, Delivery.FAILED, failed[0].reason)
    if fate and all(one.state == State.DELIVERED for one in parts):
        return _report(first, fate if fate in {Delivery.READ, Delivery.DELIVERED} else Delivery.DELIVERED)
    done = sum(one.state == State.DELIVERED for one in parts)
    return Parsed(note=f"{done} of {len(parts)} parts delivered")


def _report(provider_id: str, delivery: str, reason: str = "") -> Parsed:
    return Parsed(reports=[DeliveryReport(provider_id=provider_id, delivery=str(delivery), reason=reason)])


def _move(part: SentPart, to: str, reason: str) -> None:
    """Move a part on; one that has arrived does not fail any more."""
    moving = SentPart.objects.filter(pk=part.pk)
    if to == State.FAILED:
        moving = moving.exclude(state=State.DELIVERED)
    moving.update(state=to, reason=reason[:300])


def _part(channel_id: int, ids: Sequence[str], to: str) -> SentPart | None:
    known = SentPart.objects.filter(channel=channel_id).order_by("-pk")
    if exact := known.filter(provider_id=ids[0][:120]).first():
        return exact
    return known.filter(provider_id__in=ids[1:], to=to).first() if to and len(ids) > 1 else None


def _may_be_ours(channel_id: int, to: str) -> bool:
    """Test whether something to this number is being handed over just now, whose id we do not know yet."""
    handed = SentPart.objects.filter(channel=channel_id, state=State.SENDING)
    handed = handed.filter(to=to) if to else handed
    return Message.objects.filter(pk__in=handed.values("message_id"), delivery=Delivery.QUEUED).exists()


def _is_on_its_way(part: SentPart) -> bool:
    """Test whether the message's own row does not know yet that it was sent: then no report would find it."""
    if not part.message_id:
        return False
    return Message.objects.filter(pk=part.message_id, delivery=Delivery.QUEUED).exists()


def _of(channel_id: int, key: str) -> QuerySet[SentPart]:
    return SentPart.objects.filter(channel=channel_id, key=key).order_by("number")


def _next_reference(channel_id: int, to: str) -> int:
    """Number long messages to one phone one after another, so that it does not mix up two of them."""
    last = SentPart.objects.filter(channel=channel_id, to=to, total__gt=1).order_by("-pk").first()
    return (last.reference + 1) % _REFERENCES if last else 1
