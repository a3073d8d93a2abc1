"""Messenger and Instagram, as the rest of the product knows them: one interface, two kinds of account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.channels.meta import graph, hooks, memory, people
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.forms import InstagramForm, MessengerForm
from rafiq.channels.meta.health import ask
from rafiq.channels.meta.pages import sending
from rafiq.channels.meta.pages.parse import Parser
from rafiq.channels.meta.pages.sending import Limits
from rafiq.channels.meta.shapes import Nonsense, load, words
from rafiq.channels.meta.speech import company_speech
from rafiq.channels.meta.understood import Understood
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
from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What people write to a page or an account; one channel is one of these."""

    kind: str
    icon: str
    name: str | Promise
    send_name: str | Promise
    about: str
    identity: str
    profile_fields: str
    limits: Limits
    form: type[ChannelForm]
    guide: str
    group: str = "messenger"
    clock: Callable[[], datetime] = field(default=timezone.now)
    hook_bytes: int = hooks.hook_bytes

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return str(self.name)

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return str(self.send_name)

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
            parser = Parser(
                Access.of_channel(channel), about=self.about, identity=self.identity,
                profile_fields=self.profile_fields, clock=self.clock,
            )  # fmt: skip
            return parser.read(body)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """Remember who wrote when, and what may be sent again."""
        if isinstance(parsed, Understood):
            people.note_heard(channel.pk, parsed.heard)
            memory.forget_failed(channel.pk, parsed.reports)

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`."""
        access = Access.of_message(message)
        with company_speech():
            parts = sending.parts_of(message, access, limits=self.limits, platform=self.kind, at=self.clock())
            return memory.send_each(message, parts, clock=self.clock)

    def open_until(self, channel_id: int, thread: str) -> datetime | None:
        """Tell until when free answers are taken in a thread; None where nothing is known (ask the vendor)."""
        return people.open_until(channel_id, thread)

    def mark_seen(self, access: Access, *, thread: str, external_id: str) -> None:
        """Tell the customer that what they wrote was read."""
        graph.post(access, "me/messages", {"recipient": {"id": thread}, "sender_action": "mark_seen"})

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`: only people who wrote to us have an id here."""
        return [(value, value, is_sure) for kind, value, is_sure in identities if kind == self.identity]

    async def listen(self, channel: Channel) -> None:
        """Listen to nothing: the vendor calls us."""

    def health(self, channel: Channel) -> Health:
        """See `Transport`."""
        return ask(channel, self._well)

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Compare nothing: there is no such question."""
        return None

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Fetch nothing: there is no such question."""
        return 0

    def _well(self, access: Access) -> Health:
        told = graph.get(access, "me", fields="id,name")
        name = words(told.get("name"), limit=120) or words(told.get("id"), limit=40)
        return Health(is_well=True, words=_("Connected as %s.") % name)


MESSENGER = Page(
    kind="messenger",
    icon="chat",
    name=gettext_lazy("Messenger"),
    send_name=gettext_lazy("Send by Messenger"),
    about="page",
    identity="MESSENGER",
    profile_fields="first_name,last_name",
    limits=sending.MESSENGER,
    form=MessengerForm,
    guide="messenger/guide.html",
)
INSTAGRAM = Page(
    kind="instagram",
    icon="image",
    name=gettext_lazy("Instagram"),
    send_name=gettext_lazy("Send by Instagram"),
    about="instagram",
    identity="INSTAGRAM",
    profile_fields="name,username",
    limits=sending.INSTAGRAM,
    form=InstagramForm,
    guide="instagram/guide.html",
)
