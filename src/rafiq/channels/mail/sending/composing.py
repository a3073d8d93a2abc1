"""Puts a letter together: from whom, to whom, what it answers, text and HTML, all of it the same in every try.

Sources: RFC 5322 (headers, threading), RFC 3834 (Auto-Submitted), RFC 2369 (List-), RFC 5233 (sub-addresses).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.accounts import queries as accounts
from rafiq.channels.mail import addresses, letters, subjects
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.models import Letter
from rafiq.inbox.contracts import DeliveryFailed, Outbound
from rafiq.inbox.models import Channel, Message
from rafiq.platform import calendars, files, text

MOST_QUOTED, MOST_REFERENCES = 10_000, 20
NO_ROBOTS = gettext_noop("A machine wrote last: nothing automatic is sent to it.")
NO_ADDRESS = gettext_noop("The customer's mail names no address to answer to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter, ready to be written as a mail. Addresses are plain, names on one line, headers hold no line ends."""

    sender_name: str
    sender: str
    envelope_from: str
    to_name: str
    to: str
    cc: tuple[str, ...]
    reply_to: str
    subject: str
    rfc_id: str
    headers: dict[str, str]
    text: str
    html: str
    key: str
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class _Quote:
    """What is answered, as it stands below the answer."""

    intro: str
    text: str
    direction: str


def compose(channel: Channel, config: Config, message: Outbound) -> tuple[Composed, Letter]:
    """Put a letter together, with the row by which it will be known; reads, and writes nothing.

    Raises:
        DeliveryFailed: if there is nobody to write to, or a robot would be answered by a robot.
    """
    heard = letters.newest_heard(channel.pk, message.thread)
    to = _recipient(message, heard)
    last = letters.newest_heard(channel.pk, message.thread, but=("bounce",))
    if message.extras.get("is_automatic") and last and last.kind != "message":
        raise DeliveryFailed(NO_ROBOTS, is_permanent=True)
    answered = heard or Letter.objects.filter(channel=channel, thread=message.thread).order_by("-pk").first()
    language = message.language or text.guess_language(message.text) or accounts.company().language
    quote = _quote(config, heard, message, language) if config.quote and heard else None
    key = message.key or f"message-{message.message_id}"
    rfc_id = addresses.message_id(key, domain=config.domain)
    subject = _subject(message, answered)
    references = _references(answered)
    composed = Composed(
        sender_name=_line(config.name_in(language) or channel.name), sender=config.address,
        envelope_from=_envelope_from(channel, config, message), to_name=_line(message.customer_name), to=to,
        cc=_copies(message, to),
        reply_to=_reply_address(channel, config, message), subject=subject, rfc_id=rfc_id,
        headers=_headers(message, references, key, language), text=_plain(config, message, quote),
        html=_html(config, message, quote, language), key=key,
        files=tuple(Attached(name=_line(f.name), content_type=f.content_type, content=files.read(f.token))
                    for f in message.files),
    )  # fmt: skip
    return composed, _row(channel, config, message, composed, references)


def _recipient(message: Outbound, heard: Letter | None) -> str:
    """Tell where an answer goes: to who wrote last in the thread, or to the address a thread is begun with."""
    found = heard.reply_to or heard.sender if heard else ""
    to = found or text.normal_email(message.thread)
    if not to:
        raise DeliveryFailed(NO_ADDRESS, is_permanent=True)
    return to


def _copies(message: Outbound, to: str) -> tuple[str, ...]:
    """List who gets a copy, as the agent wished."""
    wished = message.extras.get("cc") or []
    found = [text.normal_email(str(one)) for one in ([wished] if isinstance(wished, str) else wished)]
    return tuple(dict.fromkeys(one for one in found if one and one != to))


def _subject(message: Outbound, answered: Letter | None) -> str:
    if wished := _line(str(message.extras.get("subject") or "")):
        return wished
    if answered and answered.subject:
        return subjects.answer_to(_line(answered.subject))
    given = _line(message.subject) or text.excerpt(message.text, length=60)
    return subjects.answer_to(given) if answered else given


