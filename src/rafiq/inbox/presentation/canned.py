"""Canned replies with the names filled in, ready to insert."""

from __future__ import annotations

from rafiq.accounts.models import Agent
from rafiq.inbox import queries
from rafiq.inbox.models import CannedReply, Conversation

type Choice = tuple[CannedReply, str]


def choices(words: str, conversation: Conversation, *, agent: Agent, limit: int = 8) -> list[Choice]:
    """List the replies that match, those in the conversation's language first, each with what it would say here."""
    found = queries.find_canned(words, language=conversation.language or agent.language, limit=limit)
    names = {"{{customer}}": conversation.customer.name, "{{agent}}": agent.name}
    return [(one, filled(one.text, names)) for one in found]


def filled(body: str, names: dict[str, str]) -> str:
    """Put names in; without a name the gap closes."""
    for mark, name in names.items():
        body = body.replace(mark, name) if name else body.replace(f" {mark}", "").replace(mark, "")
    return body
