"""What the guides of these channels show."""

from __future__ import annotations

from django import template

from rafiq.channels.meta import access

register = template.Library()


@register.filter
def verify_token(key: str) -> str:
    """Return what the vendor's console asks for beside the webhook address."""
    return access.verify_token(key)
