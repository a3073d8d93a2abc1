"""Search over everything said: bounded work, however much was said.

First the newest messages are looked through one by one, which finds common words at once; then the index of words is
asked for the newest stretch, then for all, which is little work for words that are rare. So no search reads thousands
of messages. At most five statements.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Message
from rafiq.inbox.queries import conversations
from rafiq.inbox.queries.rows import ConversationRow, SearchHit
from rafiq.platform import text

RECENT = 10_000  # messages that are looked through
STRETCH = 200_000  # messages; a word too rare for its hits among the recent has some hundred here at the most
FREQUENT = 5  # conversations among the recent; a word as rare as that stands in few messages of all
MOST = 150  # matching messages read at a time
LIMIT = 30


def search(agent: Agent, words: str, *, limit: int = LIMIT) -> list[SearchHit]:
    """List what was said with all these words, one hit a conversation, the newest first.

    A bare number also finds the conversation of that number.
    """
    if not tsquery(words):
        return []
    by_conversation = _newest_hits(words, limit=limit * 2)
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


def tsquery(words: str, *, is_unfinished: bool = True) -> str:
    """Write a PostgreSQL tsquery: every word must match in one of its forms; the last one may be unfinished."""
    groups = text.query_terms(words)
    parts = []
    for position, group in enumerate(groups):
        may_go_on = is_unfinished and position == len(groups) - 1
        forms = [f"{_quoted(term)}:*" if may_go_on and len(term) > 3 else _quoted(term) for term in group]
        parts.append("(" + " | ".join(forms) + ")")
    return " & ".join(parts)


def _newest_hits(words: str, *, limit: int) -> dict[int, int | None]:
    """Map conversations to their newest matching message, the newest first.

    Whole words go before words that only begin so: how many begin so is known only after reading all of those.
    """
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    whole, begun = tsquery(words, is_unfinished=False), tsquery(words)
    recent = _take({}, _matching(begun, after=newest - RECENT).order_by("-pk"))
    if len(recent) >= limit:
        return recent
    after = newest - STRETCH if len(recent) >= FREQUENT else 0
    hits = _take(recent, _by_index(whole, after=after))
    if len(hits) == len(recent) and begun != whole:
        hits = _take(recent, _by_index(begun, after=after))
    if len(hits) < limit and after > 0:
        hits = _take(hits, _by_index(whole, after=0))
    return dict(sorted(hits.items(), key=lambda hit: -(hit[1] or 0)))


def _matching(query: str, *, after: int) -> QuerySet[Message]:
    return Message.objects.extra(where=["terms @@ %s::tsquery"], params=[query]).filter(pk__gt=after)


def _by_index(query: str, *, after: int) -> QuerySet[Message]:
    """Order as no index does, lest PostgreSQL look through the messages one by one again."""
    return _matching(query, after=after).order_by((F("pk") + 0).desc())


def _take(hits: dict[int, int | None], found: QuerySet[Message]) -> dict[int, int | None]:
    """Add the conversations found that are not there yet, each with its newest message."""
    taken = dict(hits)
    for conversation_id, message_id in found.values_list("conversation", "pk")[:MOST]:
        taken.setdefault(conversation_id, message_id)
    return taken


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
