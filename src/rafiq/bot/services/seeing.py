"""What is known of a message when the bot takes its turn: read without a lock, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Role
from rafiq.bot import queries
from rafiq.bot.dialogue import language
from rafiq.bot.dialogue.memory import Memory
from rafiq.bot.dialogue.situation import Situation
from rafiq.bot.model import asking, following
from rafiq.bot.models import BotSettings, Mode, Session, Turn
from rafiq.customers import finding, registry
from rafiq.customers.models import Customer, Identity, Segment
from rafiq.inbox.models import Conversation, ConversationTag, Message
from rafiq.routing.queries import choices
from rafiq.workforce import queries as workforce

OLD = timedelta(hours=1)
"""What was said longer ago is not answered: it was held up somewhere, or brought in from elsewhere."""
LONGEST = 2_000
MOST_BEFORE = 5
KNOWN_BY = (Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.EXTERNAL)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message the bot may answer, and how."""

    message: Message
    mode: Mode
    settings: BotSettings
    situation: Situation
    has_newer: bool


def concerns(message: Message, settings: BotSettings, *, at: datetime) -> bool:
    """Test whether the bot has anything to do with a message at all."""
    mode = settings.mode_of(channel_id=message.channel_id, kind=message.channel.kind)
    is_person = message.is_inbound and not message.extras.get("is_automatic") and not message.extras.get("is_deleted")
    is_wanted = settings.is_active and mode != Mode.OFF and is_person and message.said_at > at - OLD
    return is_wanted and not choices.is_choice(message)


def is_listening(message_id: int, *, at: datetime) -> bool:
    """Test whether the bot wants to look at a message said at a moment.

    Nothing is that was said before the bot was set up as it is: whoever switches it on does not have it answer what
    the log holds from before. Such, and all while it is off, take one statement.
    """
    settings = queries.settings()
    if not settings.is_active or settings.changed_at is None or at < settings.changed_at - OLD:
        return False
    found = Message.objects.filter(pk=message_id).select_related("channel").first()
    return found is not None and concerns(found, settings, at=at)


def see(message_id: int, *, at: datetime) -> Seen | None:
    """Gather all that counts for an answer; None where the bot has nothing to say to it."""
    found = Message.objects.filter(pk=message_id).select_related("channel", "conversation__customer").first()
    settings = queries.settings()
    if found is None or not concerns(found, settings, at=at) or not found.conversation.is_open:
        return None
    session = Session.objects.filter(conversation=found.conversation_id).first() or Session(
        conversation=found.conversation
    )
    mode = settings.mode_of(channel_id=found.channel_id, kind=found.channel.kind)
    newer = found.conversation.messages.filter(pk__gt=found.pk, kind=Message.Kind.INBOUND)
    situation = _situation(found, session, settings, mode=mode, at=at)
    return Seen(found, mode, settings, situation, has_newer=newer.exists())


def _situation(message: Message, session: Session, settings: BotSettings, *, mode: Mode, at: datetime) -> Situation:
    conversation, customer, company = message.conversation, message.conversation.customer, accounts.company()
    spoken = tuple(settings.languages) or ("fa", "ar", "en")
    said = _said(message)
    before = [session.language, conversation.language, customer.language, company.language]
    of = language.of(said, before=before, spoken=spoken)
    is_known, is_vouched = _is_known(message, customer), _is_vouched(message, customer)
    opening = workforce.opening(at=at, team_id=conversation.team_id)
    return Situation(
        said=said, language=of, at=at, memory=Memory.read(session.state), taught=queries.taught(),
        audiences=("PUBLIC", "CUSTOMERS") if is_vouched else ("PUBLIC",), is_known=is_known,
        is_silent=session.is_silent or conversation.assignee_id is not None,
        is_important=is_important(conversation, settings, at=at), is_reachable=_is_reachable(message, customer),
        hands_over_anger=settings.hands_over_anger, only_answers=mode == Mode.SUGGEST, name=settings.name(of),
        failures=session.failures, most_failures=settings.failures, spoken=session.said, opening=opening,
        zone=company.time_zone, has_files=message.attachments.exists(), spoken_languages=spoken,
        before=_before(message),
    )  # fmt: skip


def _before(message: Message) -> tuple[tuple[str, str], ...]:
    """Return what customer and company said to each other before, if a model is there to follow it; never notes."""
    if not asking.is_on("follows_up"):
        return ()
    said = message.conversation.messages.filter(kind__in=(Message.Kind.INBOUND, Message.Kind.OUTBOUND))
    lines = said.filter(pk__lt=message.pk).order_by("-pk").values_list("kind", "text")[: following.MOST_LINES]
    return tuple(("customer" if kind == Message.Kind.INBOUND else "service", words) for kind, words in lines)[::-1]


def _said(message: Message) -> str:
    """Return what was said, with what was said just before and got no answer since it was not the newest."""
    before = Turn.objects.filter(
        session__conversation=message.conversation_id, message__lt=message.pk, kind=Turn.Kind.PASSED,
        evidence__superseded=True,
    ).order_by("-message")  # fmt: skip
    answered = message.conversation.messages.filter(kind=Message.Kind.OUTBOUND, pk__lt=message.pk).order_by("-pk")
    since = answered.values_list("pk", flat=True).first() or 0
    texts = list(before.filter(message__gt=since).values_list("message__text", flat=True)[:MOST_BEFORE])[::-1]
    return "\n".join([*texts, message.text])[-LONGEST:] if texts else message.text[:LONGEST]


def _is_known(message: Message, customer: Customer) -> bool:
    """Test whether it is certain who wrote: a customer's own address, and not somebody else in the same exchange.

    The sender of a mail never is: a forged one may ask for the answer to be sent elsewhere.
    """
    if message.extras.get("from") or message.channel.kind == "mail":
        return False
    return customer.identities.filter(is_verified=True, kind__in=KNOWN_BY).exists()


def _is_vouched(message: Message, customer: Customer) -> bool:
    """Test whether a customer of the shop wrote: its page said so, or knows them by a number. A phone alone is none."""
    kinds = KNOWN_BY if message.channel.kind == "webchat" else (Identity.Kind.EXTERNAL,)
    return _is_known(message, customer) and customer.identities.filter(is_verified=True, kind__in=kinds).exists()


def _is_reachable(message: Message, customer: Customer) -> bool:
    """Test whether an answer reaches the customer later, too: a chat window may be closed for good."""
    if message.channel.kind != "webchat":
        return True
    return customer.identities.filter(kind__in=(Identity.Kind.EMAIL, Identity.Kind.PHONE)).exists()


def is_important(conversation: Conversation, settings: BotSettings, *, at: datetime) -> bool:
    """Test whether an administrator wants a person for this customer, or this conversation, at once."""
    if settings.tag_id and ConversationTag.objects.filter(conversation=conversation, tag=settings.tag_id).exists():
        return True
    if settings.segment_id is None:
        return False
    segment = Segment.objects.filter(pk=settings.segment_id).select_related("owner").first()
    return segment is not None and _is_in(segment, conversation.customer_id, at=at)


def _is_in(segment: Segment, customer_id: int, *, at: datetime) -> bool:
    """Test whether a customer is in a saved filter, as its owner (or an administrator) sees it."""
    owner = segment.owner or Agent.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if owner is None:
        return False
    known = registry.filterables(owner)
    return finding.in_segment(segment, known=known, at=at).filter(pk=customer_id).exists()
