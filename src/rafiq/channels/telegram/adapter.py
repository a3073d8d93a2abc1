"""The bots as the product knows them: everything here translates in, calls one function, translates out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.channels.telegram import live, parsing, sending, state
from rafiq.channels.telegram.bot import of_channel, of_outbound
from rafiq.channels.telegram.dialects import Dialect
from rafiq.channels.telegram.forms import BaleForm, TelegramForm
from rafiq.channels.transport.contracts import ChannelForm, Health, Hook, HookAnswer, Parsed, RawItem, Tally
from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel


@dataclass(frozen=True, slots=True)
class Telegram:
    """Bots of Telegram or Bale. One private chat is one thread; groups are not conversations."""

    dialect: Dialect
    icon: str = "chat"
    group: str = "messenger"
    uses_hook: bool = False  # the webhook is set by us, nobody need copy its address

    @property
    def kind(self) -> str:
        """See `ChannelAdapter`."""
        return self.dialect.kind

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Telegram") if self.kind == "telegram" else _("Bale")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by Telegram") if self.kind == "telegram" else _("Send by Bale")

    @property
    def form(self) -> type[ChannelForm]:
        """See `Transport`."""
        return TelegramForm if self.kind == "telegram" else BaleForm

    @property
    def guide(self) -> str:
        """See `Transport`."""
        return f"telegram/{self.kind}_guide.html"

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """See `Transport`."""
        return live.from_hook(of_channel(self.dialect, channel), channel.key, hook)

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """See `Transport`. Sentences made here are in the company's language: they are stored as they are."""
        with translation.override(accounts.company().language):
            return parsing.parse(of_channel(self.dialect, channel), item)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """See `Transport`. Nothing is kept beside the messages."""

    async def listen(self, channel: Channel) -> None:
        """See `Transport`."""
        await live.listen(of_channel(self.dialect, channel), channel.key)

    def health(self, channel: Channel) -> Health:
        """See `Transport`."""
        return state.health(of_channel(self.dialect, channel), channel.key)

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """See `Transport`."""
        return state.tally(of_channel(self.dialect, channel), since)

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """See `Transport`. What waits at the provider comes by itself; what it gave out it does not give again."""
        return 0

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`. Reasons are stored as they are, so they are in the company's language."""
        with translation.override(accounts.company().language):
            return sending.send(of_outbound(self.dialect, message), message)

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`. A bot may write to whoever opened a chat with it before: who is known by number."""
        return [(value, value, is_verified) for kind, value, is_verified in identities if kind == self.dialect.identity]
