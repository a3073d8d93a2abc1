"""The bot takes its turn: once for every message, whatever dies and however many try."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from rafiq.bot.dialogue import mood, person, responding, shaping, wording
from rafiq.bot.dialogue.situation import Response, Wish
from rafiq.bot.model import speaking
from rafiq.bot.models import ActionRun, Mode, Promise, Session, Silence, Turn
from rafiq.bot.services import seeing
from rafiq.bot.services.calling import ACTOR, call_person, id_of
from rafiq.bot.services.seeing import Seen
from rafiq.customers import services as customers
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from rafiq.platform import jobs

TAKE_JOB = "bot.take"
RUN_JOB = "bot.run_action"


def queue(message_id: int, *, conversation_id: int) -> None:
    """Have a message looked at, one at a time of a conversation; in the caller's transaction."""
    jobs.enqueue(TAKE_JOB, [jobs.Wish({"message_id": message_id}, lock=f"bot-conversation-{conversation_id}")])


def take(message_id: int, *, at: datetime) -> Turn | None:
    """Take the turn for a message, if the bot has anything to do with it; return what came of it.

    Everything is read and decided outside of transactions, and written in one: the turn, the answer, what is
    remembered. Repeating it returns the first turn.
    """
    if existing := Turn.objects.filter(message=message_id).first():
        return existing
    seen = seeing.see(message_id, at=at)
    if seen is None:
        return None
    with translation.override(seen.situation.language):
        response = speaking.worded(seen.situation, _responded(seen))
        return write_turn(seen, response, at=at)


def _responded(seen: Seen) -> Response:
    situation = seen.situation
    if seen.mode == Mode.SUGGEST:
        return Response(kind=Turn.Kind.PASSED) if seen.has_newer else responding.suggest(situation)
    is_urgent = person.wants_person(situation.said) or mood.read(situation.said).name == "ANGRY"
    if seen.has_newer and not is_urgent:
        return Response(kind=Turn.Kind.PASSED, evidence={"superseded": True})
    return responding.respond(situation)


@transaction.atomic
def write_turn(seen: Seen, response: Response, *, at: datetime) -> Turn:
    """Write what the bot makes of a message, all at once; a person who was quicker has the word."""
    session = locked_session(seen.message.conversation_id)
    if existing := Turn.objects.filter(message=seen.message).first():
        return existing
    conversation = Conversation.objects.get(pk=seen.message.conversation_id)
    is_late = session.is_silent or conversation.assignee_id is not None or _was_answered(seen.message)
    if not conversation.is_open or (is_late and response.kind not in {Turn.Kind.CONTACT, Turn.Kind.PASSED}):
        response = Response(kind=Turn.Kind.PASSED, evidence={"came_late": True})
    if seen.mode == Mode.SUGGEST:
        return _suggest(seen, session, response, at=at)
    turn = _turn(seen, session, response, at=at)
    if response.text:
        _say(seen, session, turn, response, at=at)
    _remember(seen, session, turn, response)
    if response.claims:
        customers.note_claims(conversation.customer, list(response.claims), at=at)
    if response.wish is not None:
        _begin_run(turn, response.wish, at=at)
    if response.reason:
        call_person(session, turn, seen.situation, seen.message, at=at)
    session.save()
    turn.save()
    return turn


def locked_session(conversation_id: int) -> Session:
    """Lock what the bot remembers of a conversation, made when it is first needed."""
    Session.objects.get_or_create(conversation_id=conversation_id)
    return Session.objects.select_for_update(no_key=True).get(conversation=conversation_id)


def _was_answered(message: Message) -> bool:
    """Test whether a person answered meanwhile."""
    said = message.conversation.messages.filter(kind=Message.Kind.OUTBOUND, pk__gt=message.pk)
    return said.filter(author__isnull=False).exists()


def _turn(seen: Seen, session: Session, response: Response, *, at: datetime) -> Turn:
    return Turn.objects.create(
        session=session, message=seen.message, kind=response.kind, state=Turn.State.SILENT,
        language=seen.situation.language, reading=response.reading, confidence=response.confidence,
        article_key=response.article_key, snippet_id=response.snippet_id, intent=response.intent,
        reason=response.reason, evidence=dict(response.evidence), taken_at=at,
    )  # fmt: skip


def _say(seen: Seen, session: Session, turn: Turn, response: Response, *, at: datetime) -> None:
    """Write what is said; whoever waits for a person goes on waiting, whatever else the bot knows meanwhile."""
    shaped = _shaped(seen, response)
    turn.said = {"text": shaped.text, "extras": shaped.extras}
    turn.answer = inbox.say_automatically(
        conversation=seen.message.conversation, actor=ACTOR, body=shaped.text, answers=seen.message,
        client_id=id_of("turn", seen.message.pk), extras=shaped.extras, at=at,
        settles=response.settles and not seen.situation.memory.is_handed_over,
    )  # fmt: skip
    turn.state = Turn.State.WRITTEN
    session.said += 1


def _suggest(seen: Seen, session: Session, response: Response, *, at: datetime) -> Turn:
    """Keep an answer for the agents where there is one; nothing older is suggested beside it."""
    Turn.objects.filter(session=session, state=Turn.State.SUGGESTED).update(state=Turn.State.DISMISSED)
    turn = _turn(seen, session, response, at=at)
    if response.settles and response.text and response.kind in {Turn.Kind.ANSWER, Turn.Kind.INTENT}:
        shaped = _shaped(seen, response)
        turn.said, turn.state = {"text": shaped.text, "extras": shaped.extras}, Turn.State.SUGGESTED
    turn.reason = ""
    turn.save()
    return turn


def _shaped(seen: Seen, response: Response) -> shaping.Shaped:
    language = seen.situation.language
    name = wording.bot_name(seen.situation.name)
    return shaping.shape(response, kind=seen.message.channel.kind, name=name, language=language)


def _remember(seen: Seen, session: Session, turn: Turn, response: Response) -> None:
    memory = seen.situation.memory
    if response.verdict:
        answered = session.turns.filter(pk=seen.situation.memory.answered_turn or turn.pk).exclude(pk=turn.pk)
        last = answered.first() or session.turns.filter(kind__in=["ANSWER", "INTENT"]).order_by("-pk").first()
        if last is not None:
            Turn.objects.filter(pk=last.pk).update(verdict=response.verdict)
    if response.settles and response.verdict == Turn.Verdict.HELPED and not memory.is_handed_over:
        Promise.objects.filter(conversation=session.conversation_id, kept_at=None).update(kept_at=turn.taken_at)
    if response.kind in {Turn.Kind.ANSWER, Turn.Kind.INTENT} and not response.reason:
        memory.answered_turn = turn.pk
    session.language = seen.situation.language
    session.state = memory.plain()
    session.failures = 0 if response.forgives else min(session.failures + response.failures, 1_000)
    if response.silences and not session.is_silent:
        session.silent_since, session.reason = turn.taken_at, Silence(response.reason)


def _begin_run(turn: Turn, wish: Wish, *, at: datetime) -> None:
    """Have an action done, after this transaction and apart from it."""
    run = ActionRun.objects.create(
        turn=turn, key=id_of("run", turn.message_id), action=wish.action.name, values=dict(wish.values), begun_at=at
    )
    jobs.enqueue(RUN_JOB, [jobs.Wish({"run_id": run.pk}, lock=f"bot-conversation-{turn.session.conversation_id}")])
