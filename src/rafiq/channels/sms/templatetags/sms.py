"""What the guides of these channels show."""

from __future__ import annotations

from django import template

from rafiq.channels.sms import base, hooks
from rafiq.inbox.models import Channel

register = template.Library()


@register.filter
def sms_hook_end(channel: Channel | None) -> str:
    """Return the unguessable end of the address that a provider without signatures calls."""
    return f"{hooks.token_of(channel.key, base.secret_of(channel))}/" if channel else ""
