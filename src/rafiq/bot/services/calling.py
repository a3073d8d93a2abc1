"""A person is called into a conversation: with a note of all that was said and tried, and a promise that is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from rafiq.bot.dialogue import mood, person, politeness, wording
from rafiq.bot.dialogue.situation import Situation
from rafiq.bot.models import Promise, Session, Silence, Turn
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.platform import db, text
from rafiq.promises import queries as promises

ACTOR = "bot"
MOST_READ, MOST_WORDS, WORDS_LONGEST = 12, 5, 280


def id_of(what: str, message_id: int) -> UUID:
    """Return the id of what is written about a message, the same in every try."""
    return uuid5(NAMESPACE_URL, f"rafiq:bot:{what}:{message_id}")


class _Promised(Exception):
    """An older promise is still open, and counts."""


def call_person(session: Session, turn: Turn, situation: Situation, message: Message, *, at: datetime) -> None:
    """Leave the note of a hand-over and promise an answer. A promise that is open already stays as it was said."""
    promise = _promise(session, situation, at=at)
    is_again = session.turns.filter(reason=Silence.FAILED).exclude(pk=turn.pk).exists()
    if turn.kind == Turn.Kind.ABSTAIN and is_again and not session.is_silent:
        return  # the colleagues know already; what comes to it stands in the conversation
    inbox.note_automatically(
        conversation=message.conversation, actor=ACTOR, client_id=id_of("note", turn.message_id), at=at,
        extras={"bot": {}, "handover": summary(session, turn, situation, promise)},
    )  # fmt: skip


def summary(session: Session, turn: Turn, situation: Situation, promise: Promise | None) -> dict[str, Any]:
    """Put together what whoever takes over needs to know: plain values, told in the reader's language."""
    memory = situation.memory
    said = Message.objects.filter(conversation=session.conversation_id, kind=Message.Kind.INBOUND).order_by("-pk")
    texts = [one for one in said.values_list("text", flat=True)[:MOST_READ] if one and not politeness.small_talk(one)]
    matters = [one for one in texts if not person.only_calls(one)] or texts
    words = [text.excerpt(one, length=WORDS_LONGEST) for one in matters[:MOST_WORDS]]
    feeling = mood.read(" \n".join(words))
    owed = promises.due_at(session.conversation_id)
    return {
        "reason": turn.reason, "language": situation.language, "mood": feeling.name, "wants": words[::-1],
        "shown": memory.shown, "values": _values(situation), "action": memory.filled.get("action", ""),
        "contact": memory.contact, "asked_contact": memory.waits_for_contact,
        "owed_at": owed.isoformat() if owed else "",
        "due_at": promise.due_at.isoformat() if promise and promise.due_at else "",
        "zone": situation.opening.zone if situation.opening else situation.zone,
        "turns": session.turns.exclude(kind=Turn.Kind.PASSED).count(),
    }  # fmt: skip


def _values(situation: Situation) -> list[list[str]]:
    """List what was filled into a form, titles in the customer's language."""
    filled = situation.memory.filled
    action = situation.taught.actions.get(str(filled.get("action", "")))
    values: dict[str, Any] = filled.get("values", {})
    titles = {one.name: one for one in action.parameters} if action else {}
    return [
        [
            wording.title(titles[name], language=situation.language) if name in titles else name,
            wording.value_words(titles[name], value, language=situation.language) if name in titles else str(value),
        ]
        for name, value in values.items()
    ]


def _promise(session: Session, situation: Situation, *, at: datetime) -> Promise | None:
    opening = situation.opening
    due = opening.opens_at if opening and not opening.is_open else None
    try:
        with db.refused_as(_Promised, constraint="promise_one_open"):
            return Promise.objects.create(conversation_id=session.conversation_id, said_at=at, due_at=due)
    except _Promised:
        return Promise.objects.filter(conversation=session.conversation_id, kept_at=None).first()
