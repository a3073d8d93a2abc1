"""Template tags of the UI kit."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rafiq.platform import text

register = template.Library()

SPRITE = "ui/icons.svg"
HUES = 12
#: Icons that point along the line of reading; they face the other way on right-to-left pages.
POINTING = frozenset(
    {"back", "forward", "hand-over", "leave", "macro", "merge", "open", "reply", "send", "split", "undo"}
)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw one icon of the sprite; this will be silent to screen readers unless it carries a `label`.

    `extra` is for further classes, such as `icon--small`.
    """
    classes = " ".join(filter(None, ("icon", "icon--turns" if name in POINTING else "", extra)))
    address = f"{static(SPRITE)}#{name}"
    if not label:
        return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)
    return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)


@register.filter
def hue(number: int) -> str:
    """Name the colour class of a numbered thing; this will be the same every time for the same number."""
    return f"hue-{number % HUES}"


@register.filter
def initials(name: str) -> str:
    """Shorten a name for an avatar; this will be two letters in Latin script and one where letters join."""
    found = text.initials(name)
    if not found:
        return "?" if text.language_direction(get_language() or "en") == "ltr" else "؟"
    return found if found[0].isascii() else found[0]
