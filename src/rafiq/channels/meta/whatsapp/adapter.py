"""The WhatsApp channel, as the rest of the product knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.channels.meta import graph, hooks, memory, people
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.forms import WhatsAppForm
from rafiq.channels.meta.health import ask
from rafiq.channels.meta.refusals import USE_A_TEMPLATE
from rafiq.channels.meta.shapes import Nonsense, load, words
from rafiq.channels.meta.speech import company_speech
from rafiq.channels.meta.understood import Understood
from rafiq.channels.meta.whatsapp import sending, templates
from rafiq.channels.meta.whatsapp.parse import HANDLE_SPACE, Parser
from rafiq.channels.meta.whatsapp.templates import TemplateRow
from rafiq.channels.transport.contracts import (
    ChannelForm,
    Health,
    Hook,
    HookAnswer,
    Parsed,
    RawItem,
    Tally,
    Unreadable,
)
from rafiq.inbox.contracts import DeliveryFailed, Outbound
from rafiq.inbox.models import Channel


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """WhatsApp Cloud API: one channel is one number. People are known by phone number, as for SMS."""

    clock: Callable[[], datetime] = timezone.now
    kind: str = "whatsapp"
    icon: str = "phone"
    group: str = "messenger"
    form: type[ChannelForm] = WhatsAppForm
    guide: str = "whatsapp/guide.html"
    hook_bytes: int = hooks.hook_bytes

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("WhatsApp")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by WhatsApp")

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """See `Transport`."""
        return hooks.answer(channel, hook)

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """See `Transport`."""
        try:
            body = load(item.body)
        except Nonsense as error:
            raise Unreadable(str(error)) from error
        with company_speech():
            return Parser(Access.of_channel(channel), clock=self.clock).read(body)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """Remember who wrote when, which templates changed, and what may be sent again."""
        if isinstance(parsed, Understood):
            people.note_heard(channel.pk, parsed.heard)
            templates.note(channel.pk, parsed.templates)
            memory.forget_failed(channel.pk, parsed.reports)

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`. Outside the 24 hours only a template (`extras["template"]`) is sent."""
        access = Access.of_message(message)
        with company_speech():
            closes_at = people.open_until(message.channel_id, message.thread)
            if closes_at and closes_at < self.clock() and not sending.is_template(message):
                raise DeliveryFailed(_(USE_A_TEMPLATE), is_permanent=True)
            return memory.send_each(message, sending.parts_of(message, access), clock=self.clock)

    def open_until(self, channel_id: int, thread: str) -> datetime | None:
        """Tell until when free answers are taken in a thread; None where nothing is known (ask the vendor)."""
        return people.open_until(channel_id, thread)

    def templates(self, channel_id: int) -> list[TemplateRow]:
        """List the approved templates that a person can fill in, for when the window is closed."""
        return [one for one in templates.approved(channel_id) if not one.wants_more]

    def mark_seen(self, access: Access, *, thread: str, external_id: str) -> None:
        """Tell the customer that a message was read, and everything before it."""
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": external_id}
        graph.post(access, f"{access.setting('phone_number_id')}/messages", body)

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`: any phone number may have WhatsApp."""
        numbers = [(value.removeprefix("+"), value, sure) for kind, value, sure in identities if kind == "PHONE"]
        hidden = [
            (value.removeprefix(HANDLE_SPACE), value.removeprefix(HANDLE_SPACE), is_sure)
            for kind, value, is_sure in identities
            if kind == "HANDLE" and value.startswith(HANDLE_SPACE)
        ]
        return [*numbers, *hidden]

    async def listen(self, channel: Channel) -> None:
        """Listen to nothing: the vendor calls us."""

    def health(self, channel: Channel) -> Health:
        """See `Transport`."""
        return ask(channel, self._well)

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Compare nothing: the vendor keeps no messages."""
        return None

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Fetch nothing: the vendor keeps no messages."""
        return 0

    def _well(self, access: Access) -> Health:
        fields = "display_phone_number,verified_name,quality_rating"
        told = graph.get(access, access.setting("phone_number_id"), fields=fields)
        number, name = words(told.get("display_phone_number"), limit=40), words(told.get("verified_name"), limit=120)
        quality = words(told.get("quality_rating"), limit=20)
        if quality == "RED":
            said = _("WhatsApp rates the quality of %(number)s as low; it may soon send less.") % {"number": number}
            return Health(is_well=False, words=said)
        return Health(is_well=True, words=_("Connected as %s.") % " · ".join(filter(None, (name, number))))
