"""A rule is tried on past conversations before it is switched on: where would they have gone?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.routing import checking, conditions
from rafiq.routing.conditions import Conditions, Facts
from rafiq.routing.models import Queue, Rule
from rafiq.routing.queries.facts import facts_of

LAST = 500
EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A past conversation that would have fallen under the rule; `before` is the queue it goes to without it."""

    conversation_id: int
    customer: str
    words: str
    before: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the trial: `fell` under the rule of all `looked_at`; `moves` of them went elsewhere before.

    `caught` counts by name of the rule above which took what this one would have held for. `queues` are
    (name, without the rule, with it), the fullest first; the name is empty for those no rule holds for.
    """

    looked_at: int
    fell: int
    moves: int
    caught: list[tuple[str, int]]
    queues: list[tuple[str, int, int]]
    examples: list[Example]


@dataclass(frozen=True, slots=True)
class _Line:
    """One rule of a list that is tried."""

    name: str
    asked: Conditions
    queue: str
    is_draft: bool = False


def try_rule(
    asked: Conditions, *, queue: Queue, rule: Rule | None, agent: Agent, last: int = LAST
) -> Trial:  # fmt: skip
    """Try a rule, as it is or shall be, on the last conversations this agent may see, in its place among the others."""
    visible = inbox.visible_to(agent).select_related("channel", "customer")
    conversations = list(visible.order_by("-pk")[:last])
    draft = _Line(rule.name if rule else "", asked, queue.name, is_draft=True)
    before = _lines(rule, None)
    after = _lines(rule, draft)
    known = facts_of(conversations, [one.asked for one in after])
    return _result(conversations, known, before, after, draft)


def _lines(tried: Rule | None, draft: _Line | None) -> list[_Line]:
    """List the rules in order: without the one that is tried, or with the draft in its place."""
    found: list[_Line] = []
    for one in Rule.objects.select_related("queue").order_by("position"):
        if tried is not None and one.pk == tried.pk:
            found += [draft] if draft else []
        elif one.is_on and one.queue.is_active and (asked := checking.readable(one)) is not None:
            found.append(_Line(one.name, asked, one.queue.name))
    if tried is None and draft is not None:
        found.append(draft)
    return found


def _result(
    conversations: Sequence[Conversation], known: Sequence[Facts], before: Sequence[_Line], after: Sequence[_Line],
    draft: _Line,
) -> Trial:  # fmt: skip
    without, now, caught = Counter[str](), Counter[str](), Counter[str]()
    examples: list[Example] = []
    fell = moves = 0
    for conversation, fact in zip(conversations, known, strict=True):
        was, is_now = _first(before, fact), _first(after, fact)
        without[was.queue if was else ""] += 1
        now[is_now.queue if is_now else ""] += 1
        if is_now is not draft:
            if is_now is not None and conditions.hold(draft.asked, fact):
                caught[is_now.name] += 1
            continue
        fell += 1
        moves += (was.queue if was else "") != draft.queue
        if len(examples) < EXAMPLES:
            words = conversation.subject or conversation.last_text
            examples.append(Example(conversation.pk, conversation.customer.name, words, was.queue if was else ""))
    queues = [(name, without[name], now[name]) for name, _ in (without | now).most_common()]
    return Trial(len(conversations), fell, moves, caught.most_common(), queues, examples)


def _first(lines: Sequence[_Line], fact: Facts) -> _Line | None:
    return next((one for one in lines if conditions.hold(one.asked, fact)), None)
