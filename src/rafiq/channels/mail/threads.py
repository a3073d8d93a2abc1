"""Which thread a mail belongs to. Nobody gets into a thread by merely naming it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rafiq.channels.mail import addresses, letters, subjects
from rafiq.channels.mail.models import Letter
from rafiq.customers.models import Identity
from rafiq.inbox.models import Channel, Conversation, Message

SAME_SUBJECT_WITHIN = timedelta(days=14)
MOST_REFERENCES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a mail says about where it belongs: who wrote it (normal address), to whom, which mails it refers to.

    `sender` is "" where it is nobody who may be believed; `answers_to` is where it wants to be answered.
    """

    sender: str
    answers_to: str
    recipients: Sequence[str]
    references: Sequence[str]
    subject: str
    at: datetime


def find(channel: Channel, clues: Clues, recent: letters.Recent) -> str | None:
    """Find the thread a mail goes on in; None where it begins one.

    First by an address we signed, then by the Message-IDs it refers to where its sender takes part in that thread,
    last by subject: the same sender, answered at an address known in that thread (or anybody could write in their name
    and get our answers), an answer by its mark, not older than two weeks.
    """
    return (
        _by_address(channel, clues.recipients)
        or _by_references(channel, clues, recent)
        or _by_subject(channel, clues, recent)
    )


def of_conversation(channel: Channel, conversation_id: int) -> str | None:
    """Name the thread in which a conversation was last carried on over this channel."""
    said = Message.objects.filter(conversation=conversation_id, channel=channel).exclude(thread="")
    found = said.order_by("-pk").values_list("thread", flat=True).first()
    if found:
        return found
    begun = Conversation.objects.filter(pk=conversation_id, channel=channel)
    return begun.values_list("thread", flat=True).first()


def _by_address(channel: Channel, recipients: Iterable[str]) -> str | None:
    for address in recipients:
        token = addresses.token_in(address, channel_key=channel.key)
        if token is None:
            continue
        if token.is_conversation:
            found = of_conversation(channel, token.number)
        else:
            letter = letters.ours(channel.pk, message_id=token.number)
            found = letter.thread if letter else None
        if found:
            return found
    return None


def _by_references(channel: Channel, clues: Clues, recent: letters.Recent) -> str | None:
    wanted = [one for one in clues.references if one][:MOST_REFERENCES]
    if not (wanted and clues.sender):
        return None
    known = list(Letter.objects.filter(channel=channel, rfc_id__in=wanted).order_by("-pk")[:200])
    known += [letter for letter in recent.of(channel.pk) if letter.rfc_id in wanted]
    if not known:
        return None
    threads = {letter.thread for letter in known}
    open_to_sender = _open_to(channel, clues.sender, threads, recent)
    known.sort(key=lambda letter: wanted.index(letter.rfc_id))
    return next((letter.thread for letter in known if letter.thread in open_to_sender), None)


def _open_to(channel: Channel, sender: str, threads: set[str], recent: letters.Recent) -> set[str]:
    """Keep the threads in which this sender, or the same person by another of their addresses, takes part."""
    found = {one.thread for one in recent.of(channel.pk) if one.thread in threads and sender in one.participants}
    if found == threads:
        return found
    stored = Letter.objects.filter(channel=channel, thread__in=threads)
    found |= set(stored.filter(participants__contains=[sender]).values_list("thread", flat=True))
    others = [] if found else _other_addresses(sender)
    if others:
        found |= set(stored.filter(participants__overlap=others).values_list("thread", flat=True))
    return found


def _other_addresses(sender: str) -> list[str]:
    emails = Identity.objects.filter(kind=Identity.Kind.EMAIL, is_verified=True)
    same_person = emails.filter(customer__in=emails.filter(value=sender).values("customer"))
    return list(same_person.exclude(value=sender).values_list("value", flat=True))


def _by_subject(channel: Channel, clues: Clues, recent: letters.Recent) -> str | None:
    key = subjects.key(clues.subject)
    if not (key and clues.sender and subjects.is_answer(clues.subject)):
        return None
    taking_part = {clues.sender, clues.answers_to}
    for letter in reversed(list(recent.of(channel.pk))):
        if letter.subject_key == key and taking_part <= set(letter.participants):
            return letter.thread
    same = Letter.objects.filter(
        channel=channel, subject_key=key, participants__contains=sorted(taking_part),
        said_at__gte=clues.at - SAME_SUBJECT_WITHIN, said_at__lte=clues.at + SAME_SUBJECT_WITHIN,
    )  # fmt: skip
    return same.order_by("-pk").values_list("thread", flat=True).first()
