"""What providers say afterwards: delivery reports of what we sent, and changes of what the customer had said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from rafiq.inbox import events
from rafiq.inbox.contracts import DeliveryReport, Edit
from rafiq.inbox.models import Delivery, Message
from rafiq.inbox.services.delivering import advance, fail
from rafiq.platform import log, text


@transaction.atomic
def note_reports(*, channel_id: int, reports: Sequence[DeliveryReport], at: datetime) -> int:
    """Note what became of messages we sent over a channel; return how many moved.

    Reports may come twice, late and out of order: a message only ever moves forward, and one that has arrived
    does not fail any more. Reports of messages we do not know are passed over.
    """
    moved = 0
    wanted = {report.provider_id for report in reports if report.provider_id}
    if not wanted:
        return 0
    found = Message.objects.filter(channel=channel_id, provider_id__in=wanted)
    known: dict[str, list[int]] = {}
    for pk, provider_id in found.order_by("pk").values_list("pk", "provider_id"):
        known.setdefault(provider_id, []).append(pk)
    for report in reports:
        if not (ids := known.get(report.provider_id)):
            continue
        if report.delivery == Delivery.FAILED:
            moved += fail(ids, reason=report.reason, at=at)
        else:
            moved += advance(ids, to=report.delivery, at=at)
    return moved


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
