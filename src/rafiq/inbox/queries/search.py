"""Search over everything said: bounded work, however much was said.

The index holds (bucket, words), a bucket being a stretch of conversations. The search looks into the newest
buckets first and widens fourfold until it has enough: a common word stops at once, a rare one costs
little anyway. A handful of statements at the most.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import JSONObject

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Conversation, Message
from rafiq.inbox.models.message import SEARCH_BUCKET
from rafiq.inbox.queries import conversations
from rafiq.inbox.queries.rows import ConversationRow, SearchHit
from rafiq.platform import text

WIDENINGS = (1, 16)
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
        by_conversation = {int(number): None, **by_conversation}
    found = _with_texts(agent, by_conversation, limit=limit * 2)
    return [found[one] for one in by_conversation if one in found][:limit]


def _with_texts(agent: Agent, by_conversation: dict[int, int | None], *, limit: int) -> dict[int, SearchHit]:
    """Read conversations this agent may see, and what was found in them, with one statement."""
    shown = list(by_conversation)[:limit]
    hit = Message.objects.filter(pk__in=[one for one in by_conversation.values() if one], conversation=OuterRef("pk"))
    fields = JSONObject(id="pk", text="text", said_at="said_at")
    found = conversations.visible_to(agent).filter(pk__in=shown).annotate(hit=Subquery(hit.values(json=fields)[:1]))
    return {row.id: _hit(row, said) for row, (said,) in conversations.rows_with(found, "hit")}


def _hit(row: ConversationRow, said: dict[str, Any] | None) -> SearchHit:
    if said is None:
        return SearchHit(row, 0, row.last_text, row.last_at)
    return SearchHit(row, said["id"], said["text"], datetime.fromisoformat(said["said_at"]))


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
