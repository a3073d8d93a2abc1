"""What a kind of channel brings besides sending: how it verifies, parses, listens, and tells how it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.utils.translation import gettext_lazy as _

from rafiq.inbox.contracts import ChannelAdapter, DeliveryReport, Edit, Inbound
from rafiq.inbox.models import Channel
from rafiq.platform.ui.forms import Form, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One thing a provider handed us, as it came, on its way into the journal.

    `key` is the provider's own id for it (an update id, a UID with its UIDVALIDITY): the same key of the same channel
    is journaled once. `meta` is plain JSON: the headers that matter, where it was found.

    What a provider lists and does not give out has no body; `unfetched` says why in the provider's words, `aside` in
    a sentence of ours (kept, translated when shown). It goes into quarantine at once; see `Refetching`.
    """

    key: str
    body: bytes
    meta: Mapping[str, Any] = field(default_factory=dict)
    unfetched: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A request to a channel's webhook address, before anything of it is believed. Header names are lower case.

    `remote` is the address it came from: behind a proxy the proxy's, unless the server is told whom to trust.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    url: str = ""
    remote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookAnswer:
    """What a verified request holds, and what the provider wants to hear."""

    items: Sequence[RawItem] = ()
    status: int = 200
    content: str = ""
    content_type: str = "text/plain"


class HookRefused(Exception):
    """The signature is wrong, the request is too old or a replay, or its shape is none of this provider's."""

    def __init__(self, reason: str, *, status: int = 403) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one journaled item came to. Nothing at all is fine too: then `note` says why in a few words."""

    messages: Sequence[Inbound] = ()
    reports: Sequence[DeliveryReport] = ()
    edits: Sequence[Edit] = ()
    note: str = ""


class Unreadable(Exception):
    """This item can never be understood as it is: it goes into quarantine, where a person sees the reason."""


class NotNow(Exception):
    """Something outside is missing for the moment (media that cannot be fetched); try this item again later."""

    def __init__(self, reason: str, *, retry_after: float = 30.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class AccessRevoked(Exception):
    """The provider no longer accepts our credentials: administrators are told, nothing is tried until they act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What the provider says about us: `is_well` and a sentence for the administrator (already translated)."""

    is_well: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the server holds since a moment against what we have; `missing` names the difference (at most 100)."""

    since: datetime
    on_server: int
    here: int
    missing: Sequence[str] = ()


class ChannelForm(Form):
    """Settings of one channel, kept under the names of its fields.

    Fields named in `SECRETS` are kept encrypted (JSON in `Channel.secret`) and are never shown again; left empty, the
    stored one stays.
    """

    SECRETS: tuple[str, ...] = ()
    name = Words(label=_("Name"), max_length=80, help_text=_("Only colleagues see it."))


class Transport(ChannelAdapter, Protocol):
    """A kind of channel beyond web chat. Everything that touches the network is called outside transactions.

    A kind may also have: `hook_bytes`, the largest request its webhook takes (1 MB otherwise); `parse_at_once`, how
    many items are parsed side by side because media is fetched (one otherwise); `uses_hook = False` where no webhook
    address need be shown.
    """

    @property
    def group(self) -> str:
        """Where it stands in the gallery: mail, sms, messenger, social, or web."""

    @property
    def form(self) -> type[ChannelForm]:
        """The settings form."""

    @property
    def guide(self) -> str:
        """The template that explains, step by step, how to set one up; sees `channel` and `hook_url`."""

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """Check a webhook request and take its items out; must not touch network or database.

        Raises:
            HookRefused: if it is forged, replayed, or not understood.
        """

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """Understand one journaled item; may fetch media. The same item may be parsed again.

        Raises:
            Unreadable: if it never will be understood.
            NotNow: if it should be tried again later.
        """

    def settle(self, channel: Channel, item: RawItem, parsed: Parsed, message_ids: Mapping[str, int]) -> None:
        """Write what the channel itself keeps about an item, in the transaction that takes it in.

        `message_ids` leads from external ids to the messages they became.
        """

    async def listen(self, channel: Channel) -> None:
        """Stay connected and journal what comes, until cancelled; return at once where there is nothing to listen to.

        Any exception ends this attempt and begins the next after a growing pause.

        Raises:
            AccessRevoked: if trying again makes no sense.
        """

    def health(self, channel: Channel) -> Health:
        """Ask the provider whether everything is in order; called when an administrator asks. Never raises."""

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Compare what the server holds with what we have; None where the provider has no such question."""

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Journal what the server has and we have not; return how many. Zero where there is no such thing."""


@runtime_checkable
class Refetching(Protocol):
    """A transport that journals items as `unfetched`: it fetches them when they are to be read after all."""

    def refetch(self, channel: Channel, item: RawItem) -> RawItem:
        """Fetch an item that was journaled without its body.

        Raises:
            Unreadable: if the provider still does not give it out.
            NotNow: if it should be tried again later.
        """
