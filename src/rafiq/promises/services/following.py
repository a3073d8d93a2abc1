"""Promises follow what the log tells of conversations: event by event, each exactly once, whoever reads it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery

from rafiq.inbox import events as inbox
from rafiq.inbox.models import Channel, Conversation, Tag
from rafiq.platform import events as platform
from rafiq.platform.log.reader import Row
from rafiq.promises.events import PolicyGiven, PriorityChanged
from rafiq.promises.models import Kind, Policy, Standing
from rafiq.promises.services import writing
from rafiq.promises.services.cases import ANSWERS, JOINED, PARTED, RESOLVED, SETTLED, Case

FOLLOWED: tuple[type[platform.Event], ...] = (
    inbox.ConversationOpened, inbox.ConversationReopened, inbox.MessageReceived, inbox.ReplyWritten,
    inbox.ConversationResolved, inbox.ConversationSnoozed, inbox.ConversationWoken, inbox.ConversationAssigned,
    inbox.ConversationTagged, inbox.ConversationUntagged, inbox.ConversationJoined, inbox.ConversationTookIn,
    inbox.ConversationParted, PriorityChanged, PolicyGiven,
)  # fmt: skip

_EARLIER = """
    SELECT kind, actor, payload, occurred_at FROM platform_log
    WHERE key = %s AND id < %s AND kind = ANY(%s) ORDER BY id
