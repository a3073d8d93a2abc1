"""How the bot behaves in this installation."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FAILURES = 2
ERROR_RATE = 0.05
MINUTES = 6


class Mode(models.TextChoices):
    """What the bot does on a channel."""

    OFF = "OFF", _("Nothing")
    SUGGEST = "SUGGEST", _("Suggests answers to agents")
    ANSWER = "ANSWER", _("Answers by itself")


USUAL_MODES: dict[str, Mode] = {
    "webchat": Mode.ANSWER, "telegram": Mode.ANSWER, "bale": Mode.ANSWER, "whatsapp": Mode.ANSWER,
    "instagram": Mode.ANSWER, "messenger": Mode.ANSWER, "mail": Mode.SUGGEST, "sms": Mode.SUGGEST,
    "mastodon": Mode.OFF, "webhook": Mode.SUGGEST,
}  # fmt: skip
"""By kind of channel, until an administrator says otherwise; what is said in public is left to people."""


def all_languages() -> list[str]:
    """Return the languages the bot speaks until it is told otherwise."""
    return ["fa", "ar", "en"]


class BotSettings(models.Model):
    """The one row of the bot's settings.

    `modes` are by the channel's id (as text); a channel not named there does what is usual for its kind.
    """

    is_active = models.BooleanField(default=False)
    names = models.JSONField(default=dict, help_text="What the bot is called, by language.")
    languages = models.JSONField(default=all_languages)
    modes = models.JSONField(default=dict, help_text="By channel id, as text.")
    error_rate = models.FloatField(default=ERROR_RATE, help_text="Which share of the answers may be wrong.")
    failures = models.PositiveSmallIntegerField(default=FAILURES, help_text="After which a person takes over.")
    minutes = models.PositiveSmallIntegerField(default=MINUTES, help_text="That an agent needs for one answer.")
    hands_over_anger = models.BooleanField(default=True)
    segment = models.ForeignKey(
        "customers.Segment", null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Whoever is in it gets a person at once.",
    )  # fmt: skip
    tag = models.ForeignKey(
        "inbox.Tag", null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="A conversation with it gets a person at once.",
    )  # fmt: skip
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="bot_settings_are_one"),
            models.CheckConstraint(condition=Q(error_rate__gt=0, error_rate__lt=1), name="bot_error_rate_is_share"),
        ]

    def __str__(self) -> str:
        return "bot"

    def name(self, language: str) -> str:
        """Return what the bot is called in a language; empty where nobody named it."""
        return str(self.names.get(language) or "")

    def mode_of(self, *, channel_id: int, kind: str) -> Mode:
        """Tell what the bot does on a channel."""
        said: Any = self.modes.get(str(channel_id))
        return Mode(said) if said in Mode.values else USUAL_MODES.get(kind, Mode.OFF)


class Calibration(models.Model):
    """One measurement of how sure the bot must be; the newest one counts. `figures` are what was measured."""

    error_rate = models.FloatField()
    threshold = models.FloatField()
    figures = models.JSONField(default=dict)
    calibrated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.threshold:.3f} for {self.error_rate:.1%}"


class Learned(models.Model):
    """What was learned from one set of examples; `digest` names them."""

    digest = models.CharField(max_length=64, unique=True)
    state = models.BinaryField()
    learned_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
