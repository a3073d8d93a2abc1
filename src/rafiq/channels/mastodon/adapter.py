"""Mastodon as the product knows it: everything here translates in, calls one function, translates out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.channels.mastodon import live, parsing, sending, state, talks
from rafiq.channels.mastodon.account import of_channel, of_outbound
from rafiq.channels.mastodon.forms import MastodonForm
from rafiq.channels.transport.contracts import (
    ChannelForm,
    Health,
    Hook,
    HookAnswer,
    HookRefused,
    Parsed,
    RawItem,
    Tally,
)
from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel


@dataclass(frozen=True, slots=True)
class Mastodon:
    """Mentions and direct messages. What is said under one root with one person is one thread."""

    kind: str = "mastodon"
    icon: str = "at"
    group: str = "social"
    form: type[ChannelForm] = MastodonForm
    guide: str = "mastodon/guide.html"
    uses_hook: bool = False

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Mastodon")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by Mastodon")

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """See `Transport`. Nobody calls us: we listen."""
        raise HookRefused("Mastodon has no webhooks", status=404)

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """See `Transport`. Sentences made here are in the company's language: they are stored as they are."""
        with translation.override(accounts.company().language):
            return parsing.parse(of_channel(channel), item)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """See `Transport`. Nothing is kept beside the messages."""

    async def listen(self, channel: Channel) -> None:
        """See `Transport`."""
        await live.listen(of_channel(channel))

    def health(self, channel: Channel) -> Health:
        """See `Transport`."""
        return state.health(of_channel(channel))

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """See `Transport`."""
        return state.tally(of_channel(channel), since)

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """See `Transport`."""
        return state.fetch_missing(of_channel(channel), since)

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`. Reasons are stored as they are, so they are in the company's language."""
        with translation.override(accounts.company().language):
            return sending.send(of_outbound(message), message)

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`. Anybody can be written to directly."""
        known = (one for one in identities if one[0] == parsing.IDENTITY)
        return [(talks.begun_with(value), f"@{value}", is_verified) for _kind, value, is_verified in known]
