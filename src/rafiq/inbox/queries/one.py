"""One conversation with everything its head and its customer's side panel show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from rafiq.accounts.models import Agent
from rafiq.customers import queries as customers
from rafiq.inbox.models import Conversation, ConversationTag
from rafiq.inbox.queries.conversations import visible_to
from rafiq.inbox.queries.desk import TagRow


@dataclass(frozen=True, slots=True)
class Open:
    """A conversation somebody looks at."""

    conversation: Conversation
    tags: tuple[TagRow, ...]
    identities: tuple[customers.IdentityRow, ...]


def open_conversation(agent: Agent, conversation_id: int) -> Open | None:
    """Find a conversation this agent may see, with all that stands in its head, by one statement."""
    tags = ConversationTag.objects.filter(conversation=OuterRef("pk")).order_by("tag__name")
    found: Any = (
        visible_to(agent)
        .filter(pk=conversation_id)
        .select_related("customer", "channel", "assignee", "team")
        .annotate(
            tagged=ArraySubquery(tags.values(json=JSONObject(id="tag_id", name="tag__name", hue="tag__hue"))),
            known_by=ArraySubquery(customers.identities_json(OuterRef("customer"))),
        )
        .first()
    )
    if found is None:
        return None
    identities = tuple(customers.IdentityRow(**one) for one in found.known_by)
    return Open(found, tuple(TagRow(**one) for one in found.tagged), identities)
