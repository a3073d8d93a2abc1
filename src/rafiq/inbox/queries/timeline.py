"""What was said and done in one conversation, in order."""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.inbox.queries.rows import Fact, FileRow, MessageRow
from rafiq.platform.log.models import Entry

PAGE = 60

_SHOWN_FACTS = [
    "inbox.conversation.opened",
    "inbox.conversation.reopened",
    "inbox.conversation.assigned",
    "inbox.conversation.resolved",
    "inbox.conversation.snoozed",
    "inbox.conversation.woken",
    "inbox.conversation.tagged",
    "inbox.conversation.untagged",
    "feedback.conversation.rated",
]


def messages(conversation: Conversation, *, before: int | None = None, limit: int = PAGE) -> list[MessageRow]:
    """List the newest messages and notes (older than `before`), oldest first, with their files."""
    found = Message.objects.filter(conversation=conversation)
    if before is not None:
        found = found.filter(pk__lt=before)
    columns = (
        "pk", "kind", "author_id", "author__name", "text", "said_at", "delivery", "failure", "client_id", "external_id"
    )  # fmt: skip
    plain = list(found.order_by("-pk").values_list(*columns)[:limit])[::-1]
    files = files_of(row[0] for row in plain)
    return [
        MessageRow(*row[:3], row[3] or "", *row[4:8], str(row[8]), row[9], tuple(files.get(row[0], ())))
        for row in plain
    ]


def facts(conversation: Conversation, *, limit: int = 200) -> list[Fact]:
    """List the newest facts of the log about a conversation, oldest first."""
    found = Entry.objects.filter(key=conversation.topic, kind__in=_SHOWN_FACTS).order_by("-id")
    plain = found.values_list("id", "kind", "actor", "payload", "occurred_at")[:limit]
    return [Fact(*row) for row in plain][::-1]


def timeline(conversation: Conversation, *, before: int | None = None) -> list[MessageRow | Fact]:
    """Weave messages and facts into one list, oldest first."""
    said = messages(conversation, before=before)
    done = [fact for fact in facts(conversation) if not said or _belongs(fact, said, before)]
    both: list[MessageRow | Fact] = [*said, *done]
    return sorted(both, key=_moment)


def files_of(message_ids: Iterable[int]) -> dict[int, list[FileRow]]:
    """Find the files of several messages with one statement."""
    found = Attachment.objects.filter(message__in=list(message_ids)).order_by("pk")
    columns = ("token", "name", "content_type", "size", "width", "height", "thumbnail_path")
    result: dict[int, list[FileRow]] = {}
    for message_id, *file in found.values_list("message_id", *(f"file__{column}" for column in columns)):
        result.setdefault(message_id, []).append(FileRow(*file[:6], bool(file[6])))
    return result


def _belongs(fact: Fact, said: list[MessageRow], before: int | None) -> bool:
    """Keep the facts of the shown stretch of time; the newest stretch is open at its end, the first at its start."""
    is_first_page = len(said) < PAGE
    if not is_first_page and fact.occurred_at < said[0].said_at:
        return False
    return before is None or fact.occurred_at <= said[-1].said_at


def _moment(item: MessageRow | Fact) -> tuple[object, int]:
    return (item.occurred_at, 0) if isinstance(item, Fact) else (item.said_at, 1)
