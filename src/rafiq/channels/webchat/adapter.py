"""The way out of web chat: an answer is at the visitor's disposal as soon as it is committed as sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rafiq.inbox.contracts import Outbound


@dataclass(frozen=True, slots=True)
class WebChat:
    """Web chat. The visitor's widget fetches what is sent when the log tells the gateway; nothing else to do here.

    `got` and `read` frames of the widget move the message on to delivered and read.
    """

    kind: str = "webchat"
    icon: str = "chat"

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Web chat")

    @property
    def send_label(self) -> str:
        """See `ChannelAdapter`."""
        return _("Send by web chat")

    def send(self, message: Outbound) -> str:
        """Accept the message: being sent is what makes it visible to the visitor (see visitor_snapshot)."""
        return ""

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Begin nothing: a chat is opened by the visitor; one that was opened is a way of its own."""
        return []
