"""Reads of the inbox; every one starts from what this agent may see."""

from rafiq.inbox.queries.conversations import (
    View,
    conversation_list,
    conversations_of,
    may_see,
    visible_to,
)
from rafiq.inbox.queries.conversations import rows as conversation_rows
from rafiq.inbox.queries.desk import Desk, Names, TagRow, TeamRow, counts, desk, names
from rafiq.inbox.queries.labels import canned_replies, find_canned, find_tags, tags, tags_of
from rafiq.inbox.queries.one import Open, open_conversation
from rafiq.inbox.queries.rows import ConversationRow, Fact, FileRow, MessageRow, SearchHit
from rafiq.inbox.queries.search import search
from rafiq.inbox.queries.timeline import Stretch, facts, messages, timeline
from rafiq.inbox.queries.visitors import visitor_snapshot
from rafiq.inbox.queries.ways import ways

__all__ = [
    "ConversationRow",
    "Desk",
    "Fact",
    "FileRow",
    "MessageRow",
    "Names",
    "Open",
    "SearchHit",
    "Stretch",
    "TagRow",
    "TeamRow",
    "View",
    "canned_replies",
    "conversation_list",
    "conversation_rows",
    "conversations_of",
    "counts",
    "desk",
    "facts",
    "find_canned",
    "find_tags",
    "may_see",
    "messages",
    "names",
    "open_conversation",
    "search",
    "tags",
    "tags_of",
    "timeline",
    "visible_to",
    "visitor_snapshot",
    "ways",
]
