"""What rules know of conversations, read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from rafiq.accounts.models import Agent, Role
from rafiq.customers import finding, registry
from rafiq.customers.models import Segment
from rafiq.inbox.models import Conversation, ConversationTag, Message
from rafiq.routing.conditions import Conditions, Facts, tokens_of
from rafiq.workforce import queries as workforce

MOST_MESSAGES, MOST_CHARACTERS = 3, 2_000
"""Of the customer's first messages; a rule is about how a matter begins."""


def facts_of(
    conversations: Sequence[Conversation], asked: Iterable[Conditions], *, at: datetime | None = None
) -> list[Facts]:
    """Read what these conditions need to know of conversations (with their `channel`), in the same order.

    Hours are looked at `at` a moment, or (None) when each began. Six statements at most, and one for each segment.
    """
    conditions = list(asked)
    ids = [one.pk for one in conversations]
    said = _first_words(ids) if any(one.words for one in conditions) else {}
    tags = _tags(ids) if any(one.tags for one in conditions) else {}
    wanted = {segment for one in conditions for segment in one.segments}
    customers = [one.customer_id for one in conversations]
    segments = segments_of(wanted, customers, at=at or _latest(conversations)) if wanted and conversations else {}
    is_open = _openings({one.hours_of for one in conditions if one.hours})
    return [
        Facts(
            one.pk, one.channel.kind, one.language, tokens_of(f"{one.subject} {said.get(one.pk, '')}"),
            frozenset(tags.get(one.pk, ())), frozenset(segments.get(one.customer_id, ())), one.team_id,
            at or one.created_at, is_open(at or one.created_at),
        )
        for one in conversations
    ]  # fmt: skip


def _latest(conversations: Sequence[Conversation]) -> datetime:
    return max(one.last_at for one in conversations)


def _first_words(ids: Collection[int]) -> dict[int, str]:
    found = Message.objects.filter(conversation__in=ids, kind=Message.Kind.INBOUND).order_by("conversation", "pk")
    said: dict[int, list[str]] = defaultdict(list)
    for conversation_id, words in found.values_list("conversation_id", "text").iterator():
        if len(said[conversation_id]) < MOST_MESSAGES:
            said[conversation_id].append(words[:MOST_CHARACTERS])
    return {pk: "\n".join(words) for pk, words in said.items()}


def _tags(ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    pairs = ConversationTag.objects.filter(conversation__in=ids)
    for conversation_id, tag_id in pairs.values_list("conversation_id", "tag_id"):
        found[conversation_id].add(tag_id)
    return found


def segments_of(wanted: Collection[int], customers: Collection[int], *, at: datetime) -> dict[int, set[int]]:
    """Find who is in which saved filter, as its owner (or an administrator) sees it."""
    found: dict[int, set[int]] = defaultdict(set)
    boss = Agent.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    for segment in Segment.objects.filter(pk__in=wanted).select_related("owner"):
        if (owner := segment.owner or boss) is None:
            continue
        inside = finding.in_segment(segment, known=registry.filterables(owner), at=at)
        for customer_id in inside.filter(pk__in=customers).values_list("pk", flat=True):
            found[customer_id].add(segment.pk)
    return found


def _openings(teams: Collection[int | None]) -> Callable[[datetime], Callable[[int | None], bool]]:
    tables = {team: workforce.timetable(team) for team in teams}

    def at_moment(at: datetime) -> Callable[[int | None], bool]:
        return lambda team: tables[team].is_open(at)

    return at_moment
