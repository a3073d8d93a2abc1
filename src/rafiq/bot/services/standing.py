"""While everybody is busy the bot talks with whoever waits for a person; their place in line stays as it is."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import translation

from rafiq.accounts import queries as accounts
from rafiq.bot import queries
from rafiq.bot.dialogue import responding, shaping, wording
from rafiq.bot.dialogue.memory import Memory
from rafiq.bot.dialogue.situation import Response
from rafiq.bot.models import BotSettings, Mode, Session, Silence, Turn
from rafiq.bot.services.calling import ACTOR
from rafiq.bot.services.seeing import is_important
from rafiq.bot.services.taking import locked_session
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.workforce import queries as workforce

WILLING = frozenset({"", Silence.ASKED, Silence.FAILED})
"""Why a person was called, where the bot may offer its help once more. Whoever is upset, speaks another language, or
has a matter for people is left to them."""


def can_stand_in() -> bool:
    """Test whether the bot answers by itself on any channel."""
    settings = queries.settings()
    if not settings.is_active:
        return False
    channels = Channel.objects.values_list("pk", "kind")
    return any(settings.mode_of(channel_id=pk, kind=kind) == Mode.ANSWER for pk, kind in channels)


@transaction.atomic
def stand_in(conversation_id: int, *, at: datetime) -> bool:
    """Offer help to a customer who waits for a person, and listen again; tell whether anything was said.

    They go on waiting, in the same place, until a person has the conversation or they say that an answer of the bot was
    enough. Once a conversation: repeating it says nothing.
    """
    found = Conversation.objects.select_related("channel", "customer").filter(pk=conversation_id).first()
    if found is None or found.waiting_since is None or found.assignee_id is not None or not found.is_open:
        return False
    session, settings = locked_session(conversation_id), queries.settings()
    memory = Memory.read(session.state)
    last = found.messages.filter(kind=Message.Kind.INBOUND).order_by("-pk").first()
    language = session.language or found.language or accounts.company().language
    if last is None or memory.has_stood_in or not _is_willing(session, settings, found, language, at=at):
        return False
    _listen(session, memory)
    with translation.override(language):
        _say(found, last, settings, language, at=at)
    return True


def _is_willing(
    session: Session, settings: BotSettings, found: Conversation, language: str, *, at: datetime
) -> bool:  # fmt: skip
    if not settings.is_active or settings.mode_of(channel_id=found.channel_id, kind=found.channel.kind) != Mode.ANSWER:
        return False
    if session.reason not in WILLING or session.said >= responding.MOST_TURNS:
        return False
    return language in (settings.languages or ("fa", "ar", "en")) and not is_important(found, settings, at=at)


def _listen(session: Session, memory: Memory) -> None:
    """Begin anew what was asked and failed; what the customer is owed stays owed."""
    memory.form, memory.options, memory.answered_turn = None, [], 0
    memory.is_handed_over = memory.stands_in = memory.has_stood_in = True
    session.state, session.silent_since, session.reason, session.failures = memory.plain(), None, "", 0
    session.save(update_fields=["state", "silent_since", "reason", "failures"])


def _say(found: Conversation, last: Message, settings: BotSettings, language: str, *, at: datetime) -> None:
    name, opening = wording.bot_name(settings.name(language)), workforce.opening(at=at, team_id=found.team_id)
    words = wording.standing_in(name, is_open=opening is None or opening.is_open)
    said = Response(
        kind=Turn.Kind.SMALL_TALK, text=words, asides=(wording.person_please(),)
    )  # fmt: skip
    shaped = shaping.shape(said, kind=found.channel.kind, name=name, language=language)
    inbox.say_automatically(
        conversation=found, actor=ACTOR, body=shaped.text, answers=last, extras=shaped.extras, at=at, settles=False,
        client_id=uuid5(NAMESPACE_URL, f"rafiq:bot:stand-in:{found.pk}:{last.pk}"),
    )  # fmt: skip
