"""What providers say afterwards: delivery reports of what we sent, and changes of what the customer had said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from rafiq.inbox import events
from rafiq.inbox.contracts import DeliveryReport, Edit
from rafiq.inbox.models import EarlyReport, Message
from rafiq.inbox.services import receipts
from rafiq.platform import log, text


@transaction.atomic
def note_reports(*, channel_id: int, reports: Sequence[DeliveryReport], at: datetime) -> int:
    """Note what became of messages we sent over a channel; return how many moved.

    Reports may come twice, late and out of order: a message only ever moves forward, and one that has arrived
    does not fail any more. Reports of messages we do not know are kept for a while: a fast provider may tell of a
    message before we have written down how it calls it.
    """
    named = [report for report in reports if report.provider_id]
    if not named:
        return 0
    wanted = {report.provider_id[:200] for report in named}
    receipts.hold(wanted)
    found = Message.objects.filter(channel=channel_id, provider_id__in=wanted)
    known: dict[str, list[int]] = {}
    for pk, provider_id in found.order_by("pk").values_list("pk", "provider_id"):
        known.setdefault(provider_id, []).append(pk)
    moved = 0
    for report in named:
        if ids := known.get(report.provider_id[:200]):
            moved += receipts.move(ids, to=report.delivery, reason=report.reason, at=at)
    early = [_early(channel_id, one, at) for one in named if one.provider_id[:200] not in known]
    EarlyReport.objects.bulk_create(early, ignore_conflicts=True)
    return moved


def _early(channel_id: int, report: DeliveryReport, at: datetime) -> EarlyReport:
    return EarlyReport(
        channel_id=channel_id, provider_id=report.provider_id[:200], delivery=report.delivery,
        reason=report.reason[:300], noted_at=at,
    )  # fmt: skip


@transaction.atomic
def apply_edits(*, channel_id: int, edits: Sequence[Edit], at: datetime) -> int:
    """Change what customers said as they changed it themselves, keeping what stood there before; return how many."""
    changed = 0
    for edit in edits:
        message = (
            Message.objects.select_for_update(no_key=True, of=("self",))
            .select_related("conversation")
            .filter(channel=channel_id, external_id=edit.external_id)
            .first()
        )
        if message is None or _is_older(message, edit):
            continue
        before = {"text": message.text, "until": edit.edited_at.isoformat()}
        message.extras = message.extras | {
            "edits": [*message.extras.get("edits", []), before],
            "edited_at": edit.edited_at.isoformat(),
            "is_deleted": edit.is_deleted,
        }
        message.text = "" if edit.is_deleted else text.clean(edit.text)
        message.save(update_fields=["text", "extras"])
        _index(message)
        log.append(
            events.MessageEdited(
                conversation_id=message.conversation_id,
                customer_id=message.conversation.customer_id,
                message_id=message.pk,
                is_deleted=edit.is_deleted,
                occurred_at=edit.edited_at,
                actor=f"customer-{message.conversation.customer_id}",
            )
        )
        changed += 1
    return changed


def _is_older(message: Message, edit: Edit) -> bool:
    """Edits come twice and out of order: only a newer one counts."""
    known = message.extras.get("edited_at", "")
    return bool(known) and edit.edited_at <= datetime.fromisoformat(known)


def _index(message: Message) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inbox_message SET terms = array_to_tsvector(%s::text[]) WHERE id = %s",
            [text.search_terms(message.text), message.pk],
        )
