"""Reads of the inbox; every one starts from what this agent may see."""

from rafiq.inbox.queries.conversations import (
    View,
    conversation_list,
    conversations_of,
    counts,
    may_see,
    visible_to,
)
from rafiq.inbox.queries.labels import canned_replies, find_canned, tags, tags_of
from rafiq.inbox.queries.rows import ConversationRow, Fact, FileRow, MessageRow, SearchHit
from rafiq.inbox.queries.search import search
from rafiq.inbox.queries.timeline import facts, messages, timeline
from rafiq.inbox.queries.visitors import visitor_snapshot

__all__ = [
    "ConversationRow",
    "Fact",
    "FileRow",
    "MessageRow",
    "SearchHit",
    "View",
    "canned_replies",
    "conversation_list",
    "conversations_of",
    "counts",
    "facts",
    "find_canned",
    "may_see",
    "messages",
    "search",
    "tags",
    "tags_of",
    "timeline",
    "visible_to",
    "visitor_snapshot",
]