"""


@transaction.atomic(savepoint=False)
def follow(row: Row) -> None:
    """Let what is owed in a conversation follow one row of the log; a row that was read before changes nothing.

    Moments are those of the events, never the clock's, so the same log makes the same promises again.
    """
    event: Any = event_of(row.kind, row.payload, row.occurred_at, row.actor)
    if event is None:
        return
    standing = _standing(event, before=row.entry_id)
    if standing is None or standing.entry_id >= row.entry_id:
        return
    case = writing.locked_case(standing)
    take(case, event, entry_id=row.entry_id)
    standing.save()
    writing.write(case)


type Find = Callable[[int], Standing | None]


def stored(conversation_id: int) -> Standing | None:
    """Find how another conversation stands."""
    return Standing.objects.filter(conversation=conversation_id).first()


def take(case: Case, event: Any, *, entry_id: int, find: Find = stored) -> None:  # noqa: ANN401  # one of FOLLOWED
    """Let what is owed follow one event; `find` tells how other conversations stand. Does not save."""
    case.at = event.occurred_at
    case.pass_time()
    note(case.standing, event, find=find)
    _move(case, event)
    case.standing.entry_id = entry_id


def note(standing: Standing, event: Any, *, find: Find = stored) -> None:  # noqa: ANN401  # one of FOLLOWED
    """Write down what an event says of how a conversation stands. Does not save."""
    standing.customer_id = event.customer_id
    at = event.occurred_at
    match event:
        case inbox.ConversationOpened(channel_id=channel_id):
            standing.channel_id = channel_id
            standing.opened(at=at)
        case inbox.ConversationReopened():
            standing.opened(at=at)
        case inbox.MessageReceived(is_automatic=False):
            standing.heard(at=at)
        case inbox.ReplyWritten(settles=True):
            _answered(standing, event)
        case inbox.ConversationResolved():
            standing.resolved()
        case inbox.ConversationSnoozed() | inbox.ConversationWoken():
            standing.is_snoozed = isinstance(event, inbox.ConversationSnoozed)
        case inbox.ConversationAssigned(team_id=team_id):
            standing.team_id = team_id
        case inbox.ConversationTagged() | inbox.ConversationUntagged():
            _tagged(standing, event)
        case PriorityChanged() | PolicyGiven():
            _decided(standing, event)
        case _:
            _joined(standing, event, find)


def _decided(standing: Standing, event: PriorityChanged | PolicyGiven) -> None:
    if isinstance(event, PriorityChanged):
        standing.level = event.level
    else:
        standing.give((event.policy_id or None) if standing.is_open else None, at=event.occurred_at)


def _answered(standing: Standing, event: inbox.ReplyWritten) -> None:
    if is_person(event):
        standing.answered(at=event.occurred_at)
    else:
        standing.waiting_since = None


def _tagged(standing: Standing, event: inbox.ConversationTagged | inbox.ConversationUntagged) -> None:
    known = Tag.objects.filter(name=event.tag).values_list("pk", flat=True).first()
    without = [one for one in standing.tags if one != known]
    is_on = isinstance(event, inbox.ConversationTagged) and known is not None
    standing.tags = sorted([*without, known]) if is_on else without


def _joined(standing: Standing, event: Any, find: Find) -> None:  # noqa: ANN401  # one of three
    match event:
        case inbox.ConversationJoined():
            standing.is_open = False  # since when its customer waits is still asked for by the one that took it in
        case inbox.ConversationTookIn(source_id=source_id):
            _took_in(standing, find(source_id))
        case inbox.ConversationParted(other_id=other_id):
            _as_it_is(standing)
            if standing.given_from == other_id:
                standing.give(None)


def _took_in(standing: Standing, source: Standing | None) -> None:
    if source is None:
        return
    if source.waiting_since is not None:
        standing.waiting_since = min(standing.waiting_since or source.waiting_since, source.waiting_since)
        standing.is_snoozed = False
    standing.answered_at = min(filter(None, (standing.answered_at, source.answered_at)), default=None)
    standing.tags = sorted({*standing.tags, *source.tags})
    standing.team_id = standing.team_id or source.team_id
    if standing.given_policy_id is None:
        standing.give(source.given_policy_id, at=source.given_at, by=source.conversation_id)


def _as_it_is(standing: Standing) -> None:
    """Take over how a conversation is after a parting: what that gives back to which one, only the rows tell."""
    found = Conversation.objects.get(pk=standing.conversation_id)
    standing.is_open, standing.is_snoozed = found.is_open, found.is_snoozed
    standing.waiting_since, standing.team_id = found.waiting_since, found.team_id
    standing.answered_at = found.first_answered_at


def _move(case: Case, event: Any) -> None:  # noqa: ANN401  # one of FOLLOWED
    """Make, keep and cancel promises, as an event has it; then the clock that may stand still."""
    match event:
        case inbox.MessageReceived(is_automatic=False):
            case.owe()
        case inbox.ConversationReopened() if is_person(event):
            case.owe_resolution()
        case inbox.ReplyWritten() if is_person(event):
            case.keep(*ANSWERS)
        case inbox.ReplyWritten(settles=True):
            case.cancel(*ANSWERS, reason=SETTLED)
        case inbox.ConversationResolved():
            case.cancel(*ANSWERS, reason=RESOLVED)
            case.keep(Kind.RESOLUTION)
        case inbox.ConversationTagged() | inbox.ConversationUntagged() | inbox.ConversationAssigned():
            case.rematch()
        case PriorityChanged():
            case.rematch()
        case PolicyGiven():
            case.give()
        case _:
            _move_joined(case, event)
    case.set_clock()


def _move_joined(case: Case, event: Any) -> None:  # noqa: ANN401  # one of three, or none
    match event:
        case inbox.ConversationJoined():
            case.cancel(*Kind.values, reason=JOINED)
        case inbox.ConversationTookIn():
            case.begin_earlier()
            case.rematch()
        case inbox.ConversationParted():
            if not case.standing.is_open:
                case.cancel(*Kind.values, reason=PARTED)
            elif case.standing.waiting_since is None:
                case.cancel(*ANSWERS, reason=PARTED)
            case.rematch()


def is_person(event: platform.Event) -> bool:
    """Test whether an agent did it, and not a program of ours or the customer."""
    return event.actor.startswith("agent-")


def _standing(event: Any, *, before: int) -> Standing | None:  # noqa: ANN401  # one of FOLLOWED
    """Find how a conversation stands; where nobody followed it yet, read what the log tells of it so far.

    Such a one is not stored yet: only one reads this log at a time, and who else looks at it looks for promises.
    """
    pk = event.conversation_id
    kind = Channel.objects.filter(pk=OuterRef("channel_id")).values("kind")
    known = Standing.objects.select_for_update(no_key=True, of=("self",)).annotate(kind=Subquery(kind))
    found = known.filter(conversation=pk).first()
    if found is not None:
        return found
    if not Conversation.objects.filter(Exists(Policy.objects.all()), pk=pk).exists():
        return None  # where nothing was ever promised there is nothing to follow
    made = Standing(conversation_id=pk)
    if not isinstance(event, inbox.ConversationOpened):  # before that there was nothing
        for earlier in _earlier(pk, before=before):
            note(made, earlier)
    return made


def _earlier(conversation_id: int, *, before: int) -> list[platform.Event]:
    names = [kind.name for kind in FOLLOWED]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [f"conversation-{conversation_id}", before, names])
        rows = cursor.fetchall()
    found = (event_of(kind, json.loads(payload), at, actor) for kind, actor, payload, at in rows)
    return [event for event in found if event is not None]


def event_of(kind: str, payload: dict[str, Any], at: datetime, actor: str) -> platform.Event | None:
    """Build the event of a row of the log; None where no code knows it any more."""
    known = platform.by_name(kind)
    return known.restore(payload=payload, occurred_at=at, actor=actor) if known else None
