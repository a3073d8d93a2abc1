"""One journaled item, understood: a message, a report, or a change."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from pydantic import ValidationError

from rafiq.channels.transport import media
from rafiq.channels.transport.contracts import NotNow, Parsed, RawItem, Unreadable
from rafiq.channels.webhook import fetching
from rafiq.channels.webhook.config import Config
from rafiq.channels.webhook.schemas import Call, Change, File, Message, Report
from rafiq.inbox.contracts import DeliveryReport, Edit, Inbound
from rafiq.inbox.models import Channel, Delivery
from rafiq.platform import files, text

_DELIVERY = {"delivered": Delivery.DELIVERED, "read": Delivery.READ, "failed": Delivery.FAILED}


def read(channel: Channel, item: RawItem, *, at: datetime) -> Parsed:
    """Understand an item; `at` stands in for moments it does not name.

    Raises:
        Unreadable: if it is not of the documented shape.
        NotNow: if a file's server is away.
    """
    try:
        call = Call.model_validate_json(item.body)
    except (ValidationError, RecursionError) as error:
        raise Unreadable("not of the documented shape") from error
    came_at = _came_at(item, at)
    return Parsed(
        messages=[_message(channel, one, came_at) for one in call.all_messages()],
        reports=[_report(one) for one in call.all_reports()],
        edits=[_edit(one, came_at) for one in call.all_edits()],
        note=_("Told by your system."),
    )


def thread_of(message: Message) -> str:
    """Return the thread a message belongs to: the sender's own where none is named."""
    return message.thread or message.sender.id


def _message(channel: Channel, message: Message, at: datetime) -> Inbound:
    owner = f"webhook-{channel.pk}-{hashlib.sha256(message.id.encode()).hexdigest()[:32]}"
    kept = _files(channel, message.files, owner, at)
    sender = message.sender
    return Inbound(
        channel_id=channel.pk,
        thread=thread_of(message),
        external_id=message.id,
        # The id is this channel's own: it can never be taken for somebody known by e-mail or phone.
        sender=("EXTERNAL", f"{channel.key}:{sender.id}"),
        sender_label=sender.id[:120],
        text="\n".join(filter(None, (message.text, *(f"[{problem}]" for problem in kept.problems)))),
        said_at=message.sent_at or at,
        language=message.language,
        name=sender.name[:120],
        email=sender.email,
        phone=sender.phone,
        subject=message.subject,
        files=kept.tokens,
        file_owner=owner,
        extras=_extras(message, kept),
        is_automatic=message.is_automatic,
    )


def _extras(message: Message, kept: media.Kept) -> dict[str, object]:
    told: dict[str, object] = {"data": _tidy(message.extras)} if message.extras else {}
    return told | ({"problems": list(kept.problems)} if kept.problems else {})


def _tidy(value: object, depth: int = 8) -> object:
    """Copy JSON so that it can be stored."""
    if isinstance(value, dict):
        return {text.clean(str(k))[:80]: _tidy(one, depth - 1) for k, one in value.items()} if depth else {}
    if isinstance(value, list):
        return [_tidy(one, depth - 1) for one in value[:200]] if depth else []
    if isinstance(value, str):
        return text.clean(value, limit=4000)
    is_plain = value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**63)
    return value if is_plain else str(value)[:60]


def _files(channel: Channel, wanted: list[File], owner: str, at: datetime) -> media.Kept:
    """Fetch and keep a message's files, once however often it is understood."""
    if not wanted or (before := media.known(owner)):
        return media.Kept(before if wanted else ())
    found, problems = [], []
    hosts = Config.of_channel(channel).file_hosts
    for file in wanted:
        try:
            found.append(_file(file, hosts))
        except fetching.NotFetched as error:
            problems.append(error.sentence)
    try:
        kept = media.keep(found, owner=owner, at=at)
    except files.NoSpace as error:
        raise NotNow(media.FULL, retry_after=60.0) from error
    return media.Kept(kept.tokens, (*problems, *kept.problems))


def _file(file: File, hosts: frozenset[str]) -> media.Media:
    if file.url is None:
        return media.Media(name=file.name, content=base64.b64decode(file.content))
    name = file.name or PurePosixPath(file.url.path or "").name
    return media.Media(name=name, content=fetching.fetch(str(file.url), name=name, hosts=hosts))


def _report(report: Report) -> DeliveryReport:
    return DeliveryReport(provider_id=report.id, delivery=str(_DELIVERY[report.status]), reason=report.reason)


def _edit(edit: Change, at: datetime) -> Edit:
    said = "" if edit.is_deleted else edit.text
    return Edit(external_id=edit.id, text=said, edited_at=edit.edited_at or at, is_deleted=edit.is_deleted)


def _came_at(item: RawItem, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(item.meta.get("came_at", "")))
    except ValueError:
        return otherwise
