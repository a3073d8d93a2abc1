"""The one door out: what is written is handed to its channel, in order, until it is taken or can never be."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from rafiq.accounts.models import Agent
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway
from rafiq.inbox.models import Channel, Delivery, Message
from rafiq.inbox.registry import adapter_for
from rafiq.inbox.services import pausing, receipts
from rafiq.inbox.services.errors import NotFailed
from rafiq.inbox.services.outbound import outbound
from rafiq.platform import db

logger = logging.getLogger(__name__)

TRIES = 6
PATIENCE = timedelta(hours=48)  # a provider may be away before a message is given up
LOST_AFTER = timedelta(minutes=2)  # a message that waits this long without a job has lost it
SWITCHED_OFF = _("This channel is switched off.")
AWAY_TOO_LONG = _("The provider was away for two days.")


class NotYet(Exception):
    """The message stays queued; its job shall come again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds = seconds


def deliver(message_id: int, *, at: datetime, is_waiting: bool = False) -> None:
    """Hand a message to its channel's adapter, and before it whatever older still waits in the same thread.

    The network is never touched inside a transaction. Repeating it for what is sent already does nothing. While the
    channel pauses nothing is tried, and whoever ends the pause queues everything again; only a job that has been
    waiting already (`is_waiting`) keeps doing so, that somebody come to try.

    Raises:
        NotYet: if it shall be tried again later.
    """
    began = time.monotonic()
    named = Message.objects.filter(pk=message_id, delivery=Delivery.QUEUED).first()
    if named is None:
        return
    waiting = Message.objects.filter(
        channel=named.channel_id, thread=named.thread, delivery=Delivery.QUEUED, pk__lte=message_id
    ).select_related("conversation__customer", "channel", "author")
    while message := waiting.order_by("pk").first():
        now = at + timedelta(seconds=time.monotonic() - began)
        if not pausing.may_go(message.channel, at=now):
            until = message.channel.paused_until
            if is_waiting and until is not None:
                raise NotYet(max((until - now).total_seconds(), pausing.SHORTEST))
            return
        _deliver_one(message, at=at, began=began)


def _deliver_one(message: Message, *, at: datetime, began: float) -> None:
    """Try one message; it is sent or failed for good afterwards.

    Raises:
        NotYet: if neither.
    """
    try:
        if not message.channel.is_active:
            raise DeliveryFailed(SWITCHED_OFF, is_permanent=True)
        provider_id = adapter_for(message.channel.kind).send(outbound(message))
    except ProviderAway as error:
        now = at + timedelta(seconds=time.monotonic() - began)
        raise NotYet(
            pausing.pause(message.channel, reason=error.reason, retry_after=error.retry_after, at=now)
        ) from error
    except DeliveryFailed as error:
        _refused(message, error.reason, is_permanent=error.is_permanent, at=at)
    except db.AWAY:
        raise  # our own database; nothing can be noted
    except Exception as error:  # an adapter's own fault must not hold up what stands behind
        logger.exception("Message %s could not be handed to channel %s", message.pk, message.channel_id)
        _refused(message, f"{type(error).__name__}: {error}", is_permanent=False, at=at)
    else:
        receipts.note_sent(message, provider_id=provider_id or "", at=at)
    if message.channel.paused_until is not None:
        pausing.resume(message.channel)  # it answered, so it is back


def _refused(message: Message, reason: str, *, is_permanent: bool, at: datetime) -> None:
    """Note a try that failed.

    Raises:
        NotYet: if another one makes sense.
    """
    logger.warning("Message %s was not delivered: %s", message.pk, reason)
    tries = message.attempts + 1
    reason = reason.replace("\0", "")[:300]
    Message.objects.filter(pk=message.pk, delivery=Delivery.QUEUED).update(attempts=F("attempts") + 1, failure=reason)
    if is_permanent or tries >= TRIES:
        receipts.fail([message.pk], reason=reason, at=at)
        return
    if message.channel.paused_until is not None:
        pausing.resume(message.channel)
    raise NotYet(4.0**tries)


@transaction.atomic
def retry_delivery(*, message: Message, by: Agent, at: datetime) -> None:
    """Queue a failed message again.

    Raises:
        NotFailed: if it has not failed (any more).
    """
    again = message.extras | {"queued_at": at.isoformat()}
    changed = Message.objects.filter(pk=message.pk, delivery=Delivery.FAILED).update(
        delivery=Delivery.QUEUED, failure="", attempts=0, extras=again
    )
    if not changed:
        raise NotFailed
    receipts.announce([message.pk], Delivery.QUEUED, at=at, actor=by.actor)
    pausing.enqueue(message)


def deliver_left(*, at: datetime) -> int:
    """Queue what waits without a job, and give up what a provider has been away for too long; return how many.

    The safety net under the queue: of a channel that pauses only its oldest message is sent to try.
    """
    receipts.forget_early(at=at)
    waiting = Channel.objects.filter(pk__in=Message.objects.filter(delivery=Delivery.QUEUED).values("channel"))
    found = 0
    for channel in waiting.order_by("pk"):
        _give_up(channel, at=at)
        if channel.paused_until is None:
            found += pausing.enqueue_waiting([channel.pk], before=at - LOST_AFTER, is_lost=True)
        elif channel.paused_until < at:
            found += pausing.enqueue_waiting([channel.pk], threads=1, is_lost=True)
    return found


def _give_up(channel: Channel, *, at: datetime) -> None:
    if channel.paused_until is None:
        return
    old = Message.objects.filter(channel=channel, delivery=Delivery.QUEUED, said_at__lt=at - PATIENCE)
    since = ((pk, extras.get("queued_at")) for pk, extras in old.values_list("pk", "extras")[: pausing.MOST])
    given_up = [pk for pk, again in since if not again or datetime.fromisoformat(again) < at - PATIENCE]
    receipts.fail(given_up, reason=channel.pause_reason or AWAY_TOO_LONG, at=at)
