"""Search over everything said: bounded work, however much was said.

First the newest messages are looked through one by one, which finds common words at once; then the index of words is
asked for the newest stretch, then for all, which is little work for words that are rare. So no search reads thousands
of messages. At most six statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Channel, ConversationTag, Message, Rereading
from rafiq.inbox.queries import conversations
from rafiq.inbox.queries.rows import ConversationRow, SearchHit
from rafiq.platform import text
from rafiq.platform.search import synonyms
from rafiq.platform.search.indexing import quoted

RECENT = 10_000  # messages that are looked through
STRETCH = 200_000  # messages; a word too rare for its hits among the recent has some hundred here at the most
FREQUENT = 5  # conversations among the recent; a word as rare as that stands in few messages of all
MOST = 150  # matching messages read at a time
FURTHER = 1_000  # of them where only some conversations are looked for
LIMIT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which conversations are looked for; empty means all. Messages were said from `since` on and before `until`."""

    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    is_open: bool | None = None
    language: str = ""
    tag_id: int | None = None

    @property
    def of_messages(self) -> Q:
        """What is asked of a message."""
        asked = {"said_at__gte": self.since, "said_at__lt": self.until}
        found = Q(**{name: moment for name, moment in asked.items() if moment})
        return found & Q(channel__in=Channel.objects.filter(kind=self.kind).values("pk")) if self.kind else found

    @property
    def of_conversations(self) -> Q:
        """What is asked of a conversation."""
        found = Q() if self.is_open is None else Q(resolved_at__isnull=self.is_open)
        if self.language:
            found &= Q(language=self.language)
        if self.tag_id:
            found &= Q(pk__in=ConversationTag.objects.filter(tag=self.tag_id).values("conversation"))
        return found

    @property
    def looks_further(self) -> bool:
        """Whether hits are left out after they were found, so that more of them must be looked at."""
        return bool(self.of_conversations)


ALL: Final = Narrowed()


def search(agent: Agent, words: str, *, limit: int = LIMIT, narrowed: Narrowed = ALL) -> list[SearchHit]:
    """List what was said with all these words, one hit a conversation, the newest first.

    A bare number also finds the conversation of that number. Narrowed to some conversations, it looks at the newest
    thousand messages with the words.
    """
    asked = _Asked(words, narrowed)
    if not asked.whole:
        return []
    most = FURTHER if narrowed.looks_further else limit * 2
    by_conversation = _newest_hits(asked, limit=most)
    number = text.ascii_digits(words.strip()).lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 18:
        by_conversation = {int(number): None, **by_conversation}
    found = _with_texts(agent, by_conversation, narrowed, limit=most)
    return [found[one] for one in by_conversation if one in found][:limit]


class _Asked:
    """The words as PostgreSQL takes them: finished, and with the last of them only begun."""

    def __init__(self, words: str, narrowed: Narrowed) -> None:
        groups = text.query_terms(words)
        groups = synonyms.widened(groups) if groups else []
        self.narrowed = narrowed
        self.whole = _tsquery(groups, is_unfinished=False)
        self.begun = _tsquery(groups, is_unfinished=True)
        self.most = FURTHER if narrowed.looks_further else MOST


def _with_texts(
    agent: Agent, by_conversation: dict[int, int | None], narrowed: Narrowed, *, limit: int
) -> dict[int, SearchHit]:
    """Read conversations this agent may see, and what was found in them, with one statement."""
    shown = list(by_conversation)[:limit]
    hit = Message.objects.filter(pk__in=[one for one in by_conversation.values() if one], conversation=OuterRef("pk"))
    fields = JSONObject(id="pk", text="text", said_at="said_at")
    seen = conversations.visible_to(agent).filter(narrowed.of_conversations, pk__in=shown)
    found = seen.annotate(hit=Subquery(hit.values(json=fields)[:1]))
    return {row.id: _hit(row, said) for row, (said,) in conversations.rows_with(found, "hit")}


def _hit(row: ConversationRow, said: dict[str, Any] | None) -> SearchHit:
    if said is None:
        return SearchHit(row, 0, row.last_text, row.last_at)
    return SearchHit(row, said["id"], said["text"], datetime.fromisoformat(said["said_at"]))


def _tsquery(groups: list[list[str]], *, is_unfinished: bool) -> str:
    """Write a PostgreSQL tsquery: every word must match in one of its forms; the last one may be unfinished."""
    parts = []
    for position, group in enumerate(groups):
        may_go_on = is_unfinished and position == len(groups) - 1
        # Only what was typed may go on: with every form of it that would be half of the dictionary.
        forms = [
            f"{quoted(term)}:*" if may_go_on and not place and len(term) > 3 else quoted(term)
            for place, term in enumerate(group)
        ]
        parts.append("(" + " | ".join(forms) + ")")
    return " & ".join(parts)


def _newest_hits(asked: _Asked, *, limit: int) -> dict[int, int | None]:
    """Map conversations to their newest matching message, the newest first.

    Whole words go before words that only begin so: how many begin so is known only after reading all of those.
    """
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = _take({}, asked, _matching(asked, asked.begun, after=newest - RECENT).order_by("-pk"))
    if len(recent) >= limit:
        return recent
    after = newest - STRETCH if len(recent) >= FREQUENT else 0
    hits = _take(recent, asked, _by_index(asked, asked.whole, after=after))
    further = []
    if len(hits) == len(recent) and asked.begun != asked.whole:
        further.append(_by_index(asked, asked.begun, after=after))
    if len(hits) < limit and after > 0:
        further.append(_by_index(asked, asked.whole, after=0))
    hits = _take(hits, asked, *further) if further else hits
    return dict(sorted(hits.items(), key=lambda hit: -(hit[1] or 0)))


def _matching(asked: _Asked, query: str, *, after: int) -> QuerySet[Message]:
    found = Message.objects.extra(where=["terms @@ %s::tsquery"], params=[query]).filter(pk__gt=after)
    return found.filter(asked.narrowed.of_messages)


def _by_index(asked: _Asked, query: str, *, after: int) -> QuerySet[Message]:
    """Order as no index does, lest PostgreSQL look through the messages one by one again."""
    return _matching(asked, query, after=after).order_by((F("pk") + 0).desc())


def _take(hits: dict[int, int | None], asked: _Asked, *found: QuerySet[Message]) -> dict[int, int | None]:
    """Add the conversations found that are not there yet, each with its newest message, with one statement."""
    taken = dict(hits)
    first, *others = (one.values_list("conversation", "pk")[: asked.most] for one in found)
    rows = first.union(*others, all=True) if others else first
    for conversation_id, message_id in sorted(rows, key=lambda row: -row[1]):
        taken.setdefault(conversation_id, message_id)
    return taken


def rereading() -> float | None:
    """Return which share of the older messages was read anew (0 to 1); None where there is nothing to wait for."""
    run = Rereading.objects.filter(version=text.TERMS_VERSION).first()
    return run.share if run and not run.finished_at else None
