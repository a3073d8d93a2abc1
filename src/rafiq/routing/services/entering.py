"""Conversations enter queues and leave them, as the log tells what becomes of them; so does what agents hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import jobs, log
from rafiq.promises import queries as promises
from rafiq.routing import conditions, core, events, registry
from rafiq.routing.models import Entry, Holding, Lane, Overflow, Queue, Rule, Speaks
from rafiq.routing.queries import facts
from rafiq.routing.queries.hours import hours_of
from rafiq.routing.services import deciding, telling
from rafiq.routing.services.answering import withdraw
from rafiq.routing.services.seating import SOON, lane_for, locked_seats, look_after, recount
from rafiq.workforce import queries as workforce

FOLLOW_JOB: Final = "routing.follow"
OVERFLOW_JOB: Final = "routing.overflow"
CLOSE_JOB: Final = "routing.close"
LOOK_AGAIN: Final = timedelta(seconds=3)
LIVE_KINDS: Final = frozenset({"webchat"})
"""Channels whose customers are there while it lasts: such a conversation counts until it is closed."""
SEVERITIES: Final = {"HIGH": core.Severity.HIGH.value, "URGENT": core.Severity.URGENT.value}
"""What a priority that was given by hand or by a program counts as."""
MOST_KNOWN: Final = 3
FAMILIAR_WITHIN: Final = timedelta(days=90)


def is_on() -> bool:
    """Test whether anything is routed: without a queue and a rule everything stays a list to take from."""
    return Rule.objects.filter(is_on=True, queue__is_active=True).exists()


def follow_soon(conversation_ids: Iterable[int], *, due_at: datetime | None = None, priority: int = SOON) -> None:
    """Have it looked at in a moment what became of conversations, one at a time each; in the caller's transaction."""
    wishes = [
        jobs.Wish({"conversation_id": pk}, lock=f"routing-conversation-{pk}", due_at=due_at) for pk in conversation_ids
    ]
    jobs.enqueue(FOLLOW_JOB, wishes, priority=priority)


@transaction.atomic
def follow(conversation_id: int, *, at: datetime) -> Entry | None:
    """Bring queue and agents in line with what a conversation is now; return its entry while it waits.

    Whoever waits for a person and has none enters the queue of the first rule that holds, and is offered at once; who
    does not wait any more leaves it. Repeating it changes nothing.
    """
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(conversation=conversation_id, state__in=("WAITING", "OFFERED")).first()
    found = Conversation.objects.select_related("channel").filter(pk=conversation_id).first()
    if found is None:
        return None
    is_wanted = _waits(found)
    if entry is not None and not is_wanted:
        leave(entry, found, at=at)
    is_new = entry is None
    if entry is None and is_wanted:
        entry = _begin(found, at=at)
    elif entry is not None and is_wanted and _weigh(entry):
        entry.save(update_fields=["due_at", "severity", "urgent_at"])
    hold(found, at=at)
    if entry is not None and is_wanted:
        _attend(entry, found, is_new=is_new, at=at)
    return entry if is_wanted else None


def _attend(entry: Entry, conversation: Conversation, *, is_new: bool, at: datetime) -> None:
    """Ask somebody for one who waits; heed what the customer chose, or have them told how long it may take."""
    if entry.state == Entry.State.WAITING:
        deciding.place(entry, at=at)
    if is_new and entry.ended_at is None:
        telling.tell_soon(entry, at=at)
    else:
        telling.heed_choice(entry, conversation, at=at)


def leave(entry: Entry, conversation: Conversation, *, at: datetime) -> None:
    """End somebody's wait: an agent has the conversation, or nobody is needed. The caller holds the entry's lock."""
    entry.taken_by_id, entry.ended_at = conversation.assignee_id, at
    entry.state = Entry.State.TAKEN if conversation.assignee_id else Entry.State.LEFT
    entry.save(update_fields=["state", "taken_by", "ended_at"])
    withdraw(entry, customer_id=conversation.customer_id, at=at)
    log.append(deciding.left(entry, conversation, at=at))


