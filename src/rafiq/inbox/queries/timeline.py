"""What was said and done in one conversation, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from rafiq.inbox import registry
from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.inbox.queries.rows import Fact, FileRow, MessageRow
from rafiq.platform.log.models import Entry

PAGE = 60
REFETCHED = 1000

_SHOWN_FACTS = [
    "inbox.conversation.opened",
    "inbox.conversation.reopened",
    "inbox.conversation.assigned",
    "inbox.conversation.resolved",
    "inbox.conversation.snoozed",
    "inbox.conversation.woken",
    "inbox.conversation.tagged",
    "inbox.conversation.untagged",
    "inbox.conversation.joined",
    "inbox.conversation.took_in",
    "inbox.conversation.parted",
    "feedback.conversation.rated",
]


_COLUMNS = (
    "pk", "kind", "author_id", "author__name", "text", "said_at", "delivery", "failure", "client_id", "external_id",
    "stored", "channel_id", "channel__kind", "extras",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a conversation, oldest first; `first_id` is its first message, `has_earlier` tells of more before."""

    items: list[MessageRow | Fact]
    first_id: int
    has_earlier: bool


def messages(
    conversation: Conversation, *, before: int | None = None, since: int | None = None, limit: int = PAGE
) -> list[MessageRow]:
    """List the newest messages and notes (older than `before`, not older than `since`), oldest first, with files."""
    found = Message.objects.filter(conversation=conversation)
    if before is not None:
        found = found.filter(pk__lt=before)
    if since is not None:
        found = found.filter(pk__gte=since)
    return message_rows(found.order_by("-pk"), limit=limit)[::-1]


def message_rows(found: QuerySet[Message], *, limit: int) -> list[MessageRow]:
    """Freeze messages and their files into rows, with one statement."""
    return [row for row, _ in message_rows_with(found, limit=limit)]


def message_rows_with(
    found: QuerySet[Message], *annotated: str, limit: int
) -> list[tuple[MessageRow, tuple[Any, ...]]]:
    """Freeze messages into rows, each beside the values of further columns."""
    plain = found.annotate(stored=ArraySubquery(_files())).values_list(*_COLUMNS, *annotated)[:limit]
    return [(_message_row(row[: len(_COLUMNS)]), row[len(_COLUMNS) :]) for row in plain]


def facts(
    conversation: Conversation, *, since: datetime | None = None, until: datetime | None = None, limit: int = 200
) -> list[Fact]:
    """List the newest facts of the log about a conversation in a span of time, oldest first."""
    found = Entry.objects.filter(key=conversation.topic, kind__in=[*_SHOWN_FACTS, *registry.facts()])
    if since is not None:
        found = found.filter(occurred_at__gte=since)
    if until is not None:
        found = found.filter(occurred_at__lt=until)
    plain = found.order_by("-id").values_list("id", "kind", "actor", "payload", "occurred_at")[:limit]
    return _last_verdict([Fact(*row) for row in plain])[::-1]


def _last_verdict(newest_first: list[Fact]) -> list[Fact]:
    """A rating that was changed is told once, as it is now."""
    rated = [fact.id for fact in newest_first if fact.kind == "feedback.conversation.rated"]
    return [fact for fact in newest_first if fact.id not in rated[1:]]


def timeline(conversation: Conversation, *, before: int | None = None, since: int | None = None) -> Stretch:
    """Weave messages and facts into one list: the newest page, the page before a message, or all since one.

    A page owns the facts from its first message (or the beginning of all) up to the page after it.
    """
    limit = REFETCHED if since is not None else PAGE
    found = messages(conversation, before=before, since=since, limit=limit + 1)
    said = found[-limit:]
    has_earlier = len(found) > limit or (since is not None and since > 0)
    until = Message.objects.values_list("said_at", flat=True).get(pk=before) if before is not None else None
    done = facts(conversation, since=said[0].said_at if said and has_earlier else None, until=until)
    both: list[MessageRow | Fact] = [*said, *done]
    return Stretch(sorted(both, key=_moment), said[0].id if said else 0, has_earlier)


def files_of(message_ids: Iterable[int]) -> dict[int, list[FileRow]]:
    """Find the files of several messages with one statement."""
    found = Attachment.objects.filter(message__in=list(message_ids)).order_by("pk")
    columns = ("token", "name", "content_type", "size", "width", "height", "thumbnail_path")
    result: dict[int, list[FileRow]] = {}
    for message_id, *file in found.values_list("message_id", *(f"file__{column}" for column in columns)):
        result.setdefault(message_id, []).append(FileRow(*[*file[:6], bool(file[6])]))
    return result


def _files() -> QuerySet[Any, Any]:
    """Select the files of an outer message as JSON."""
    columns = ("token", "name", "content_type", "size", "width", "height", "thumbnail_path")
    found = Attachment.objects.filter(message=OuterRef("pk")).order_by("pk")
    return found.values(json=JSONObject(**{column: f"file__{column}" for column in columns}))


def _message_row(row: tuple[Any, ...]) -> MessageRow:
    columns = list(row)
    columns[3], columns[8] = columns[3] or "", str(columns[8])
    columns[10] = tuple(_file_row(file) for file in columns[10])
    return MessageRow(*columns)


def _file_row(file: dict[str, Any]) -> FileRow:
    thumbnail = file.pop("thumbnail_path")
    return FileRow(**file, has_thumbnail=bool(thumbnail))


def _moment(item: MessageRow | Fact) -> tuple[object, int]:
    return (item.occurred_at, 0) if isinstance(item, Fact) else (item.said_at, 1)
