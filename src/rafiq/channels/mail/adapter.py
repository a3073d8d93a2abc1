"""The kind of channel "mail"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from rafiq.channels.mail import checking, letters, taking
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.forms import MailForm
from rafiq.channels.mail.live import fetching, listener, watching
from rafiq.channels.mail.sending import delivering
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

LONGEST_THREAD = 200


@dataclass(frozen=True, slots=True)
class Mailbox:
    """E-mail: one channel is one address."""

    kind: str = "mail"
    icon: str = "mail"
    group: str = "mail"
    guide: str = "mail/guide.html"
    uses_hook: bool = False
    form: type[ChannelForm] = MailForm
    recent: letters.Recent = field(default_factory=letters.Recent)

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("E-mail")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by e-mail")

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`. The same message has the same Message-ID in every try, and that is what is returned."""
        return delivering.deliver(message)

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`: every address but those that are known to take no mail."""
        emails = [(value, is_verified) for kind, value, is_verified in identities if kind == "EMAIL"]
        found = [one for one in emails if len(one[0]) <= LONGEST_THREAD]
        bouncing = letters.bouncing([value for value, _is_verified in found])
        return [(value, value, is_verified) for value, is_verified in found if value not in bouncing]

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """See `Transport`: mail comes by other ways."""
        raise HookRefused("Mail does not come here.", status=404)

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """See `Transport`."""
        return taking.parse(channel, item, self.recent)

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """See `Transport`."""
        taking.settle(channel, item, parsed, message_ids, self.recent)

    def refetch(self, channel: Channel, item: RawItem) -> RawItem:
        """See `Refetching`."""
        return fetching.refetch(Config.of(channel), item)

    async def listen(self, channel: Channel) -> None:
        """See `Transport`: watches the mailbox, or keeps the port open at which mail is handed over."""
        config = Config.of(channel)
        if config.inbound == "imap":
            await watching.watch(channel, config)
        elif config.inbound == "listener" and (ports := listener.Ports.from_environment()).is_open:
            await listener.hold_open(ports, channel.pk)

    def health(self, channel: Channel) -> Health:
        """See `Transport`."""
        return checking.health(channel)

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """See `Transport`; None where mail is handed over, since then there is nowhere to look."""
        config = Config.of(channel)
        return fetching.tally(channel, config, since) if config.inbound == "imap" else None

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """See `Transport`."""
        config = Config.of(channel)
        return fetching.fetch_missing(channel, config, since) if config.inbound == "imap" else 0