def hold(conversation: Conversation, *, at: datetime) -> None:
    """Note who is busy with a conversation now, and count anew what the agents concerned have."""
    holding = Holding.objects.select_for_update(no_key=True).filter(conversation=conversation, ended_at=None).first()
    agent_id = conversation.assignee_id if _counts(conversation) else None
    if (holding.agent_id if holding else None) == agent_id:
        return
    concerned = {pk for pk in (holding.agent_id if holding else None, agent_id) if pk}
    if holding is not None:
        holding.ended_at = at
        holding.save(update_fields=["ended_at"])
    if agent_id is not None:
        weight = weight_of(conversation.channel.kind)
        Holding.objects.create(conversation=conversation, agent_id=agent_id, weight=weight, began_at=at)
    seats = locked_seats(concerned)
    look_after(pk for pk in recount(seats) if pk != agent_id)


def enter(
    conversation: Conversation, queue: Queue, *, rule: Rule | None, at: datetime, since: datetime | None = None
) -> Entry:
    """Let a conversation wait in a queue, from `since` on (now): its lane, its urgency, who knows the customer."""
    entered = since or at
    entry = Entry(
        conversation=conversation, queue=queue, rule=rule, entered_at=entered, tier=rule.tier if rule else 0,
        weight=weight_of(conversation.channel.kind), known_by=_known_by(conversation, at=at),
        lane=lane_of(queue, conversation, taken=[]),
    )  # fmt: skip
    _weigh(entry)
    entry.save()
    log.append(events.ConversationQueued(
        conversation_id=conversation.pk, customer_id=conversation.customer_id, queue_id=queue.pk,
        rule_id=rule.pk if rule else None, occurred_at=at, actor=deciding.ACTOR,
    ))  # fmt: skip
    plan_overflow(entry)
    plan_closing(entry, at=at)
    return entry


@transaction.atomic
def renew(entry_id: int, *, at: datetime) -> None:
    """Put one who waits into the lane its queue has now, and ask somebody there; an open offer stays."""
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(pk=entry_id, ended_at=None).first()
    if entry is None:
        return
    conversation = Conversation.objects.select_related("channel").get(pk=entry.conversation_id)
    entry.lane = lane_of(entry.queue, conversation, taken=taken_of(entry))
    _weigh(entry)
    entry.save(update_fields=["lane", "due_at", "severity", "urgent_at"])
    if entry.state == Entry.State.WAITING:
        deciding.place(entry, at=at)


def _weigh(entry: Entry) -> bool:
    """Work out by which moment somebody should be answered: what was promised, how bad it is; tell whether it changed.

    Does not save.
    """
    level = SEVERITIES.get(promises.levels_of([entry.conversation_id]).get(entry.conversation_id, ""), 0)
    before = entry.urgent_at
    entry.due_at = promises.due_at(entry.conversation_id)
    entry.severity = max(level, entry.rule.severity if entry.rule else 0)
    seconds = core.urgent_at(
        entry.entered_at.timestamp(), due_at=entry.due_at.timestamp() if entry.due_at else None,
        severity=core.Severity(entry.severity), tier=entry.tier, priority=entry.queue.priority,
    )  # fmt: skip
    entry.urgent_at = datetime.fromtimestamp(seconds, tz=UTC)
    return entry.urgent_at != before


def taken_of(entry: Entry) -> list[dict[str, Any]]:
    """List what happened already to one who waits, as its queue has it now."""
    is_later = entry.is_after_hours and entry.queue.after_hours
    return [*entry.queue.steps[: entry.step], *([entry.queue.after_hours] if is_later else [])]


def lane_of(queue: Queue, conversation: Conversation, *, taken: Sequence[Mapping[str, Any]]) -> Lane:
    """Find the lane of a conversation in a queue after these overflow steps.

    Whoever handed it to a team by hand meant that team: it waits for nobody else. So nobody outside of a private team
    is ever asked to take what they may not see.
    """
    if any(step["what"] == Overflow.EVERYBODY for step in taken):
        return lane_for(teams=_own_team(conversation), skills={}, language="")
    language = conversation.language if queue.speaks == Speaks.SAME else queue.speaks
    return lane_for(teams=_teams(queue, conversation, taken), skills=queue.skills, language=language)


