"""What became of one conversation, folded from what the log tells of it: a pure function, so a replay gives the same.

A conversation has rounds: from being opened (or opened again) until it is resolved. The clock of the first answer is
the inbox's own: it begins with the customer's first message, an answer of the chatbot stops it, the customer's next
message starts it anew, and where the chatbot calls a person it goes on as if the chatbot had said nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from rafiq.feedback.events import ConversationRated
from rafiq.inbox import events

COMES_BACK_WITHIN: Final = timedelta(days=7)
"""A matter that is opened again so soon was not settled."""

KINDS: Final = (
    events.ConversationOpened, events.ConversationReopened, events.MessageReceived, events.ReplyWritten,
    events.NoteWritten, events.ConversationAssigned, events.ConversationResolved, events.ConversationJoined,
    events.ConversationParted, ConversationRated,
)  # fmt: skip
_AGENT: Final = "agent-"
_CUSTOMER: Final = "customer-"


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the log: its kind, who did it, when, and its payload."""

    kind: str
    actor: str
    at: datetime
    payload: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Round:
    """One round. Agents and teams are ids, 0 is none; durations are made of its moments by whoever knows the hours.

    `waited_since` is when the wait began that the first answer ended, or closing without one; `waits_since` is set
    while it goes on. `answers` counts how often a person answered: several messages in a row are one answer. One that
    `is_ours` began with what an agent wrote, and nobody had asked anything.
    """

    number: int
    opened_at: datetime
    team: int = 0
    agent: int = 0
    first_by: int = 0
    waits_since: datetime | None = None
    waited_since: datetime | None = None
    first_at: datetime | None = None
    resolved_at: datetime | None = None
    was_left: bool = False
    answers: int = 0
    bot_answers: int = 0
    transfers: int = 0
    came_back: bool = False
    is_ours: bool = False
    rating: int = 0

    @property
    def is_first_contact(self) -> bool:
        """Test whether one answer of a person settled what was asked, as far as is known by now."""
        return self.resolved_at is not None and self.answers == 1 and not self.came_back and not self.is_ours

    @property
    def is_by_bot(self) -> bool:
        """Test whether the chatbot alone answered, and it was settled so."""
        return self.resolved_at is not None and not self.answers and self.bot_answers > 0


@dataclass(slots=True)
class _State:
    """Where the fold stands: what outlives a round, and the wait that goes on."""

    rounds: list[Round] = field(default_factory=list)
    team: int = 0
    agent: int = 0
    had: int = 0
    since: datetime | None = None
    held: datetime | None = None
    is_called: bool = False
    is_answering: bool = False
    is_joined: bool = False

    @property
    def open(self) -> Round | None:
        """The round that goes on."""
        last = self.rounds[-1] if self.rounds else None
        return last if last is not None and last.resolved_at is None else None


def rounds(told: Iterable[Told], *, automatic: Container[int] = ()) -> list[Round]:
    """Fold one conversation's rows, in the order of the log, into its rounds.

    `automatic` names messages of machines, which owe nobody an answer. What was emptied into another conversation
    counts there: its round that was open then is left out.
    """
    state = _State()
    for one in told:
        _take(state, one, automatic)
    found = state.rounds[:-1] if state.is_joined and state.open else state.rounds
    if (current := state.open) is not None and current.first_at is None:
        current.waits_since = state.since
    return found


def _take(state: _State, one: Told, automatic: Container[int]) -> None:
    """Let one row change the state."""
    match one.kind:
        case events.ConversationOpened.name | events.ConversationReopened.name:
            _open(state, one)
        case events.MessageReceived.name if one.payload["message_id"] not in automatic:
            _hear(state, one.at)
        case events.ReplyWritten.name:
            _answer(state, one)
        case events.NoteWritten.name if not one.actor.startswith((_AGENT, _CUSTOMER)):
            state.is_called, state.since = True, state.since or state.held
        case events.ConversationAssigned.name:
            _assign(state, one.payload)
        case events.ConversationResolved.name:
            _resolve(state, one.at)
        case events.ConversationJoined.name | events.ConversationParted.name:
            state.is_joined = one.kind == events.ConversationJoined.name
        case ConversationRated.name:
            _rate(state, one.payload["score"])


def _open(state: _State, one: Told) -> None:
    if state.open:
        return
    if state.rounds and (resolved := state.rounds[-1].resolved_at):
        state.rounds[-1].came_back = one.at - resolved <= COMES_BACK_WITHIN
    state.since = state.held = None
    state.is_called, state.is_answering = False, False
    number = len(state.rounds) + 1
    is_ours = one.kind == events.ConversationOpened.name and one.actor.startswith(_AGENT)
    state.rounds.append(Round(number=number, opened_at=one.at, team=state.team, agent=state.agent, is_ours=is_ours))


def _hear(state: _State, at: datetime) -> None:
    if state.open:
        state.since, state.is_answering = state.since or at, False


def _answer(state: _State, one: Told) -> None:
    current = state.open
    if current is None:
        return
    if not one.actor.startswith(_AGENT):
        current.bot_answers += 1
        if not state.is_called:
            state.held, state.since = state.since, None
        return
    if current.first_at is None:
        current.first_at, current.first_by, current.waited_since = one.at, _id(one.actor), state.since
    current.answers += not state.is_answering
    state.is_answering, state.is_called = True, False
    state.since = state.held = None


def _assign(state: _State, payload: Mapping[str, Any]) -> None:
    agent, team = payload.get("assignee_id") or 0, payload.get("team_id") or 0
    is_handed_on = bool(agent and state.had and agent != state.had)
    is_moved = bool(team and state.team and team != state.team)
    current = state.open
    if current is not None:
        current.transfers += is_handed_on or is_moved
        current.agent, current.team = agent, team
    state.agent, state.team, state.had = agent, team, agent or state.had


def _resolve(state: _State, at: datetime) -> None:
    current = state.open
    if current is None:
        return
    current.resolved_at = at
    if current.first_at is None and state.since is not None:
        current.was_left, current.waited_since = True, state.since
    state.since = None


def _rate(state: _State, score: int) -> None:
    for one in state.rounds:
        one.rating = 0
    if state.rounds:
        state.rounds[-1].rating = score


def _id(actor: str) -> int:
    return int(actor.removeprefix(_AGENT))
