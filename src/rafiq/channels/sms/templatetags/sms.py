"""What the guides of these channels show."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from rafiq.channels.sms import base, hooks
from rafiq.inbox.models import Channel

register = template.Library()


@register.simple_tag(takes_context=True)
def sms_hook(context: dict[str, Any], channel: Channel) -> str:
    """Return the address, with its unguessable end, that a provider without signatures calls."""
    request = context.get("request")
    here = f"{request.scheme}://{request.get_host()}" if request else ""
    end = hooks.token_of(channel.key, base.secret_of(channel))
    return f"{settings.PUBLIC_URL or here}{reverse('transport:hook', args=[channel.key])}{end}/"
