"""Writes the demo's conversations: rows as ninety days of work would have left them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from rafiq.accounts.models import Agent, Team
from rafiq.customers.models import Customer
from rafiq.demo import facts
from rafiq.demo.people import visitor_of
from rafiq.demo.pictures import DemoFiles
from rafiq.demo.world.records import WorldConversation, WorldMessage, WorldRating
from rafiq.feedback.models import Rating
from rafiq.inbox.models import Attachment, Channel, Conversation, ConversationTag, Mention, Message, Tag
from rafiq.platform import text
from rafiq.platform.events import Event

_TERMS = """
    UPDATE inbox_message m SET terms = array_to_tsvector(string_to_array(new.terms, ' '))
    FROM unnest(%s::bigint[], %s::text[]) AS new (id, terms) WHERE m.id = new.id
"""


class ConversationWriter:
    """Collects conversations, then writes each table with one statement."""

    def __init__(
        self,
        *,
        channel: Channel,
        agents: dict[str, Agent],
        teams: dict[str, Team],
        tags: dict[str, Tag],
        customers: dict[str, Customer],
        now: datetime,
    ) -> None:
        self._channel, self._agents, self._teams, self._tags = channel, agents, teams, tags
        self._customers, self._now = customers, now
        self._pairs: list[tuple[WorldConversation, Conversation]] = []

    def add(self, one: WorldConversation) -> None:
        """Take one conversation in; it is written later."""
        last = [message for message in one.messages if message.kind != "note"][-1]
        closed_at = next((event.at for event in reversed(one.events) if event.kind == "closed"), None)
        answers = [message.said_at for message in one.messages if message.kind == "outbound"]
        is_open = one.status != "closed"
        row = Conversation(
            customer=self._customers[one.customer],
            channel=self._channel,
            thread=self._thread(one),
            subject=one.subject,
            language=one.language,
            team=self._team(one),
            created_at=one.messages[0].said_at,
            assignee=self._agents[one.assignee] if one.assignee else None,
            waiting_since=_waiting_since(one) if is_open else None,
            snoozed_until=one.snoozed_until if one.status == "snoozed" else None,
            resolved_at=None if is_open else closed_at or last.said_at,
            first_answered_at=answers[0] if answers else None,
            last_at=last.said_at,
            last_text=text.excerpt(last.text, length=140),
            last_kind=last.kind.upper(),
        )
        self._pairs.append((one, row))

    def write(self, files: DemoFiles) -> list[Event]:
        """Write everything; return the facts for the log."""
        Conversation.objects.bulk_create([row for _, row in self._pairs])
        said = [(one, row, message) for one, row in self._pairs for message in one.messages]
        said.sort(key=lambda triple: triple[2].said_at)
        messages = Message.objects.bulk_create([self._message(row, message) for _, row, message in said])
        stored = {id(message): row for (_, _, message), row in zip(said, messages, strict=True)}
        self._write_beside(stored, files)
        _write_terms(messages)
        self._write_seen()
        return [fact for one, row in self._pairs for fact in facts.of(one, row, stored, self._agents, self._tags)]

    def _thread(self, one: WorldConversation) -> str:
        """One open conversation a thread: older ones of the same customer get threads of their own."""
        return visitor_of(one.customer) if one.status == "closed" else f"{visitor_of(one.customer)[:30]}-{one.key[-6:]}"

    def _team(self, one: WorldConversation) -> Team | None:
        return next((team for name, team in self._teams.items() if name.lower().startswith(one.team)), None)

    def _message(self, row: Conversation, one: WorldMessage) -> Message:
        is_last_word = row.last_at == one.said_at and row.resolved_at is None
        delivery = ("DELIVERED" if is_last_word else "READ") if one.kind == "outbound" else ""
        return Message(
            conversation=row,
            channel=self._channel,
            kind=one.kind.upper(),
            text=one.text,
            said_at=one.said_at,
            author=self._agents[one.author] if one.author else None,
            delivery=delivery,
        )

    def _write_beside(self, stored: dict[int, Message], files: DemoFiles) -> None:
        """Write tags, mentions, attachments and ratings."""
        tags, mentions, attachments, ratings = [], [], [], []
        for one, row in self._pairs:
            tags += [
                ConversationTag(conversation=row, tag=self._tags[key], tagged_at=row.created_at) for key in one.tags
            ]
            for message in one.messages:
                mentions += [self._mention(stored[id(message)], row, key) for key in message.mentions]
                file = files.picture() if message.has_picture else files.pdf() if message.has_pdf else None
                attachments += [Attachment(message=stored[id(message)], file=file)] if file else []
            ratings += [_rating(one.rating, row)] if one.rating else []
        ConversationTag.objects.bulk_create(tags)
        Mention.objects.bulk_create(mentions)
        Attachment.objects.bulk_create(attachments)
        Rating.objects.bulk_create(ratings)

    def _mention(self, message: Message, row: Conversation, key: str) -> Mention:
        is_seen = row.resolved_at is not None
        return Mention(
            message=message,
            conversation=row,
            agent=self._agents[key],
            mentioned_at=message.said_at,
            seen_at=message.said_at if is_seen else None,
        )

    def _write_seen(self) -> None:
        """Agents have seen all but what still waits without anybody."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE inbox_conversation c SET seen_message_id = m.newest FROM"
                " (SELECT conversation_id, max(id) AS newest FROM inbox_message GROUP BY 1) m"
                " WHERE m.conversation_id = c.id AND c.assignee_id IS NOT NULL"
            )


def _waiting_since(one: WorldConversation) -> datetime | None:
    since = None
    for message in one.messages:
        if message.kind == "inbound":
            since = since or message.said_at
        elif message.kind == "outbound":
            since = None
    return since


def _rating(given: WorldRating, row: Conversation) -> Rating:
    return Rating(
        conversation=row,
        customer_id=row.customer_id,
        agent_id=row.assignee_id,
        score=given.score,
        comment=given.comment,
        rated_at=given.rated_at,
    )


def _write_terms(messages: list[Message]) -> None:
    terms = [" ".join(text.search_terms(message.text)) for message in messages]
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [[message.pk for message in messages], terms])
