"""The webhook channel, as the rest of the product knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.channels.transport import connections, unreached
from rafiq.channels.transport.contracts import ChannelForm, Health, Hook, HookAnswer, Parsed, RawItem, Tally
from rafiq.channels.webhook import hooks, parse, sending
from rafiq.channels.webhook.config import Config
from rafiq.channels.webhook.forms import WebhookForm
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@dataclass(frozen=True, slots=True)
class Webhook:
    """Whatever has no channel of its own: a company's system calls us, and is called, with signed JSON."""

    clock: Callable[[], datetime] = timezone.now
    kind: str = "webhook"
    icon: str = "forward"
    group: str = "web"
    form: type[ChannelForm] = WebhookForm
    guide: str = "webhook/guide.html"
    hook_bytes: int = hooks.hook_bytes

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Your own system (webhook)")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send to your system")

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """See `Transport`."""
        return hooks.answer(channel, hook, at=self.clock())

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """See `Transport`."""
        with translation.override(accounts.company().language):
            return parse.read(channel, item, at=self.clock())

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """Keep nothing besides."""

    def send(self, message: Outbound) -> str:
        """See `ChannelAdapter`. The Idempotency-Key lets the other side take every message once."""
        with translation.override(accounts.company().language):
            return sending.send(message, Config.of_message(message), at=self.clock())

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """See `ChannelAdapter`: only threads that were begun can be answered."""
        return []

    async def listen(self, channel: Channel) -> None:
        """Listen to nothing: the other side calls us."""

    def health(self, channel: Channel) -> Health:
        """See `Transport`: a signed call of type `ping`, which any 2xx answers."""
        try:
            config = Config.of_channel(channel)
            if not config.secret:
                return Health(is_well=False, words=_("The secret is missing."))
            if not config.url:
                return Health(is_well=True, words=_("Ready to be called. No address is set for answers."))
            status, _headers, _answer = sending.call(config, {"type": "ping"}, key=f"ping-{uuid4()}", at=self.clock())
        except secrets.Unreadable:
            return Health(is_well=False, words=_("The stored secrets cannot be read; enter them again."))
        except DeliveryFailed as error:
            return Health(is_well=False, words=_why(error))
        if not 200 <= status < 300:
            return Health(is_well=False, words=_("Your system answered with %s.") % status)
        connections.connected(channel.pk)
        return Health(is_well=True, words=_("Your system answers."))

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Compare nothing: there is no such question."""
        return None

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Fetch nothing: there is no such question."""
        return 0


def _why(error: DeliveryFailed) -> str:
    if isinstance(error, ProviderAway):
        return _("Your system cannot be reached: %(reason)s") % {"reason": unreached.reason(error)}
    return _(error.reason)