def weight_of(kind: str) -> int:
    """Return how many units of an agent's capacity a conversation of a kind of channel takes."""
    return workforce.weights().get(kind, 1)


def _teams(queue: Queue, conversation: Conversation, taken: Sequence[Mapping[str, Any]]) -> list[int]:
    if conversation.team_id is not None:
        return _own_team(conversation)
    teams = sorted(queue.teams.values_list("pk", flat=True))
    return [*teams, *(step["to"] for step in taken if step["what"] == Overflow.TEAM)] if teams else []


def _own_team(conversation: Conversation) -> list[int]:
    return [conversation.team_id] if conversation.team_id else []


def _begin(conversation: Conversation, *, at: datetime) -> Entry | None:
    """Let a conversation enter the queue of the first rule that holds; while somebody else (a bot) is at it, later."""
    if registry.is_attended(conversation.pk, at=at):
        follow_soon([conversation.pk], due_at=at + LOOK_AGAIN)
        return None
    rule = first_rule(conversation, at=at)
    return enter(conversation, rule.queue, rule=rule, at=at, since=conversation.waiting_since) if rule else None


def first_rule(conversation: Conversation, *, at: datetime) -> Rule | None:
    """Find the rule a conversation falls under now; what cannot be read as conditions holds for nothing."""
    rules = Rule.objects.filter(is_on=True, queue__is_active=True).select_related("queue").order_by("position")
    asked = [(rule, read) for rule in rules if (read := _readable(rule)) is not None]
    if not asked:
        return None
    known = facts.facts_of([conversation], [read for _, read in asked], at=at)[0]
    return next((rule for rule, read in asked if conditions.hold(read, known)), None)


def _readable(rule: Rule) -> conditions.Conditions | None:
    try:
        return conditions.parse(rule.conditions)
    except conditions.BadConditions:
        return None


def _waits(conversation: Conversation) -> bool:
    is_owed = conversation.waiting_since is not None and not conversation.is_snoozed
    return conversation.is_open and is_owed and conversation.assignee_id is None


def _counts(conversation: Conversation) -> bool:
    if not conversation.is_open or conversation.is_snoozed:
        return False
    return conversation.channel.kind in LIVE_KINDS or conversation.waiting_since is not None


def _known_by(conversation: Conversation, *, at: datetime) -> list[int]:
    """List who had this customer's last conversations lately."""
    others = Conversation.objects.filter(
        customer=conversation.customer_id, assignee__is_active=True, last_at__gt=at - FAMILIAR_WITHIN
    ).exclude(pk=conversation.pk)
    recent = others.order_by("-last_at").values_list("assignee_id", flat=True)[: 2 * MOST_KNOWN]
    return list(dict.fromkeys(pk for pk in recent if pk))[:MOST_KNOWN]


def plan_overflow(entry: Entry) -> None:
    """Have the next step of the queue taken when its time comes."""
    steps: list[dict[str, Any]] = entry.queue.steps
    if entry.step < len(steps):
        due = entry.entered_at + timedelta(seconds=steps[entry.step]["after"])
        jobs.enqueue(OVERFLOW_JOB, [jobs.Wish({"entry_id": entry.pk, "step": entry.step}, due_at=due)])


def plan_closing(entry: Entry, *, at: datetime) -> None:
    """Have done what the queue has for it when its teams close; at once where they have."""
    if not entry.queue.after_hours or entry.is_after_hours:
        return
    opening = hours_of(entry.queue).opening(at)
    due = opening.closes_at if opening.is_open else at
    if due is not None:
        jobs.enqueue(CLOSE_JOB, [jobs.Wish({"entry_id": entry.pk}, due_at=due)], priority=SOON)
