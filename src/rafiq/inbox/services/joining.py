"""Two conversations about one matter become one, and two again if that was a mistake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.inbox import events
from rafiq.inbox.models import Conversation, ConversationTag, Joining, Line, Mention, Message
from rafiq.inbox.queries import joined_into
from rafiq.inbox.services.errors import AlreadyJoined, NotJoined, NotOpen, NotTheSameCustomer
from rafiq.platform import log, text

LAST_TEXT = 140
_STATE = ("resolved_at", "waiting_since", "snoozed_until", "first_answered_at", "assignee_id", "team_id")


@transaction.atomic
def join(conversation: Conversation, *, into: Conversation, by: Agent, at: datetime) -> Conversation:
    """Empty a conversation into another of the same customer; return the one that stays.

    Messages, notes, mentions and tags go over, and what comes in its threads goes there from now on. The emptied one
    is closed and tells where everything went; `part` undoes it.

    Raises:
        NotTheSameCustomer: if they are of two customers, or one and the same.
        AlreadyJoined: if it was emptied before.
        NotOpen: if the one that shall stay is settled.
    """
    source, stays = _both(conversation.pk, into.pk)
    if source.pk == stays.pk or source.customer_id != stays.customer_id:
        raise NotTheSameCustomer
    if joined_into(source):
        raise AlreadyJoined
    if not stays.is_open:
        raise NotOpen
    moved = {"source": _state(source), "into": _state(stays), **_move(source, stays, at=at)}
    _gather(stays, source)
    moved["gathered"] = _state(stays)
    source.resolved(at=at)
    source.save(update_fields=["resolved_at", "waiting_since", "snoozed_until"])
    stays.save()
    Joining.objects.create(source=source, into=stays, moved=moved, joined_at=at)
    fact: dict[str, Any] = {"occurred_at": at, "actor": by.actor, "customer_id": source.customer_id}
    log.append(
        events.ConversationJoined(**fact, conversation_id=source.pk, into_id=stays.pk),
        events.ConversationTookIn(**fact, conversation_id=stays.pk, source_id=source.pk),
    )
    return stays


@transaction.atomic
def part(conversation: Conversation, *, by: Agent, at: datetime) -> Conversation:
    """Give an emptied conversation back what went over; what was said since then stays where it was said.

    Raises:
        NotJoined: if it was not emptied, or was given everything back already.
    """
    joining = Joining.objects.filter(source=conversation.pk, parted_at=None).first()
    if joining is None:
        raise NotJoined
    source, stayed = _both(joining.source_id, joining.into_id)
    joining = Joining.objects.select_for_update(no_key=True).get(pk=joining.pk)
    if joining.parted_at is not None:
        raise NotJoined
    _move_back(source, joining.moved, holder=_holder(stayed))
    _restore(source, stayed, joining)
    joining.parted_at = at
    joining.save(update_fields=["parted_at"])
    fact: dict[str, Any] = {"occurred_at": at, "actor": by.actor, "customer_id": source.customer_id}
    log.append(
        events.ConversationParted(**fact, conversation_id=source.pk, other_id=stayed.pk),
        events.ConversationParted(**fact, conversation_id=stayed.pk, other_id=source.pk),
    )
    return source


def _both(first_id: int, second_id: int) -> tuple[Conversation, Conversation]:
    """Lock two conversations, always in the same order, so that nobody waits for each other."""
    found = Conversation.objects.select_for_update(no_key=True).filter(pk__in=[first_id, second_id]).order_by("pk")
    by_id = {one.pk: one for one in found}
    return by_id[first_id], by_id[second_id]


def _move(source: Conversation, stays: Conversation, *, at: datetime) -> dict[str, Any]:
    """Take everything over; return what that was."""
    messages = list(Message.objects.filter(conversation=source).values_list("pk", flat=True))
    Message.objects.filter(pk__in=messages).update(conversation=stays)
    Mention.objects.filter(message__in=messages).update(conversation=stays)
    known = ConversationTag.objects.filter(conversation=stays).values("tag")
    tags = list(ConversationTag.objects.filter(conversation=source).exclude(tag__in=known).values_list("pk", flat=True))
    ConversationTag.objects.filter(pk__in=tags).update(conversation=stays)
    lines = list(Line.objects.filter(conversation=source).values_list("pk", flat=True))
    Line.objects.filter(pk__in=lines).update(conversation=stays)
    own, is_new = Line.objects.get_or_create(
        channel_id=source.channel_id, thread=source.thread, defaults={"conversation": stays, "used_at": at}
    )
    return {"messages": messages, "tags": tags, "lines": lines, "own_line": own.pk if is_new else None}


def _holder(stayed: Conversation) -> int:
    """Find where everything lies by now: the one that stayed may have been emptied into another itself."""
    holder, further = stayed.pk, joined_into(stayed)
    while further is not None:
        holder = further
        further = Joining.objects.filter(source=holder, parted_at=None).values_list("into", flat=True).first()
    return holder


def _move_back(source: Conversation, moved: dict[str, Any], *, holder: int) -> None:
    """Take back what still lies with the holder; what went home before, by another parting, stays there."""
    there = Message.objects.filter(pk__in=moved["messages"], conversation=holder)
    messages = list(there.values_list("pk", flat=True))
    Message.objects.filter(pk__in=messages).update(conversation=source)
    Mention.objects.filter(message__in=messages).update(conversation=source)
    ConversationTag.objects.filter(pk__in=moved["tags"], conversation=holder).update(conversation=source)
    Line.objects.filter(pk__in=moved["lines"], conversation=holder).update(conversation=source)
    if moved["own_line"]:
        Line.objects.filter(pk=moved["own_line"]).delete()


def _gather(stays: Conversation, source: Conversation) -> None:
    """Let the one that stays say what is true of both. Does not save."""
    if source.waiting_since is not None:
        stays.waiting_since = min(stays.waiting_since or source.waiting_since, source.waiting_since)
        stays.snoozed_until = None
    answered = [one for one in (stays.first_answered_at, source.first_answered_at) if one]
    stays.first_answered_at = min(answered, default=None)
    if source.last_at > stays.last_at:
        stays.said(kind=source.last_kind, text=source.last_text, at=source.last_at)
    stays.seen_message_id = max(stays.seen_message_id, source.seen_message_id)
    if stays.assignee_id is None and stays.team_id is None:
        stays.assignee_id, stays.team_id = source.assignee_id, source.team_id


def _restore(source: Conversation, stayed: Conversation, joining: Joining) -> None:
    """Let both be as they were, but for what was changed since."""
    before = joining.moved
    now = _state(stayed)
    for name in _STATE:
        if now[name] == before["gathered"][name] and stayed.is_open:
            setattr(stayed, name, _value(before["into"][name]))
    answered = Message.objects.filter(conversation=stayed, kind=Message.Kind.OUTBOUND, said_at__gt=joining.joined_at)
    for name in ("resolved_at", "waiting_since", "snoozed_until"):
        setattr(source, name, _value(before["source"][name]))
    if answered.exists():
        source.waiting_since = None
    if source.is_open and _is_taken(source):
        source.resolved(at=joining.joined_at)
    for one in (source, stayed):
        _say_last(one)
        one.save()


def _is_taken(source: Conversation) -> bool:
    """Test whether another conversation has opened in its thread meanwhile: only one may be."""
    same = Conversation.objects.open().filter(channel=source.channel_id, thread=source.thread)
    return same.exclude(pk=source.pk).exists()


def _say_last(conversation: Conversation) -> None:
    """Repeat the newest message in the row. Does not save."""
    said = Message.objects.filter(conversation=conversation).exclude(kind=Message.Kind.NOTE).order_by("-pk").first()
    if said:
        conversation.said(kind=said.kind, text=text.excerpt(said.text, length=LAST_TEXT), at=said.said_at)


def _state(conversation: Conversation) -> dict[str, Any]:
    found = {name: getattr(conversation, name) for name in _STATE}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in found.items()}


def _value(stored: Any) -> Any:  # noqa: ANN401  # JSON
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored
