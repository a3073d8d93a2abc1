"""What the staff's pages about articles need in words."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from rafiq.platform import text

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Write a share of one as a percentage."""
    return text.percent(share, language=get_language() or "en")
