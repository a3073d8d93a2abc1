"""One conversation with everything its head and its customer's side panel show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from rafiq.accounts.models import Agent
from rafiq.customers import queries as customers
from rafiq.inbox import registry
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Conversation, ConversationTag, Joining
from rafiq.inbox.queries.conversations import visible_to
from rafiq.inbox.queries.desk import TagRow
from rafiq.inbox.queries.ways import FOUND, read


@dataclass(frozen=True, slots=True)
class Open:
    """A conversation somebody looks at."""

    conversation: Conversation
    tags: tuple[TagRow, ...]
    identities: tuple[customers.IdentityRow, ...]
    ways: tuple[Way, ...]
    joined_into: int | None
    marks: tuple[tuple[registry.Mark, Any], ...]


def open_conversation(agent: Agent, conversation_id: int) -> Open | None:
    """Find a conversation this agent may see, with all that stands in its head, by one statement."""
    tags = ConversationTag.objects.filter(conversation=OuterRef("pk")).order_by("tag__name")
    marks = registry.mark_columns()
    found: Any = (
        visible_to(agent)
        .filter(pk=conversation_id)
        .select_related("customer", "channel", "assignee", "team")
        .annotate(
            tagged=ArraySubquery(tags.values(json=JSONObject(id="tag_id", name="tag__name", hue="tag__hue"))),
            known_by=ArraySubquery(customers.identities_json(OuterRef("customer"))),
            led=FOUND,
            joined_into=Subquery(Joining.objects.filter(source=OuterRef("pk"), parted_at=None).values("into")[:1]),
            **marks,
        )
        .first()
    )
    if found is None:
        return None
    identities = tuple(customers.IdentityRow(**one) for one in found.known_by)
    tagged = tuple(TagRow(**one) for one in found.tagged)
    marked = registry.marked(getattr(found, name) for name in marks)
    return Open(found, tagged, identities, tuple(read(found, found.led)), found.joined_into, marked)


def joined_into(conversation: Conversation) -> int | None:
    """Return the conversation into which this one was emptied, if it was."""
    return Joining.objects.filter(source=conversation.pk, parted_at=None).values_list("into", flat=True).first()
