"""What was sent as what: a try goes on where the last one was interrupted, and receipts find their message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from rafiq.channels.meta.models import Sent
from rafiq.inbox.contracts import DeliveryReport, Outbound
from rafiq.inbox.models import Delivery

type Send = Callable[[], str]


def send_each(message: Outbound, parts: Sequence[Send], *, clock: Callable[[], datetime]) -> str:
    """Send the parts of a message in order, each once, however often this is called; return the last one's id.

    A part is written down as soon as the vendor has taken it. Only a crash between the two sends it again.
    """
    key = message.key or str(message.message_id)
    taken = dict(Sent.objects.filter(channel=message.channel_id, key=key).values_list("part", "provider_id"))
    for number, send in enumerate(parts):
        if number in taken:
            continue
        began_at = clock()
        taken[number] = send()
        Sent.objects.create(
            channel_id=message.channel_id, key=key, part=number, is_last=number == len(parts) - 1,
            thread=message.thread, provider_id=taken[number][:200], sent_at=began_at,
        )  # fmt: skip
    return taken[len(parts) - 1]


def upto(channel_id: int, thread: str, moment: datetime) -> list[str]:
    """List the ids of what was sent to somebody until a moment: receipts name only that."""
    found = Sent.objects.filter(channel=channel_id, thread=thread, sent_at__lte=moment, is_last=True)
    return list(found.order_by("sent_at").values_list("provider_id", flat=True))


def upto_id(channel_id: int, thread: str, provider_id: str) -> list[str]:
    """List the ids of what was sent to somebody until this one, which is named even if we do not know it."""
    found = Sent.objects.filter(channel=channel_id, thread=thread, provider_id=provider_id).first()
    return [*(upto(channel_id, thread, found.sent_at) if found else []), provider_id]


def is_ours(channel_id: int, provider_id: str) -> bool:
    """Test whether we sent this."""
    return Sent.objects.filter(channel=channel_id, provider_id=provider_id).exists()


def whole(channel_id: int, reports: Sequence[DeliveryReport]) -> list[DeliveryReport]:
    """Turn reports about parts into reports about messages: any part may fail one, only the last lets it arrive."""
    ids = [report.provider_id for report in reports]
    rows = Sent.objects.filter(channel=channel_id, provider_id__in=ids, is_last=False)
    parts = dict(rows.values_list("provider_id", "key"))
    if not parts:
        return list(reports)
    ends = Sent.objects.filter(channel=channel_id, key__in=parts.values(), is_last=True)
    last = dict(ends.values_list("key", "provider_id"))
    told = []
    for report in reports:
        key = parts.get(report.provider_id)
        if key is None:
            told.append(report)
        elif report.delivery == Delivery.FAILED and key in last:
            told.append(DeliveryReport(provider_id=last[key], delivery=Delivery.FAILED, reason=report.reason))
    return told


def forget_failed(channel_id: int, reports: Sequence[DeliveryReport]) -> None:
    """Forget what did not arrive after all, so that an agent may send it again."""
    ids = [report.provider_id for report in reports if report.delivery == Delivery.FAILED]
    if ids:
        keys = list(Sent.objects.filter(channel=channel_id, provider_id__in=ids).values_list("key", flat=True))
        Sent.objects.filter(channel=channel_id, key__in=keys).delete()


def forget_before(moment: datetime) -> int:
    """Forget what was sent before a moment; nobody reports on it any more. Return how many rows went."""
    return Sent.objects.filter(sent_at__lt=moment).delete()[0]
