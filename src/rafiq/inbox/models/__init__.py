"""Tables of the inbox."""

from rafiq.inbox.models.channel import Channel
from rafiq.inbox.models.conversation import Conversation, ConversationQuerySet, ConversationTag, Joining, Line
from rafiq.inbox.models.labels import CannedReply, Tag
from rafiq.inbox.models.message import Attachment, Delivery, EarlyReport, Mention, Message
from rafiq.inbox.models.reading import Rereading

__all__ = [
    "Attachment",
    "CannedReply",
    "Channel",
    "Conversation",
    "ConversationQuerySet",
    "ConversationTag",
    "Delivery",
    "EarlyReport",
    "Joining",
    "Line",
    "Mention",
    "Message",
    "Rereading",
    "Tag",
]
