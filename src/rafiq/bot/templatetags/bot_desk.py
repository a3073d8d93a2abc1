"""Words and figures of the bot's desk, for its templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.bot.models import Turn
from rafiq.platform import text

register = template.Library()

FILTERS = {
    "answered": _("Answered"), "abstained": _("Did not know"), "handed_over": _("Handed over"),
    "wrong": _("Corrected"), "unhelpful": _("Did not help"),
}  # fmt: skip
OUTCOMES = {
    "resolved": _("Resolved without a person"), "handed_over": _("Handed over"), "abstained": _("Did not know"),
    "wrong": _("Wrong or not helpful"),
}  # fmt: skip
TONES = {Turn.Kind.ABSTAIN: "risk", Turn.Kind.HAND_OVER: "risk", Turn.Kind.ANSWER: "done", Turn.Kind.ACTION: "done"}


@register.filter
def share(value: float) -> str:
    """Write a share of one as a percentage."""
    return text.percent(value, language=get_language() or "en")


@register.filter
def hundredth(value: int) -> str:
    """Write so many of a hundred as a percentage."""
    return share(value / 100)


@register.filter
def filter_words(name: str) -> str:
    """Name what transcripts can be narrowed to."""
    return str(FILTERS.get(name, name))


@register.filter
def outcome_words(name: str) -> str:
    """Name what became of a conversation; nothing for what is no outcome."""
    return str(OUTCOMES.get(name, ""))


@register.filter
def turn_tone(kind: str) -> str:
    """Return which colour tells what the bot did."""
    return TONES.get(Turn.Kind(kind), "accent") if kind in Turn.Kind.values else "accent"
