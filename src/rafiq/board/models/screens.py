"""Screens for the wall, and supervisors who listen in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language


class Screen(models.Model):
    """A screen that opens without a log-in at a secret address, until that is revoked; a digest of it is kept.

    It shows all that wait, then each of `queues` and `teams`, for `seconds` each, and never a customer's name.
    """

    class Theme(models.TextChoices):
        """How it is drawn."""

        DARK = "DARK", _("Dark")
        LIGHT = "LIGHT", _("Light")

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=Language)
    latin_digits = models.BooleanField(default=False)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.DARK)
    queues = ArrayField(models.BigIntegerField(), default=list)
    teams = ArrayField(models.BigIntegerField(), default=list)
    seconds = models.PositiveSmallIntegerField(default=20)
    made_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seconds__range=(5, 600)), name="screen_seconds")]

    def __str__(self) -> str:
        return self.name


class Listening(models.Model):
    """A supervisor follows a conversation without having it; kept for whoever asks later who listened when."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    is_shown = models.BooleanField()
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "agent"], condition=Q(ended_at=None), name="listening_one_open"
            )
        ]
        indexes = [
            models.Index(fields=["last_at"], name="listening_open", condition=Q(ended_at=None)),
            models.Index(F("conversation"), F("began_at").desc(), name="listening_conversation"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} in #{self.conversation_id}"


class BoardSettings(models.Model):
    """What holds for everybody: one row at most."""

    shows_listening = models.BooleanField(default=True, help_text="Whether agents see that somebody listens in.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="board_settings_are_one")]

    def __str__(self) -> str:
        return "settings of the board"
