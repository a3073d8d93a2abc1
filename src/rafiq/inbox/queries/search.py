"""Search over everything said: bounded work, however much was said.

The index holds (bucket, words), a bucket being a stretch of conversations. The search looks into the newest
buckets first and widens fourfold until it has enough: a common word stops at once, a rare one costs
little anyway. A handful of statements at the most.
"""

from __future__ import annotations

from django.db.models import Max

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Conversation, Message
from rafiq.inbox.models.message import SEARCH_BUCKET
from rafiq.inbox.queries import conversations
from rafiq.inbox.queries.rows import SearchHit
from rafiq.platform import text

WIDENINGS = (1, 8, 64)
LIMIT = 30


def search(agent: Agent, words: str, *, limit: int = LIMIT) -> list[SearchHit]:
    """List what was said with all these words, one hit a conversation, the newest first.

    A bare number also finds the conversation of that number.
    """
    query = tsquery(words)
    if not query:
        return []
    by_conversation = _newest_hits(query, limit=limit * 2)
    number = text.ascii_digits(words.strip()).lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 18:
        by_conversation = {int(number): None} | by_conversation
    found = conversations.visible_to(agent).filter(pk__in=list(by_conversation)[: limit * 2])
    rows = {row.id: row for row in conversations.rows(found)}
    message_ids = [one for one in by_conversation.values() if one]
    said = {m[0]: m for m in Message.objects.filter(pk__in=message_ids).values_list("pk", "text", "said_at")}
    hits = []
    for conversation_id, message_id in by_conversation.items():
        if row := rows.get(conversation_id):
            _, body, said_at = said.get(message_id or 0, (0, row.last_text, row.last_at))
            hits.append(SearchHit(row, message_id or 0, body, said_at))
    return hits[:limit]


def tsquery(words: str) -> str:
    """Write a PostgreSQL tsquery: every word must match in one of its forms; the last one may be unfinished."""
    groups = text.query_terms(words)
    parts = []
    for position, group in enumerate(groups):
        is_last = position == len(groups) - 1
        forms = [f"{_quoted(term)}:*" if is_last and len(term) > 3 else _quoted(term) for term in group]
        parts.append("(" + " | ".join(forms) + ")")
    return " & ".join(parts)


def _newest_hits(query: str, *, limit: int) -> dict[int, int | None]:
    """Map conversations to their newest matching message, newest conversations first."""
    newest = Conversation.objects.aggregate(newest=Max("pk"))["newest"]
    if newest is None:
        return {}
    upper = newest // SEARCH_BUCKET
    hits: dict[int, int | None] = {}
    for width in (*WIDENINGS, upper + 1):
        lower = max(0, upper - width + 1)
        for conversation_id, message_id in _in_buckets(query, lower, upper, limit - len(hits)):
            hits.setdefault(conversation_id, message_id)
        upper = lower - 1
        if len(hits) >= limit or upper < 0:
            break
    return hits


def _in_buckets(query: str, lower: int, upper: int, limit: int) -> list[tuple[int, int]]:
    found = Message.objects.extra(where=["terms @@ %s::tsquery"], params=[query])
    found = found.filter(bucket__gte=lower, bucket__lte=upper) if lower != upper else found.filter(bucket=lower)
    newest = found.values("conversation").annotate(newest=Max("pk")).order_by("-conversation")
    return list(newest.values_list("conversation", "newest")[:limit])


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
