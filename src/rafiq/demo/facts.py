"""Tells the log what happened in a demo conversation, in the order of time."""

from __future__ import annotations

from typing import Any

from rafiq.accounts.models import Agent
from rafiq.demo.world.records import WorldConversation, WorldEvent
from rafiq.feedback.events import ConversationRated
from rafiq.inbox import events
from rafiq.inbox.models import Conversation, Message, Tag
from rafiq.platform.events import Event


def of(
    one: WorldConversation,
    row: Conversation,
    stored: dict[int, Message],
    agents: dict[str, Agent],
    tags: dict[str, Tag],
) -> list[Event]:
    """List the facts of one conversation; `stored` finds the rows of its messages by their identity."""
    ids = {"conversation_id": row.pk, "customer_id": row.customer_id}
    customer = f"customer-{row.customer_id}"
    told: list[Event] = [
        events.ConversationOpened(**ids, channel_id=row.channel_id, occurred_at=row.created_at, actor=customer)
    ]
    for message in one.messages:
        told.append(_said(stored[id(message)], ids, mentioned=[agents[key].pk for key in message.mentions]))
    told += [fact for event in one.events if (fact := _done(event, row, ids, agents, tags))]
    if one.rating:
        rated = ConversationRated(**ids, score=one.rating.score, occurred_at=one.rating.rated_at, actor=customer)
        told.append(rated)
    return told


def _said(message: Message, ids: dict[str, Any], *, mentioned: list[int]) -> Event:
    at, actor = message.said_at, f"agent-{message.author_id}"
    match message.kind:
        case "INBOUND":
            customer = f"customer-{ids['customer_id']}"
            return events.MessageReceived(**ids, message_id=message.pk, occurred_at=at, actor=customer)
        case "OUTBOUND":
            return events.ReplyWritten(**ids, message_id=message.pk, occurred_at=at, actor=actor)
        case _:
            return events.NoteWritten(**ids, message_id=message.pk, mentioned=mentioned, occurred_at=at, actor=actor)


def _done(
    event: WorldEvent, row: Conversation, ids: dict[str, int], agents: dict[str, Agent], tags: dict[str, Tag]
) -> Event | None:
    actor, at = agents[event.actor].actor, event.at
    match event.kind:
        case "assigned" | "handed_over":
            assignee = agents[event.subject].pk if event.subject in agents else None
            return events.ConversationAssigned(
                **ids, assignee_id=assignee, team_id=row.team_id, occurred_at=at, actor=actor
            )
        case "tagged":
            return events.ConversationTagged(**ids, tag=tags[event.subject or ""].name, occurred_at=at, actor=actor)
        case "snoozed" if row.snoozed_until:
            until = row.snoozed_until.isoformat()
            return events.ConversationSnoozed(**ids, until=until, occurred_at=at, actor=actor)
        case "closed":
            return events.ConversationResolved(**ids, lacking=[], occurred_at=at, actor=actor)
    return None
