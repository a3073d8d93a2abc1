"""Reads about the bot."""

from __future__ import annotations

from rafiq.bot.declaring import Taught
from rafiq.bot.models import BotSettings, Calibration, Publication


def settings() -> BotSettings:
    """Return how the bot behaves (an unsaved default before anybody said)."""
    return BotSettings.objects.filter(pk=1).first() or BotSettings(pk=1)


def taught() -> Taught:
    """Return what is live: the newest publication, or nothing."""
    newest = Publication.objects.order_by("-number").first()
    return Taught.read(newest.number, newest.snapshot) if newest else Taught()


def calibration() -> Calibration | None:
    """Return the newest measurement of how sure the bot must be."""
    return Calibration.objects.order_by("-pk").first()
