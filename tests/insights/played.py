"""Small histories played through the product's own services, and a naive recount that knows nothing of the fold."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.insights import services
from rafiq.insights.models import Fact
from tests.makers import NOON, make_conversation, make_reply, receive

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def settle(*talks: Conversation) -> None:
    """Count conversations anew, all where none is named: a test's own log rows reach no subscriber."""
    for one in talks or Conversation.objects.all():
        services.note(one.pk)
    services.count(seconds=60)


def facts(conversation: Conversation) -> list[Fact]:
    return list(Fact.objects.filter(conversation=conversation).order_by("number"))


def begin(at: datetime = NOON, **fields: object) -> Conversation:
    return make_conversation("Where is my order?", at=at, **fields)


def hear(conversation: Conversation, *, at: datetime) -> None:
    receive("Hello?", thread=conversation.thread, channel=conversation.channel, at=at)


def answer(conversation: Conversation, agent: Agent, *, at: datetime) -> None:
    make_reply(conversation, agent, at=at)


def resolve(conversation: Conversation, agent: Agent, *, at: datetime) -> None:
    inbox.resolve(conversation=conversation, by=agent, at=at)


def bot_says(conversation: Conversation, *, at: datetime, settles: bool = True) -> None:
    last = conversation.messages.filter(kind="INBOUND").order_by("-pk")[0]
    inbox.say_automatically(
        conversation=conversation, actor="bot", body="In the article.", client_id=uuid4(), at=at, answers=last,
        extras={}, settles=settles,
    )  # fmt: skip


def bot_calls(conversation: Conversation, *, at: datetime) -> None:
    extras = {"handover": {"reason": "ASKED"}}
    with transaction.atomic():
        inbox.note_automatically(conversation=conversation, actor="bot", client_id=uuid4(), extras=extras, at=at)
