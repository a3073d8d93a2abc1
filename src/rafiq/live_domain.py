"""What the gateway asks for, answered by the capabilities: the composition of live pages and the product."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, override

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from rafiq.accounts.models import Agent as StaffAgent
from rafiq.accounts.sessions import SessionStore
from rafiq.channels.webchat import live as webchat
from rafiq.feedback import queries as feedback
from rafiq.feedback import services as rating
from rafiq.gateway import ports
from rafiq.inbox import queries as inbox
from rafiq.platform.live_hub import LogRow
from rafiq.workforce import services as workforce

_TOLD = frozenset({
    "board.alert.raised", "board.alert.ended", "knowledge.article.submitted", "knowledge.article.reviewed",
})  # fmt: skip


class LiveDomain(ports.Domain):
    """Implements `gateway.ports.Domain`. Every call runs on a thread of its own and gives its connection back."""

    @override
    def admit(self, key: str) -> ports.Door | None:
        with _connection():
            found = webchat.open_channel(key)
        if found is None:
            return None
        origins = frozenset(found.settings.get("origins", []))
        return ports.Door(key=key, channel_id=found.pk, max_text_chars=webchat.MAX_TEXT, origins=origins)

    @override
    def authorise(self, token: str | None, *, door: ports.Door, language: str) -> ports.Visitor:
        with _connection():
            try:
                found = webchat.visitor(token)
            except webchat.ForgedToken as error:
                raise ports.BadToken from error
        return ports.Visitor(found.token, found.thread, door.channel_id, found.customer_id, found.name)

    @override
    def receive(self, batch: Sequence[ports.Incoming]) -> Sequence[ports.Receipt]:
        sayings = [
            webchat.Saying(
                channel_id=one.visitor.channel_id,
                thread=one.visitor.thread_id,
                id=one.id,
                text=one.text,
                said_at=one.received_at,
                files=one.files,
                fields=one.fields,
                language=one.language,
            )
            for one in batch
        ]
        with _connection():
            stored = webchat.receive(sayings, at=datetime.now(UTC))
        return [_receipt(one) for one in stored]

    @override
    def snapshot(self, visitor: ports.Visitor, *, after: int, language: str) -> Mapping[str, Any]:
        with _connection():
            found = webchat.snapshot(thread=visitor.thread_id, channel_id=visitor.channel_id, after=after)
            if (conversation := found["conversation"]) and (given := feedback.rating_of(conversation["id"])):
                conversation["rating"] = given.score
        return found

    @override
    def mark(self, visitor: ports.Visitor, *, kind: Literal["got", "read"], upto: int, at: datetime) -> None:
        with _connection():
            webchat.mark(
                thread=visitor.thread_id, channel_id=visitor.channel_id, upto=upto, is_read=kind == "read", at=at
            )

    @override
    def rate(self, visitor: ports.Visitor, *, conversation_id: int, score: int, comment: str, at: datetime) -> None:
        with _connection():
            own = webchat.own_conversation(
                thread=visitor.thread_id, channel_id=visitor.channel_id, conversation_id=conversation_id
            )
            if own is None:
                raise ports.Refused("bad_rating")
            try:
                rating.rate(
                    conversation_id=own.pk,
                    customer_id=own.customer_id,
                    agent_id=own.assignee_id,
                    score=score,
                    comment=comment,
                    at=at,
                )
            except rating.BadScore as error:
                raise ports.Refused("bad_rating") from error

    @override
    def identify(self, visitor: ports.Visitor, *, claims: Mapping[str, str], at: datetime) -> ports.Visitor:
        with _connection():
            try:
                known = webchat.identify(thread=visitor.thread_id, channel_id=visitor.channel_id, claims=claims, at=at)
            except webchat.NotVouchedFor as error:
                raise ports.Refused("bad_identity") from error
            except webchat.BelongsToAnother as error:
                raise ports.Refused("bad_token") from error
        return ports.Visitor(visitor.token, visitor.thread_id, visitor.channel_id, known.pk, known.name or None)

    @override
    def agent_for(self, cookies: Mapping[str, str]) -> ports.Agent | None:
        if not (key := cookies.get(settings.SESSION_COOKIE_NAME)):
            return None
        request = HttpRequest()
        request.session = SessionStore(key)
        with _connection():
            agent = get_user(request)
        return ports.Agent(agent.pk, agent.name) if isinstance(agent, StaffAgent) and agent.is_active else None

    @override
    def may_see(self, agent: ports.Agent, topics: Collection[str]) -> set[str]:
        allowed = {topic for topic in topics if topic in {"inbox", "staff", f"agent-{agent.id}"}}
        allowed |= {topic for topic in topics if topic.startswith("customer-")}
        wanted = {_number(topic): topic for topic in topics if topic.startswith("conversation-")}
        with _connection():
            person = StaffAgent.objects.filter(pk=agent.id, is_active=True).first()
            if person is None:
                return set()
            workforce.note_seen(person.pk, at=datetime.now(UTC))  # asked when a page opens, and every minute it is open
            visible = inbox.may_see(person, wanted)
        return allowed | {wanted[number] for number in visible}

    @override
    def topics_of(self, row: LogRow) -> Iterable[str]:
        if row.kind == "inbox.note.written":
            return [f"agent-{one}" for one in row.payload.get("mentioned", [])]
        if row.kind == "workforce.availability.changed":
            return [f"agent-{row.payload['agent_id']}"]
        if row.kind in _TOLD:
            return [f"agent-{one}" for one in row.payload.get("told", [])]
        if row.kind == "inbox.conversation.assigned" and row.payload.get("assignee_id"):
            return [f"agent-{row.payload['assignee_id']}"]
        return []

    @override
    def explain(self, code: str, *, language: str) -> str:
        return webchat.explain(code, language=language)


class _connection:
    """Give the thread's database connection back to the pool when the call is over, as a request does."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        close_old_connections()


def _receipt(stored: webchat.Stored) -> ports.Receipt:
    return ports.Receipt(
        message_id=stored.message_id,
        said_at=stored.said_at,
        conversation_id=stored.conversation_id,
        customer_id=stored.customer_id,
        is_new=stored.is_new,
        error=stored.error,
    )


def _number(topic: str) -> int:
    tail = topic.removeprefix("conversation-")
    return int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 18 else 0