def _references(answered: Letter | None) -> list[str]:
    """List what the letter answers, oldest first: the thread's root and the newest, as RFC 5322 (3.6.4) wants it."""
    if answered is None or not answered.rfc_id:
        return []
    chain = [one for one in [*answered.references, answered.rfc_id] if _is_plain_id(one)]
    return chain if len(chain) <= MOST_REFERENCES else [chain[0], *chain[1 - MOST_REFERENCES :]]


def _is_plain_id(rfc_id: str) -> bool:
    """Test whether a stranger's Message-ID can stand in a header of ours."""
    return (
        bool(rfc_id)
        and rfc_id.isascii()
        and rfc_id.isprintable()
        and not set(rfc_id) & set("<> ,")
        and len(rfc_id) < 900
    )


def _headers(message: Outbound, references: list[str], key: str, language: str) -> dict[str, str]:
    headers = {addresses.MARK: addresses.mark(key), "Content-Language": language}
    if references:
        headers |= {"In-Reply-To": f"<{references[-1]}>", "References": " ".join(f"<{one}>" for one in references)}
    if message.extras.get("is_automatic"):
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
    if unsubscribe := _line(str(message.extras.get("unsubscribe", ""))):
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _reply_address(channel: Channel, config: Config, message: Outbound) -> str:
    if not config.plus_addresses:
        return ""
    return addresses.plus_address(config.address, channel_key=channel.key, conversation=message.conversation_id)


def _envelope_from(channel: Channel, config: Config, message: Outbound) -> str:
    """Name the address bounces come back to: one that says which message bounced."""
    if not config.plus_addresses:
        return config.address
    return addresses.plus_address(config.address, channel_key=channel.key, message=message.message_id) or config.address


def _quote(config: Config, heard: Letter, message: Outbound, language: str) -> _Quote | None:
    said = Message.objects.filter(pk=heard.message_id or 0).values_list("text", flat=True).first()
    if not said:
        return None
    company = accounts.company()
    with translation.override(language):
        when = calendars.format_moment(
            heard.said_at, calendar=calendars.usual_calendar(language), language=language, zone=company.time_zone
        )
        intro = _("%(name)s wrote on %(when)s:") % {"name": message.customer_name or heard.sender, "when": when}
    return _Quote(_line(intro), text.clean(said, limit=MOST_QUOTED), text.direction(said))


def _plain(config: Config, message: Outbound, quote: _Quote | None) -> str:
    parts = [message.text]
    parts += [f"-- \n{config.signature}"] if config.signature else []
    parts += [quote.intro + "\n" + "\n".join(f"> {line}".rstrip() for line in quote.text.splitlines())] if quote else []
    return "\n\n".join(parts) + "\n"


def _html(config: Config, message: Outbound, quote: _Quote | None, language: str) -> str:
    direction = text.direction(message.text, default=text.language_direction(language))
    context = {
        "language": language, "direction": direction, "paragraphs": _paragraphs(message.text, direction),
        "signature": _paragraphs(config.signature, direction), "quote": quote, "subject": message.subject,
        "intro_direction": text.direction(quote.intro, default=direction) if quote else direction,
    }  # fmt: skip
    return render_to_string("mail/letter.html", context)


def _paragraphs(words: str, default: text.Direction) -> list[tuple[str, str]]:
    """Split a text into paragraphs, each with the direction in which it runs."""
    found = [one.strip("\n") for one in words.replace("\r\n", "\n").split("\n\n")]
    return [(one, text.direction(one, default=default)) for one in found if one.strip()]


def _row(channel: Channel, config: Config, message: Outbound, composed: Composed, references: list[str]) -> Letter:
    return Letter(
        channel=channel, external_id=f"out:{message.message_id}", message_id=message.message_id, is_ours=True,
        thread=message.thread, rfc_id=composed.rfc_id, references=references, sender=config.address,
        subject=composed.subject[: subjects.MOST_SUBJECT], subject_key=subjects.key(composed.subject),
        people={"from": [config.address], "to": [composed.to], "cc": [*composed.cc]},
        participants=[composed.to, *composed.cc], said_at=_said_at(message),
    )  # fmt: skip


def _said_at(message: Outbound) -> datetime:
    return Message.objects.values_list("said_at", flat=True).get(pk=message.message_id)


def _line(words: str) -> str:
    """Put words on one line: what is written into a header can then begin no other."""
    return " ".join(text.clean(words, limit=400).split())
