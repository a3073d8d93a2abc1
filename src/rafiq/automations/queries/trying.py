"""A rule is tried on what happened before it is switched on: when would it have held, and what would it have done?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.automations import conditions, timing, triggers
from rafiq.automations.conditions import Conditions
from rafiq.automations.queries.facts import COLUMNS, Told, facts_of
from rafiq.automations.timing import Timing
from rafiq.inbox import queries as inbox
from rafiq.inbox.events import ConversationResolved
from rafiq.inbox.models import Conversation
from rafiq.platform.log.models import Entry
from rafiq.workforce import queries as workforce

LAST = 500
LOOKED_THROUGH = 200_000
"""Rows of the log: no index leads to what is rare, and a trial must not read years."""
EXAMPLES = 12

type Occasion = tuple[Told, Conversation, datetime]


@dataclass(frozen=True, slots=True)
class Example:
    """Something that happened for which the rule would have held; `at` is when it would have done what it says."""

    conversation_id: int
    customer: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a trial: of the last times it happened (`looked_at`) the rule held (`held`), or was too early.

    `void` of them came to nothing because something happened meanwhile, `pending` are not over yet. `busiest` is how
    often it held most in one conversation.
    """

    looked_at: int
    held: int
    void: int
    pending: int
    conversations: int
    busiest: int
    examples: list[Example]


def try_rule(
    event: str, later: Timing, asked: Conditions, *, agent: Agent, at: datetime, last: int = LAST
) -> Trial:  # fmt: skip
    """Try a rule on the last times that what it waits for happened, in conversations this agent may see.

    Conversations are looked at as they are now, words and hours as they were. Nothing is changed by it.
    """
    facts = _lately(event, last=last)
    talks = inbox.visible_to(agent).select_related("channel", "customer")
    known = talks.in_bulk({one.conversation_id for one in facts})
    there = [(one, known[one.conversation_id]) for one in facts if one.conversation_id in known]
    ripe, void, pending = _waited(event, there, later, at=at) if later.is_later else (_at_once(there), 0, 0)
    moments = facts_of([(fact, talk) for fact, talk, _at in ripe], [asked])
    held = [one for one, known_of in zip(ripe, moments, strict=True) if conditions.hold(asked, known_of)]
    counts = Counter(talk.pk for _fact, talk, _at in held)
    busiest = max(counts.values(), default=0)
    examples = [_example(talk, when) for _fact, talk, when in held[:EXAMPLES]]
    return Trial(len(there), len(held), void, pending, len(counts), busiest, examples)


def _example(talk: Conversation, when: datetime) -> Example:
    return Example(talk.pk, talk.customer.name, talk.subject or talk.last_text, when)


def _lately(event: str, *, last: int) -> list[Told]:
    """Read the last facts of the log that are what a rule waits for, the newest first; rare ones not from long ago."""
    trigger = triggers.TRIGGERS[event]
    newest = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    recent = Entry.objects.filter(kind=trigger.event.name, id__gt=newest - LOOKED_THROUGH)
    rows = recent.order_by("-id").values_list(*COLUMNS)
    found = (Told(*row) for row in rows[: 3 * last])
    return [one for one in found if trigger.fits(one.payload, one.actor)][:last]


def _at_once(there: Sequence[tuple[Told, Conversation]]) -> list[Occasion]:
    return [(fact, talk, fact.occurred_at) for fact, talk in there]


def _waited(
    event: str, there: Sequence[tuple[Told, Conversation]], later: Timing, *, at: datetime
) -> tuple[list[Occasion], int, int]:  # fmt: skip
    """Find those after which nothing happened for so long; how many came to nothing; how many are not over."""
    zone = accounts.company().time_zone
    tables = {team: workforce.timetable(team) for team in {talk.team_id for _fact, talk in there}}
    after = _what_came_after(event, there)
    ripe: list[Occasion] = []
    void = pending = 0
    for fact, talk in there:
        due = later.due(fact.occurred_at, hours=tables[talk.team_id], zone=zone)
        came = after[talk.pk]
        if due is None or any(_ends(event, later, one) for one in came if fact.entry_id < one[0] and one[4] < due):
            void += 1
        elif due > at:
            pending += 1
        else:
            ripe.append((fact, talk, due))
    return ripe, void, pending


def _ends(event: str, later: Timing, row: tuple[Any, ...]) -> bool:
    _id, kind, actor, payload, _at = row
    is_closed = kind == ConversationResolved.name and event not in triggers.ENDS
    return is_closed or later.voids(kind, payload, actor) or event in triggers.of(kind, payload, actor)


def _what_came_after(event: str, there: Sequence[tuple[Told, Conversation]]) -> dict[int, list[tuple[Any, ...]]]:
    """Read what was said and closed in these conversations, and what winds the timer up anew."""
    kinds = {*timing.WATCHED, ConversationResolved.name, triggers.TRIGGERS[event].event.name}
    keys = {talk.topic for _fact, talk in there}
    first = min((fact.entry_id for fact, _ in there), default=0)
    rows = Entry.objects.filter(key__in=keys, kind__in=kinds, id__gt=first).order_by("id").values_list(*COLUMNS)
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.iterator():
        found[int(row[3]["conversation_id"])].append(row)
    return found
