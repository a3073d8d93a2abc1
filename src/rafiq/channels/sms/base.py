"""What all kinds of SMS channel have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.sms import joining, ledger, numbers, opting
from rafiq.channels.sms.models import Opting, SentPart
from rafiq.channels.sms.opting import Wish
from rafiq.channels.transport.contracts import Hook, HookAnswer, HookRefused, Parsed, RawItem, Tally
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.contracts import DeliveryFailed, Inbound, Outbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets, text
from rafiq.platform.files.serving import file_url

NO_WORDS = gettext_noop("There is nothing in this message that can be sent as SMS")
NO_FILES = gettext_noop("Files cannot be sent as SMS until this installation knows its public address (RAFIQ_URL)")

type Give = Callable[[SentPart, str], str]


class Sms:
    """One person is one phone number, and the number is the thread.

    A kind says how to hand one text over (`hand_over`) and what its items mean (`parse`).
    """

    kind: str = ""
    icon: str = "phone"
    group: str = "sms"
    confirms_itself: bool = False
    uses_hook: bool = True

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by SMS")

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Every phone number of a customer is a way to reach them."""
        return [(value, value, is_verified) for kind, value, is_verified in identities if kind == numbers.PHONE]

    def send(self, message: Outbound) -> str:
        """Hand a message over; see `ChannelAdapter`. Never to somebody who wants none."""
        opting.refuse(message.channel_id, message.thread)
        return self.hand_over(message, body_of(message))

    def hand_over(self, message: Outbound, body: str) -> str:
        """Give a text to the provider, once however often it is tried; return the provider's id for it."""
        raise NotImplementedError

    def confirm(self, row: Opting) -> None:
        """Tell somebody that their wish about messages was heard."""
        channel = row.channel
        body = opting.CONFIRMATIONS[row.is_out, row.language if row.language in {"fa", "ar"} else "en"]
        message = Outbound(
            message_id=0, conversation_id=0, thread=row.number, text=body, author="", channel_id=channel.pk,
            key=f"opting-{row.pk}-{row.changes}", settings=channel.settings, secret=secret_of(channel),
        )  # fmt: skip
        self.hand_over(message, body)

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """Refuse: a kind without a webhook gets no calls."""
        raise HookRefused("this kind of channel is called by nobody", status=404)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """Keep what the messages say about wanting any, and that long ones were stored."""
        joining.settle([message.external_id for message in parsed.messages])
        for message in parsed.messages:
            if wish := wish_in(channel, message.text, message.extras):
                opting.keep(
                    channel_id=channel.pk, number=message.thread, wish=wish, said_at=message.said_at,
                    is_confirmed=self.confirms_itself or not channel.settings.get("confirm_opting", True),
                )  # fmt: skip

    async def listen(self, channel: Channel) -> None:
        """Return at once: the provider calls us."""

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Not known: this provider has no such question."""
        return None

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Nothing: this provider has no such question."""
        return 0


def body_of(message: Outbound) -> str:
    """Return the words to send: the text, and a link for each file.

    Raises:
        DeliveryFailed: for good, if there is nothing that could be sent.
    """
    if message.files and not settings.PUBLIC_URL:
        raise DeliveryFailed(NO_FILES, is_permanent=True)
    links = [f"{settings.PUBLIC_URL}{file_url(one.token, one.name)}" for one in message.files]
    body = "\n".join([*([message.text] if message.text else []), *links])
    if not body.strip():
        raise DeliveryFailed(NO_WORDS, is_permanent=True)
    return body


def hand_over_pieces(message: Outbound, pieces: Sequence[str], give: Give) -> str:
    """Hand a message over to a provider that numbers parts itself; what has an id already is not handed over again.

    `give` gets a part, whose `token` is the same in every try, and its words; it returns the provider's id.
    Returns the id of the first piece, by which reports will name the message.
    """
    parts = ledger.begin(message, total=len(pieces))
    for part, piece in zip(parts, pieces, strict=True):
        if ledger.is_open(part):
            ledger.sending(part)
            try:
                provider_id = give(part, piece)
            except DeliveryFailed:
                ledger.unsent(part)
                raise
            ledger.sent(part, provider_id)
    return parts[0].provider_id


def inbound(  # noqa: PLR0913  # what a message consists of
    channel: Channel,
    *,
    sender: str,
    words: str,
    external_id: str,
    said_at: datetime,
    extras: Mapping[str, Any] | None = None,
    tokens: Sequence[str] = (),
    owner: str = "",
) -> Inbound:
    """Make a message of what a number wrote, marked if it asks for no more messages (or for messages again)."""
    kept = dict(extras or {})
    if wish := wish_in(channel, words, kept):
        kept |= opting.extras(wish)
    return Inbound(
        channel_id=channel.pk, thread=sender, external_id=external_id[:200], sender=numbers.identity(sender),
        text=text.clean(words), said_at=said_at, sender_label=sender, extras=kept, files=tuple(tokens),
        file_owner=owner,
    )  # fmt: skip


def wish_in(channel: Channel, words: str, extras: Mapping[str, Any]) -> Wish | None:
    """Tell what a message asks for: as the provider understood it, or as the words say."""
    told = {"STOP": True, "START": False}.get(str(extras.get("provider_opting", "")).upper())
    found = opting.wish_of(words, more_words=str(channel.settings.get("out_words", "")))
    if told is None:
        return found
    return Wish(told, found.language if found else "en")


def number_of(channel: Channel, raw: str) -> str:
    """Return a number in the form it is known by, given as people of the channel's country write it."""
    return numbers.normal(raw, country=str(channel.settings.get("country", "IR")))


def arrived_at(channel: Channel, item: RawItem) -> datetime:
    """Tell when an item came, for providers that do not say when its message was written."""
    if given := item.meta.get("at"):
        return datetime.fromisoformat(str(given))
    return Arrival.objects.filter(channel=channel, key=item.key[:200]).values_list("arrived_at", flat=True).get()


def secret_of(channel: Channel) -> str:
    """Return a channel's secret as it was given; "" where there is none, or it is of another installation."""
    try:
        return secrets.decrypt(channel.secret) if channel.secret else ""
    except secrets.Unreadable:
        return ""


def hidden(secret: str, name: str) -> str:
    """Return one of a channel's secrets."""
    try:
        found = json.loads(secret)
    except ValueError:
        return ""
    return str(found.get(name, "")) if isinstance(found, dict) else ""
