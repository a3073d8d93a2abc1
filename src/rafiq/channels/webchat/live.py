"""What visitors do through their sockets, in terms of the inbox. The composition root hands these to the gateway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rafiq.channels.webchat.config import MAX_TEXT, open_channel
from rafiq.channels.webchat.errors import explain
from rafiq.channels.webchat.visitors import ForgedToken, NotVouchedFor, new_token, thread_of, vouched
from rafiq.customers import queries as customers
from rafiq.customers.models import Customer, Identity
from rafiq.customers.services import BelongsToAnother, Facts
from rafiq.customers.services import identify as identify_customer
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.models import Channel, Conversation
from rafiq.inbox.queries import MessageRow, visitor_conversations, visitor_snapshot
from rafiq.platform import files, secrets, text
from rafiq.platform.files.serving import file_url, thumbnail_url

__all__ = [
    "MAX_TEXT", "BelongsToAnother", "ForgedToken", "NotVouchedFor", "Saying", "Stored", "VisitorHere", "explain",
    "identify", "mark", "open_channel", "own_conversation", "receive", "snapshot", "visitor",
]  # fmt: skip

_VISITOR = Identity.Kind.VISITOR.value


@dataclass(frozen=True, slots=True)
class VisitorHere:
    """Who holds a token: the thread it opens, and the customer behind it, once something was said."""

    token: str
    thread: str
    customer_id: int | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One message of a visitor, shape checked. `id` is the widget's own."""

    channel_id: int
    thread: str
    id: str
    text: str
    said_at: datetime
    files: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of it: ids, or one of the protocol's codes."""

    message_id: int = 0
    conversation_id: int = 0
    customer_id: int = 0
    said_at: datetime | None = None
    is_new: bool = False
    error: str | None = None


def visitor(token: str | None) -> VisitorHere:
    """Tell who holds a token; without one a new visitor is made, of whom nothing is stored yet.

    Raises:
        ForgedToken: if we never issued it.
    """
    if not token:
        fresh = new_token()
        return VisitorHere(fresh, thread_of(fresh), None, None)
    thread = thread_of(token)
    customer = customers.by_identity(Identity.Kind.VISITOR, thread)
    return VisitorHere(token, thread, customer.pk if customer else None, (customer and customer.name) or None)


def receive(sayings: Sequence[Saying], *, at: datetime) -> list[Stored]:
    """Bring visitors' messages through the one door in; those without words or own files are refused alone."""
    checked = [_check(saying) for saying in sayings]
    receipts = iter(intake.receive([one for one in checked if isinstance(one, Inbound)], at=at))
    stored = []
    for checked_one in checked:
        if isinstance(checked_one, str):
            stored.append(Stored(error=checked_one))
            continue
        one = next(receipts)
        stored.append(Stored(one.message_id, one.conversation_id, one.customer_id, one.said_at, one.is_new))
    return stored


def snapshot(*, thread: str, channel_id: int, after: int) -> dict[str, Any]:
    """Read what a widget shows, as docs/webchat-protocol.md has it (without the rating, which lies a tier above)."""
    customer = customers.by_identity(Identity.Kind.VISITOR, thread)
    found = visitor_snapshot(channel_id=channel_id, thread=thread, customer_id=_vouched_id(customer), after=after)
    return {
        "messages": [_message(row) for row in found.messages],
        "conversation": _conversation(found.conversation) if found.conversation else None,
        "known": {"name": customer.name} if customer and customer.name else None,
        "customer_id": customer.pk if customer else None,
    }


def mark(*, thread: str, channel_id: int, upto: int, is_read: bool, at: datetime) -> None:
    """Note that answers arrived at the visitor, or were read."""
    vouched_id = _vouched_id(customers.by_identity(Identity.Kind.VISITOR, thread))
    ids = list(_own(thread, channel_id, vouched_id).values_list("pk", flat=True)[:50])
    only = "" if vouched_id else thread
    inbox.mark_arrived(conversation_ids=ids, channel_id=channel_id, thread=only, upto=upto, is_read=is_read, at=at)


def own_conversation(*, thread: str, channel_id: int, conversation_id: int) -> Conversation | None:
    """Find a conversation if it is this visitor's."""
    vouched_id = _vouched_id(customers.by_identity(Identity.Kind.VISITOR, thread))
    return _own(thread, channel_id, vouched_id).filter(pk=conversation_id).first()


