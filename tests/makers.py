"""Makers with sensible defaults; set-up goes through services, so impossible states cannot be built."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from uuid import uuid4

from django.db import transaction

from rafiq.accounts import services as accounts
from rafiq.accounts.models import Agent, Role, Team
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Inbound, Receipt
from rafiq.inbox.models import Channel, Conversation, Message

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "a long enough password"

_numbers = itertools.count(1)


def make_agent(name: str = "Sara", *, role: str = Role.AGENT, language: str = "en", zone: str = "UTC") -> Agent:
    agent = Agent(
        email=f"{name.lower()}-{next(_numbers)}@narvan.example", name=name, role=role, language=language,
        time_zone=zone, joined_at=NOON,
    )  # fmt: skip
    agent.set_password(PASSWORD)
    agent.save()
    return agent


def make_team(name: str = "Tehran", *, members: list[Agent] | None = None, is_private: bool = False) -> Team:
    by = make_agent("Boss", role=Role.ADMINISTRATOR)
    ids = [one.pk for one in members or []]
    return accounts.save_team(None, name=name, is_private=is_private, member_ids=ids, by=by, at=NOON)


def make_channel(kind: str = "webchat", **settings: object) -> Channel:
    return inbox.save_channel(None, kind=kind, name="Shop", settings=dict(settings), at=NOON, secret="s3cret")


def make_inbound(text: str = "Hello", *, channel: Channel, thread: str = "visitor-1", **fields: object) -> Inbound:
    given = {
        "external_id": str(uuid4()), "sender": ("VISITOR", thread), "said_at": NOON, "file_owner": f"visitor-{thread}",
    }  # fmt: skip
    return Inbound(channel_id=channel.pk, thread=thread, text=text, **(given | fields))  # type: ignore[arg-type]


def receive(text: str = "Hello", *, channel: Channel | None = None, at: datetime = NOON, **fields: object) -> Receipt:
    channel = channel or Channel.objects.first() or make_channel()
    return intake.receive([make_inbound(text, channel=channel, **({"said_at": at} | fields))], at=at)[0]


def make_conversation(text: str = "Hello", **fields: object) -> Conversation:
    fields.setdefault("thread", f"visitor-{next(_numbers)}")
    return Conversation.objects.get(pk=receive(text, **fields).conversation_id)  # type: ignore[arg-type]


def make_reply(
    conversation: Conversation, author: Agent, body: str = "We are on it", *, at: datetime = NOON
) -> Message:
    return inbox.reply(conversation=conversation, author=author, body=body, client_id=uuid4(), at=at)


def in_transaction(write: object, *arguments: object, **named: object) -> object:
    with transaction.atomic():
        return write(*arguments, **named)  # type: ignore[operator]
