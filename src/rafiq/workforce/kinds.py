"""Kinds of channels as far as their weight is concerned: what is the same work weighs the same."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

WEIGHED: Final = {
    "webchat": (_("Web chat"), ("webchat",)),
    "messenger": (_("Messengers"), ("telegram", "whatsapp", "instagram", "messenger", "mastodon", "webhook")),
    "mail": (_("E-mail"), ("mail",)),
    "sms": (_("SMS"), ("smpp", "http_sms", "kavenegar", "twilio")),
    "call": (_("Phone call"), ("call", "phone")),
}
"""By group: its name, and the kinds of channels in it."""
USUAL: Final = {"webchat": 1, "messenger": 1, "mail": 1, "sms": 1, "call": 5}


def by_kind(weights: dict[str, int]) -> dict[str, int]:
    """Spread the weights of groups over the kinds of channels in them; what is not set weighs as usual."""
    return {kind: int(weights.get(group, USUAL[group])) for group, (_name, kinds) in WEIGHED.items() for kind in kinds}
