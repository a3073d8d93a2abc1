"""The SMPP kind of channel."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.sms import base, joining, ledger, numbers
from rafiq.channels.sms.base import Sms
from rafiq.channels.sms.forms import SmppForm
from rafiq.channels.sms.models import SentPart
from rafiq.channels.sms.smpp import contents, errors, pool, receipts
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.live import REFUSING, Listener
from rafiq.channels.sms.smpp.pdu import Address, Command, Malformed, Pdu, Short
from rafiq.channels.sms.smpp.session import LineLost, Refused, Session
from rafiq.channels.sms.splitting import TooLong
from rafiq.channels.transport import connections, unreached
from rafiq.channels.transport.contracts import ChannelForm, Health, Parsed, RawItem, Unreadable
from rafiq.inbox.contracts import DeliveryFailed, Edit, Inbound, Outbound, ProviderAway
from rafiq.inbox.models import Channel

logger = logging.getLogger(__name__)

TOO_LONG = gettext_noop("This message is too long for SMS")
MISSING = gettext_noop("A part of this long message has not arrived; […] shows where.")
INTERNATIONAL = 1


class Smpp(Sms):
    """A message centre (or an aggregator that speaks like one) reached by SMPP 3.4."""

    kind: str = "smpp"
    form: type[ChannelForm] = SmppForm
    guide: str = "sms/smpp_guide.html"
    uses_hook: bool = False

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("SMS over SMPP")

    def hand_over(self, message: Outbound, body: str) -> str:
        """Submit the parts that are not submitted yet, in order; the first one's id is the message's."""
        link = Link.of(message.settings, message.secret)
        try:
            parts = ledger.begin(message, total=len(contents.pieces_of(body, link)))
        except TooLong as error:
            raise DeliveryFailed(TOO_LONG, is_permanent=True) from error
        shorts = contents.compose(body, to=message.thread, link=link, reference=parts[0].reference)
        for part, short in zip(parts, shorts, strict=True):
            if ledger.is_open(part):
                self._submit(message.channel_id, link, part, short)
        return parts[0].provider_id

    def _submit(self, channel_id: int, link: Link, part: SentPart, short: Short) -> None:
        ledger.sending(part)
        try:
            provider_id = pool.submit(channel_id, link, short)
        except Refused as error:
            ledger.unsent(part)
            if error.status in REFUSING:
                connections.revoked(channel_id, errors.words_of(error.status))
            raise errors.failure_of(error.status) from error
        except (OSError, LineLost) as error:
            ledger.unsent(part)
            raise ProviderAway(errors.AWAY, retry_after=15) from error
        ledger.sent(part, provider_id)

    async def listen(self, channel: Channel) -> None:
        """Hold a bind and journal what the centre delivers; see `Transport`."""
        if channel.settings.get("bind") == "transmitter":
            return
        try:
            await Listener(channel).listen()
        except (OSError, LineLost) as error:
            logger.info("The line of channel %s broke: %s", channel.pk, error)
            raise LineLost(errors.AWAY) from error

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """Understand a deliver_sm or data_sm, or that a long message has waited long enough for its parts."""
        if gathering_id := item.meta.get("gap"):
            return self._released(channel, int(gathering_id))
        short = _short_of(item)
        sender = _sender(channel, short.source)
        if receipt := receipts.read(short):
            reason = errors.reason_of(receipt.state)
            found = ledger.note(channel.pk, receipt.ids, fate=receipt.fate, reason=reason, to=sender)
            return replace(found, note=" ".join(filter(None, (receipt.state, receipt.error, found.note))))
        if receipts.is_notice(short):
            return Parsed(note="a notice of the centre that names no message")
        return self._message(channel, item, short, sender)

    def _message(self, channel: Channel, item: RawItem, short: Short, sender: str) -> Parsed:
        content = contents.read(short)
        words = contents.letters(content.octets, content.coding, alphabet=_alphabet(channel))
        at = base.arrived_at(channel, item)
        if words is None:
            return Parsed(note="a message for the phone, not for people")
        if content.portion is None:
            whole = base.inbound(channel, sender=sender, words=words, external_id=item.key, said_at=at)
            return Parsed(messages=[whole])
        portion = content.portion
        part = joining.Part(
            channel_id=channel.pk, sender=sender, to=short.destination.digits, reference=portion.reference,
            total=portion.total, number=portion.number, coding=content.coding, body=content.octets, at=at,
        )  # fmt: skip
        joined = joining.take(part, read=_reader(channel))
        if joined is None:
            return Parsed(note=f"part {portion.number} of {portion.total}")
        if joined.is_late:
            return Parsed(edits=[Edit(external_id=joined.external_id, text=joined.text, edited_at=at)])
        return Parsed(messages=[_of_joined(channel, joined)])

    def _released(self, channel: Channel, gathering_id: int) -> Parsed:
        joined = joining.release(gathering_id, channel_id=channel.pk, read=_reader(channel))
        if joined is None:
            return Parsed(note="all parts came in the meantime")
        return Parsed(messages=[_of_joined(channel, joined)])

    def health(self, channel: Channel) -> Health:
        """Bind and unbind; see `Transport`."""
        try:
            asyncio.run(_try(Link.of(channel.settings, base.secret_of(channel))))
        except Refused as error:
            return Health(is_well=False, words=_(errors.words_of(error.status)))
        except (OSError, LineLost, ValueError) as error:
            words = _("The message centre cannot be reached: %(reason)s") % {"reason": unreached.reason(error)}
            return Health(is_well=False, words=words)
        return Health(is_well=True, words=_("The message centre knows us and takes our messages."))


async def _try(link: Link) -> None:
    session = Session(link)
    await session.open(Command.BIND_TRANSMITTER)
    await session.close()


def _short_of(item: RawItem) -> Short:
    try:
        unit = Pdu.decode(item.body)
        return Short.decode_data(unit.body) if unit.command == Command.DATA_SM else Short.decode(unit.body)
    except Malformed as error:
        raise Unreadable(f"not a message of SMPP: {error}") from error


def _sender(channel: Channel, source: Address) -> str:
    country = str(channel.settings.get("country", "IR"))
    return numbers.normal(source.digits, country=country, is_international=source.ton == INTERNATIONAL)


def _alphabet(channel: Channel) -> str:
    return str(channel.settings.get("alphabet", "gsm"))


def _reader(channel: Channel) -> joining.Read:
    alphabet = _alphabet(channel)
    return lambda octets, coding: contents.letters(octets, coding, alphabet=alphabet)


def _of_joined(channel: Channel, joined: joining.Joined) -> Inbound:
    extras: dict[str, object] = {}
    if joined.missing:
        extras = {"parts": joined.total, "missing_parts": list(joined.missing), "problems": [MISSING]}
    return base.inbound(
        channel, sender=joined.sender, words=joined.text, external_id=joined.external_id, said_at=joined.at,
        extras=extras,
    )  # fmt: skip
