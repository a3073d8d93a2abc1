"""Wishes to be allowed something: who may decide, what waits for whom, what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.practice.content import Terms
from rafiq.practice.models import Approval, Decision, Kind, Version
from rafiq.practice.naming import called
from rafiq.practice.queries.standards import meant_for, newest

MOST_OPEN, MOST_ENDED = 500, 30


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish as one agent sees it; `conversation_id` is None where they may not see the conversation."""

    approval: Approval
    terms: Terms
    decisions: tuple[Decision, ...]
    conversation_id: int | None
    may_decide: bool
    may_withdraw: bool

    @property
    def name(self) -> str:
        """What is asked for, in the page's language."""
        return called(self.approval.version.names)

    @property
    def unit(self) -> str:
        """What the amount is counted in."""
        return called(self.terms.unit or {})

    @property
    def still_needed(self) -> int:
        """Count how many have yet to agree."""
        return max(0, self.terms.needed - sum(one.is_granted for one in self.decisions))

    @property
    def is_waiting(self) -> bool:
        """Test whether it waits for somebody."""
        return self.approval.state == Approval.State.ASKED


@dataclass(frozen=True, slots=True)
class Askable:
    """Something that can be asked for in a conversation."""

    standard_id: int
    name: str
    terms: Terms

    @property
    def unit(self) -> str:
        """What the amount is counted in."""
        return called(self.terms.unit or {})

    @property
    def least(self) -> Decimal | None:
        """The amount below which nobody has to be asked."""
        return self.terms.least


def approvers_of(terms: Terms, *, but: int) -> QuerySet[Agent]:
    """List who may decide under these terms, one left out."""
    return accounts.active_agents().filter(_named(terms)).exclude(pk=but).distinct()


def is_approver(terms: Terms, agent: Agent) -> bool:
    """Test whether an agent may decide under these terms, as roles and teams are now."""
    return accounts.active_agents().filter(_named(terms), pk=agent.pk).exists()


def askable(conversation: Conversation) -> list[Askable]:
    """List what can be asked for in a conversation (with its `channel`)."""
    versions = newest(Kind.APPROVAL, is_active=True)
    return [_askable(one) for one in meant_for(conversation, versions)] if versions else []


def wishes_in(conversation: Conversation, agent: Agent) -> list[Wish]:
    """List what was asked for in a conversation, the newest first."""
    found = list(_rows().filter(conversation=conversation).order_by("-asked_at", "-pk")[:MOST_ENDED])
    return [_wish(one, agent, {conversation.pk}) for one in found]


def waiting_for(agent: Agent) -> list[Wish]:
    """List what waits for this agent's decision, what runs out first on top."""
    found = list(_rows().filter(state=Approval.State.ASKED).exclude(asked_by=agent).order_by("expires_at")[:MOST_OPEN])
    wishes = _wishes(found, agent)
    return [one for one in wishes if one.may_decide]


def asked_by(agent: Agent) -> list[Wish]:
    """List what this agent asked for lately, the newest first."""
    return _wishes(list(_rows().filter(asked_by=agent).order_by("-asked_at")[:MOST_ENDED]), agent)


def decided_by(agent: Agent) -> list[Wish]:
    """List what this agent decided lately, the newest first."""
    mine = Decision.objects.filter(decided_by=agent).values("approval")
    return _wishes(list(_rows().filter(pk__in=mine).order_by("-asked_at")[:MOST_ENDED]), agent)


def one_of(agent: Agent, approval_id: int) -> Wish | None:
    """Find a wish this agent has to do with: theirs, for them to decide, or in a conversation they may see."""
    found = _rows().filter(pk=approval_id).first()
    if found is None:
        return None
    [wish] = _wishes([found], agent)
    is_theirs = found.asked_by_id == agent.pk or wish.conversation_id is not None
    return wish if is_theirs or is_approver(wish.terms, agent) else None


def held_up_by(conversation: Conversation) -> list[Approval]:
    """List what has to be decided before a conversation is closed."""
    found = Approval.objects.filter(conversation=conversation, state=Approval.State.ASKED).select_related("version")
    return [one for one in found.order_by("pk") if Terms.parse(one.version.content).holds_closing]


def _rows() -> QuerySet[Approval]:
    rows = Approval.objects.select_related("version", "conversation__customer", "asked_by")
    return rows.prefetch_related("decisions__decided_by")


def _wishes(found: list[Approval], agent: Agent) -> list[Wish]:
    seen = inbox.may_see(agent, [one.conversation_id for one in found]) if found else set()
    return [_wish(one, agent, seen) for one in found]


def _wish(approval: Approval, agent: Agent, seen: Collection[int]) -> Wish:
    terms = Terms.parse(approval.version.content)
    decisions = tuple(sorted(approval.decisions.all(), key=lambda one: one.decided_at))
    is_open, is_own = approval.state == Approval.State.ASKED, approval.asked_by_id == agent.pk
    has_decided = any(one.decided_by_id == agent.pk for one in decisions)
    may_decide = is_open and not is_own and not has_decided and is_approver(terms, agent)
    conversation_id = approval.conversation_id if approval.conversation_id in seen else None
    return Wish(approval, terms, decisions, conversation_id, may_decide, is_open and is_own)


def _named(terms: Terms) -> Q:
    return Q(role__in=terms.roles) | Q(teams__in=terms.teams) | Q(pk__in=terms.agents)


def _askable(version: Version) -> Askable:
    return Askable(version.standard_id, called(version.names), Terms.parse(version.content))
