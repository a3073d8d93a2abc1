"""What templates of the board show: waits that count on, alerts in words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rafiq.board import telling
from rafiq.board.models import Alert, Episode
from rafiq.platform import text

register = template.Library()


@register.simple_tag
def ticking(since: datetime | None, at: datetime, language: str = "en") -> SafeString | str:
    """Show how long something has lasted, as a clock; the browser counts on."""
    if since is None:
        return "—"
    seconds = max(0, int((at - since).total_seconds()))
    return format_html(
        '<time class="tick" dir="ltr" datetime="{}" data-tick="{}" data-digits="{}">{}</time>',
        since.isoformat(), seconds, language, text.digits(as_clock(seconds), language=language),
    )  # fmt: skip


def as_clock(seconds: int) -> str:
    """Write a length as 4:05 or, from an hour on, 1:04:05."""
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@register.filter
def as_digits(value: object, language: str) -> str:
    """Write a number in the digits of a language."""
    return text.digits(value, language=language)


@register.filter
def roughly(seconds: float) -> str:
    """Write an expected wait in whole minutes, as one says it."""
    return telling.lasted(max(60, round(seconds / 60) * 60)) if seconds else telling.lasted(0)


@register.filter
def lasting(seconds: float) -> str:
    """Write how long something lasted."""
    return telling.lasted(seconds)


@register.filter
def titled(episode: Episode) -> str:
    """Name what it came to."""
    return telling.title(episode)


@register.filter
def peak_words(episode: Episode) -> str:
    """Write the worst that was read, in the unit of its kind."""
    return telling.amount(episode.kind, episode.peak)


@register.filter
def limit_words(one: Episode | Alert) -> str:
    """Write the limit in the unit of its kind; a channel has none."""
    return "" if one.kind == "CHANNEL" else telling.amount(one.kind, one.threshold)