def identify(*, thread: str, channel_id: int, claims: Mapping[str, str], at: datetime) -> Customer:
    """Bind the visitor to the customer the host page vouches for.

    Raises:
        NotVouchedFor: if the HMAC is wrong.
        BelongsToAnother: if this browser is bound to somebody else.
    """
    channel = Channel.objects.get(pk=channel_id)
    said = vouched(claims, secret=secrets.decrypt(channel.secret) if channel.secret else "")
    return identify_customer(
        visitor=thread,
        facts=Facts(name=text.clean(said.name, limit=120), email=said.email, external_id=said.external_id),
        claims=Facts(email=said.claimed_email, phone=said.claimed_phone),
        language="",
        at=at,
    )


def _own_files(saying: Saying) -> tuple[str, ...]:
    if not saying.files:
        return ()
    own = files.owned(saying.files, owner=f"visitor-{saying.thread}")
    return tuple(token for token in saying.files if token in own)


def _check(saying: Saying) -> Inbound | str:
    """Translate, or name what is wrong. The thread makes the widget's id unique: nobody can claim another's message."""
    own = _own_files(saying)
    if len(own) < len(saying.files):
        return "bad_file"
    if len(saying.text) > MAX_TEXT:
        return "too_long"
    words = text.clean(saying.text)
    if not (own or words):
        return "empty"
    fields = {name: text.clean(value, limit=200) for name, value in saying.fields.items()}
    return Inbound(
        channel_id=saying.channel_id,
        thread=saying.thread,
        external_id=f"{saying.thread}:{saying.id}",
        sender=(_VISITOR, saying.thread),
        text=words,
        said_at=saying.said_at,
        language=saying.language[:2],
        name=fields.get("name", ""),
        email=fields.get("email", ""),
        phone=fields.get("phone", ""),
        files=own,
        file_owner=f"visitor-{saying.thread}",
    )


def _own(thread: str, channel_id: int, customer_id: int | None) -> QuerySet[Conversation]:
    return visitor_conversations(channel_id=channel_id, thread=thread, customer_id=customer_id)


def _vouched_id(customer: Customer | None) -> int | None:
    """Only a visitor whom the host page vouched for sees what the customer said from other devices."""
    if customer is None:
        return None
    others = customer.identities.filter(is_verified=True).exclude(kind=Identity.Kind.VISITOR)
    return customer.pk if others.exists() else None


def _message(row: MessageRow) -> dict[str, Any]:
    is_own = row.kind == "INBOUND"
    bot = _bot(row.extras) if not is_own else None
    return {
        "n": row.id,
        "id": (row.external_id or "").rpartition(":")[2] or None if is_own else None,
        "from": "me" if is_own else "agent",
        "name": bot["name"] if bot else row.author_name,
        **({"bot": bot} if bot else {}),
        "text": row.text,
        "at": int(row.said_at.timestamp() * 1000),
        "files": [
            {
                "id": file.token,
                "name": file.name,
                "type": file.content_type,
                "size": file.size,
                "url": file_url(file.token, file.name),
                "thumbnail": thumbnail_url(file.token) if file.has_thumbnail else None,
                "width": file.width,
                "height": file.height,
            }
            for file in row.files
        ],
    }


def _bot(extras: Mapping[str, Any]) -> dict[str, Any] | None:
    """Describe a program that speaks, as docs/webchat-protocol.md has it; None where a person does."""
    said = extras.get("bot")
    if not isinstance(said, Mapping):
        return None
    buttons = [one for one in extras.get("buttons", []) if isinstance(one, Mapping)]
    return {
        "name": said.get("name", ""),
        "links": [{"title": one["title"], "url": one["url"]} for one in said.get("links", [])],
        "buttons": [{"text": one["text"], "data": one.get("data", one["text"])} for one in buttons],
    }


def _conversation(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.pk,
        "open": conversation.is_open,
        "agent": conversation.assignee.name if conversation.assignee else None,
        "seen": conversation.seen_message_id,
        "can_rate": not conversation.is_open and conversation.first_answered_at is not None,
        "rating": None,
    }
