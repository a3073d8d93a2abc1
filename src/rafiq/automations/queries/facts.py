"""What rules know of what happened, and of the conversation it happened in; read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rafiq.automations.conditions import Conditions, Facts
from rafiq.feedback import queries as feedback
from rafiq.inbox.models import Conversation, ConversationTag, Message
from rafiq.platform.log.models import Entry
from rafiq.promises import queries as promises
from rafiq.routing.queries import segments_of, tokens_of
from rafiq.workforce import queries as workforce

MOST_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the log about a conversation."""

    entry_id: int
    kind: str
    actor: str
    payload: Mapping[str, Any]
    occurred_at: datetime

    @property
    def conversation_id(self) -> int:
        """The conversation it is about."""
        return int(self.payload["conversation_id"])


COLUMNS = ("id", "kind", "actor", "payload", "occurred_at")


def told(entry_id: int) -> Told | None:
    """Read a fact of the log."""
    found = Entry.objects.filter(id=entry_id).values_list(*COLUMNS).first()
    return Told(*found) if found else None


def facts_of(
    occasions: Sequence[tuple[Told, Conversation]], asked: Iterable[Conditions], *, at: datetime | None = None
) -> list[Facts]:
    """Read what these conditions need to know of what happened in conversations (with their `channel`), in order.

    All is as it is now, but the words, which are those of the message it is about (else the customer's newest), and
    the hours, which are looked at `at` a moment, or (None) when it happened. Seven statements, and one a segment.
    """
    wanted = list(asked)
    ids = {conversation.pk for _told, conversation in occasions}
    needs = {name for one in wanted for name in ("words", "tags", "without", "levels", "ratings") if getattr(one, name)}
    tags = _tags(ids) if needs & {"tags", "without"} else {}
    levels = promises.levels_of(ids) if "levels" in needs else {}
    ratings = feedback.ratings_of(ids) if "ratings" in needs else {}
    said = _said(occasions) if "words" in needs else {}
    segments = _segments(occasions, wanted, at=at)
    tables = {team: workforce.timetable(team) for team in {one.hours_of for one in wanted if one.hours}}
    return [
        Facts(
            one.pk, one.channel.kind, one.language, levels.get(one.pk, "NORMAL"), one.team_id, one.assignee_id,
            frozenset(tags.get(one.pk, ())), frozenset(segments.get(one.customer_id, ())),
            tokens_of(said.get(fact.entry_id, "")),
            fact.payload.get("score", ratings[one.pk].score if one.pk in ratings else None),
            lambda team, when=at or fact.occurred_at: tables[team].is_open(when),  # type: ignore[misc]
        )
        for fact, one in occasions
    ]  # fmt: skip


def _tags(ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    pairs = ConversationTag.objects.filter(conversation__in=ids).values_list("conversation_id", "tag_id")
    for conversation_id, tag_id in pairs:
        found[conversation_id].add(tag_id)
    return found


def _segments(
    occasions: Sequence[tuple[Told, Conversation]], asked: Iterable[Conditions], *, at: datetime | None
) -> dict[int, set[int]]:
    wanted = {segment for one in asked for segment in one.segments}
    if not wanted or not occasions:
        return {}
    customers = {conversation.customer_id for _told, conversation in occasions}
    return segments_of(wanted, customers, at=at or max(fact.occurred_at for fact, _ in occasions))


def _said(occasions: Sequence[tuple[Told, Conversation]]) -> dict[int, str]:
    """Find the words each fact is about, with the subject of its conversation, by the fact's id."""
    own = {fact.entry_id: fact.payload["message_id"] for fact, _ in occasions if fact.payload.get("message_id")}
    others = {one.pk for fact, one in occasions if fact.entry_id not in own}
    rows = Message.objects.filter(pk__in=own.values(), kind__in=["INBOUND", "OUTBOUND"])
    words = dict(rows.values_list("pk", "text"))
    newest = Message.objects.filter(conversation__in=others, kind=Message.Kind.INBOUND)
    last = dict(newest.order_by("conversation", "-pk").distinct("conversation").values_list("conversation_id", "text"))
    return {
        fact.entry_id: f"{one.subject}\n{words.get(own.get(fact.entry_id, 0), last.get(one.pk, ''))}"[:MOST_CHARACTERS]
        for fact, one in occasions
    }
