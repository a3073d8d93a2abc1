"""A supervisor moves a conversation from the board: into a queue, to a team, to an agent; with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Team
from rafiq.board.events import ConversationMoved
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.routing import services as routing
from rafiq.routing.models import Entry, Queue

QUEUE, TEAM, AGENT = "QUEUE", "TEAM", "AGENT"


class MovedMeanwhile(Exception):
    """It is not any more where the supervisor saw it: somebody took it, moved it, or settled it."""


class NobodyThere(Exception):
    """The queue, team or agent it shall go to is gone."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a conversation shall go: `kind` is QUEUE, TEAM or AGENT."""

    kind: str
    id: int


@transaction.atomic
def move(  # noqa: PLR0913  # each is a fact of its own
    conversation: Conversation, *, to: Target, reason: str, seen: str, client_id: UUID, by: Agent, at: datetime
) -> None:
    """Move a conversation, if it is still where it was `seen` (`state_of`); a note says where to, by whom and why.

    Moving it again with the same `client_id` changes nothing.

    Raises:
        MovedMeanwhile: if it is elsewhere by now.
        NobodyThere: if there is no such place.
        routing.QueueGone, routing.NobodyWaits: if it cannot wait in that queue.
    """
    list(Entry.objects.select_for_update(no_key=True).filter(conversation=conversation.pk, ended_at=None))
    found = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if found.messages.filter(client_id=client_id).exists():
        return
    if not found.is_open or state_of(found) != seen:
        raise MovedMeanwhile
    name = _moved(found, to, actor=by.actor, at=at)
    log.append(ConversationMoved(
        conversation_id=found.pk, customer_id=found.customer_id, to=to.kind, to_id=to.id, reason=reason,
        occurred_at=at, actor=by.actor,
    ))  # fmt: skip
    told = {"to": to.kind, "name": name, "by": by.name, "reason": reason}
    inbox.note_automatically(
        conversation=found, actor=by.actor, client_id=client_id, at=at, extras={"moved": told},
        mentioned=[to.id] if to.kind == AGENT else [],
    )  # fmt: skip


def state_of(conversation: Conversation) -> str:
    """Write where a conversation is: who has it, which team, which queue it waits in."""
    queue_id = Entry.objects.filter(conversation=conversation.pk, ended_at=None).values_list("queue", flat=True).first()
    return f"{conversation.assignee_id or 0}-{conversation.team_id or 0}-{queue_id or 0}"


def _moved(found: Conversation, to: Target, *, actor: str, at: datetime) -> str:
    """Move it and return the name of where to."""
    if to.kind == QUEUE:
        queue = Queue.objects.filter(pk=to.id).first()
        routing.move_by_hand(found.pk, to=to.id, actor=actor, at=at)
        return queue.name if queue else ""
    team = Team.objects.filter(pk=to.id).first() if to.kind == TEAM else None
    agent = accounts.agent(to.id) if to.kind == AGENT else None
    whom = agent or team
    if whom is None:
        raise NobodyThere
    inbox.hand_over_automatically(
        conversation=found, assignee_id=agent.pk if agent else None, team_id=team.pk if team else found.team_id,
        actor=actor, at=at,
    )  # fmt: skip
    return whom.name
