"""What other rooms may have sent by mail: notices of the product to its own staff, over the company's own address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from rafiq.channels.mail import addresses
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.sending import providers, smtp, writing
from rafiq.channels.mail.sending.composing import Composed
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway
from rafiq.inbox.models import Channel
from rafiq.platform import text

__all__ = ["AccessRevoked", "DeliveryFailed", "Notice", "ProviderAway", "notice_channel", "send_notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A mail of the product itself to somebody on the staff; the same `key` makes the same mail, with the same id."""

    to: str
    to_name: str
    subject: str
    body: str
    key: str
    language: str


def notice_channel() -> Channel | None:
    """Find the address notices are sent from: the oldest active mail channel that has a way out."""
    active = Channel.objects.filter(kind="mail", is_active=True).order_by("pk")
    return next((one for one in active if _has_way_out(Config.read(one.settings))), None)


def send_notice(channel: Channel, notice: Notice, *, at: datetime) -> None:
    """Send a notice. Asks the network; sending it again is the same mail again. It becomes no conversation.

    Raises:
        ProviderAway, AccessRevoked: if it cannot be sent just now.
        DeliveryFailed: if it was refused.
    """
    config = Config.of(channel)
    direction = text.language_direction(notice.language)
    context = {
        "language": notice.language, "direction": direction, "subject": notice.subject, "signature": [], "quote": None,
        "paragraphs": [(one, direction) for one in notice.body.split("\n\n") if one.strip()],
    }  # fmt: skip
    letter = Composed(
        sender_name=" ".join((config.name_in(notice.language) or channel.name).split()), sender=config.address,
        envelope_from=config.address, to_name=notice.to_name, to=notice.to, cc=(), reply_to="", subject=notice.subject,
        rfc_id=addresses.message_id(notice.key, domain=config.domain), text=notice.body + "\n",
        headers={
            addresses.MARK: addresses.mark(notice.key), "Content-Language": notice.language,
            "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All",
        },
        html=render_to_string("mail/letter.html", context), key=notice.key,
    )  # fmt: skip
    if config.outbound != "smtp":
        providers.submit(config, letter, at=at)
        return
    smtp.submit(config, envelope_from=letter.sender, to=[letter.to], content=writing.as_bytes(letter, at=at))


def _has_way_out(config: Config) -> bool:
    return bool(config.smtp_host) if config.outbound == "smtp" else config.outbound in providers.PROVIDERS
