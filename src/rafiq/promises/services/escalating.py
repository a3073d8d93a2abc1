"""What follows when a promise is at risk or broken: people are told, it becomes more urgent, a team gets it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Role, Team
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.promises.models import Promise
from rafiq.promises.services import priority

ACTOR = "promises"
ASSIGNEE, TEAM, SUPERVISORS = "ASSIGNEE", "TEAM", "SUPERVISORS"
MOST_TOLD = 50


def escalate(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """Do what the policy says for a promise that has just come to be at risk, or was broken. The caller holds locks.

    Once for each of both, in the transaction that notes it.
    """
    wanted = promise.version.escalation
    if promise.broken_at is None:
        _tell(promise, conversation, wanted.get("warns", ()), at=at)
        return
    _tell(promise, conversation, wanted.get("tells", ()), at=at)
    if wanted.get("raises"):
        priority.make_more_urgent(conversation, actor=ACTOR, at=at)
    team_id = wanted.get("team")
    if team_id and team_id != conversation.team_id and Team.objects.filter(pk=team_id).exists():
        inbox.hand_over_automatically(conversation=conversation, assignee_id=None, team_id=team_id, actor=ACTOR, at=at)


def _tell(promise: Promise, conversation: Conversation, whom: Collection[str], *, at: datetime) -> None:
    """Leave a note that names whom the policy names."""
    if not whom:
        return
    what = "broken" if promise.broken_at is not None else "risk"
    told: dict[str, Any] = {
        "what": what, "kind": promise.kind, "policy": promise.version.name, "target": promise.target,
        "due_at": promise.due_at.isoformat() if promise.due_at else "",
    }  # fmt: skip
    inbox.note_automatically(
        conversation=conversation, actor=ACTOR, at=at, extras={"promise": told},
        client_id=uuid5(NAMESPACE_URL, f"rafiq:promises:{what}:{promise.pk}"),
        mentioned=_people(conversation, whom),
    )  # fmt: skip


def _people(conversation: Conversation, whom: Collection[str]) -> list[int]:
    """List the agents who are told: of a conversation nobody has, its team; of one without a team, supervisors."""
    named = set(whom)
    if ASSIGNEE in named and conversation.assignee_id is None:
        named.add(TEAM if conversation.team_id else SUPERVISORS)
    found: set[int] = {conversation.assignee_id} if ASSIGNEE in named and conversation.assignee_id else set()
    if TEAM in named and conversation.team_id:
        found |= set(Agent.objects.filter(teams=conversation.team_id, is_active=True).values_list("pk", flat=True))
    if SUPERVISORS in named:
        leading = accounts.active_agents().filter(role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR])
        found |= set(leading.values_list("pk", flat=True))
    return sorted(found)[:MOST_TOLD]
