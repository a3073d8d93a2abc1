"""Reads of the inbox; every one starts from what this agent may see."""

from rafiq.inbox.queries.conversations import (
    View,
    conversation_list,
    conversations_of,
    may_see,
    open_conversations_of,
    visible_to,
)
from rafiq.inbox.queries.conversations import rows as conversation_rows
from rafiq.inbox.queries.desk import ChannelRow, Desk, Names, TagRow, TeamRow, counts, desk, names
from rafiq.inbox.queries.labels import canned_replies, find_canned, find_tags, kinds_and_tags, tags, tags_of
from rafiq.inbox.queries.one import Open, joined_into, open_conversation
from rafiq.inbox.queries.people import Said, channels_with, said_with
from rafiq.inbox.queries.rows import ConversationRow, Fact, FileRow, MessageRow, SearchHit
from rafiq.inbox.queries.search import Narrowed, rereading, search
from rafiq.inbox.queries.timeline import Stretch, facts, messages, timeline
from rafiq.inbox.queries.visitors import visitor_conversations, visitor_snapshot
from rafiq.inbox.queries.ways import led_by, ways, ways_to

__all__ = [
    "ChannelRow",
    "ConversationRow",
    "Desk",
    "Fact",
    "FileRow",
    "MessageRow",
    "Names",
    "Narrowed",
    "Open",
    "Said",
    "SearchHit",
    "Stretch",
    "TagRow",
    "TeamRow",
    "View",
    "canned_replies",
    "channels_with",
    "conversation_list",
    "conversation_rows",
    "conversations_of",
    "counts",
    "desk",
    "facts",
    "find_canned",
    "find_tags",
    "joined_into",
    "kinds_and_tags",
    "led_by",
    "may_see",
    "messages",
    "names",
    "open_conversation",
    "open_conversations_of",
    "rereading",
    "said_with",
    "search",
    "tags",
    "tags_of",
    "timeline",
    "visible_to",
    "visitor_conversations",
    "visitor_snapshot",
    "ways",
    "ways_to",
]
