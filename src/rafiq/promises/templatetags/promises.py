"""What templates show of promises."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from rafiq.accounts.models import Agent
from rafiq.promises import presentation
from rafiq.promises.models import Kind, Level, Promise, Version

register = template.Library()

_ICONS = {Level.URGENT: "alert", Level.HIGH: "alert"}


@register.inclusion_tag("promises/_countdown.html")
def countdown(one: presentation.Timed, reader: Agent, form: str = "short") -> dict[str, Any]:
    """Show how long is left of a promise; the browser counts on."""
    found = presentation.countdown(one, reader, at=timezone.now(), is_short=form != "list")
    return {"one": found, "is_chip": form != "short"}


@register.filter
def level_label(level: str) -> str:
    """Name a priority."""
    return str(Level(level).label)


@register.filter
def is_raised(level: str) -> bool:
    """Test whether a priority is above the usual one."""
    return level in _ICONS


@register.filter
def ending(promise: Promise) -> str:
    """Say what became of a promise."""
    return presentation.ending_words(promise)


@register.filter
def targets(version: Version, reader: Agent) -> list[tuple[str, str]]:
    """Name what a policy promises."""
    return presentation.targets(version, reader.language)


@register.filter
def business(seconds: int, reader: Agent) -> str:
    """Write a length of business time."""
    return presentation.hours_of(seconds, reader.language)


@register.filter
def kind_label(kind: str) -> str:
    """Name what was promised."""
    return str(Kind(kind).label)
