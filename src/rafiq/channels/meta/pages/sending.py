"""Messages on their way to Messenger and Instagram, by the Send API.

Sources: …/messenger-platform/reference/send-api, …/send-messages/message-tags (the window of 24 hours, and of
seven days for people who answer) and …/reference/attachment-upload-api.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import graph, people
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.memory import Send
from rafiq.channels.meta.refusals import WINDOW_CLOSED
from rafiq.channels.meta.shapes import dump, name_of
from rafiq.channels.transport.cutting import cut
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile
from rafiq.platform import files

HUMAN_WINDOW = timedelta(days=7)

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one text may be, and how it is counted."""

    longest: int
    size: Callable[[str], int]


MESSENGER = Limits(2000, len)
INSTAGRAM = Limits(1000, lambda text: len(text.encode(errors="replace")))


def parts_of(message: Outbound, access: Access, *, limits: Limits, platform: str, at: datetime) -> list[Send]:
    """Cut a message into what the vendor takes at once: texts, then one part a file.

    Raises:
        DeliveryFailed: if there is nothing to send, or the time for answers is over.
    """
    around = {"recipient": {"id": message.thread}} | _standing(message, access, at)
    texts = cut(message.text, limit=limits.longest, size=limits.size)
    if not texts and not message.files:
        raise DeliveryFailed(_("There is nothing to send."), is_permanent=True)
    sends: list[Send] = [partial(_send, access, around, {"text": piece}) for piece in texts]
    return [*sends, *(partial(_send_file, access, around, file, platform) for file in message.files)]


def _standing(message: Outbound, access: Access, at: datetime) -> Json:
    """Say with what right we write: as an answer, or as a human agent who needed longer.

    Raises:
        DeliveryFailed: if the time for answers is over.
    """
    closes_at = people.open_until(message.channel_id, message.thread)
    if closes_at is None or at <= closes_at:
        return {"messaging_type": "RESPONSE"}
    if access.settings.get("human_agent") and at <= closes_at - people.WINDOW + HUMAN_WINDOW:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    raise DeliveryFailed(_(WINDOW_CLOSED), is_permanent=True)


def _send(access: Access, around: Json, content: Json) -> str:
    answer = graph.post(access, "me/messages", around | {"message": content})
    return name_of(answer.get("message_id"))


def _send_file(access: Access, around: Json, file: OutboundFile, platform: str) -> str:
    kind = next((one for one in ("image", "video", "audio") if file.content_type.startswith(f"{one}/")), "file")
    try:
        content = files.read(file.token)
    except files.FileGone as error:
        raise DeliveryFailed(_("The file “%s” is no longer there.") % file.name, is_permanent=True) from error
    attachment = {"attachment": {"type": kind, "payload": {"is_reusable": True}}}
    fields = {"message": dump(attachment).decode(), "platform": platform}
    answer = graph.upload(
        access, "me/message_attachments", fields=fields, name=file.name, content=content,
        kind=file.content_type or "application/octet-stream",
    )  # fmt: skip
    attachment_id = name_of(answer.get("attachment_id"))
    if not attachment_id:
        raise DeliveryFailed(_("The provider took the file “%s”, but gave no name for it.") % file.name)
    return _send(access, around, {"attachment": {"type": kind, "payload": {"attachment_id": attachment_id}}})
