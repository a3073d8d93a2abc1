"""How conversations stand, as far as promises need to know: what the log has told so far."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How urgent a conversation is; in the order of their names here."""

    LOW = "LOW", _("Low")
    NORMAL = "NORMAL", _("Normal")
    HIGH = "HIGH", _("High")
    URGENT = "URGENT", _("Urgent")


class Priority(models.Model):
    """The priority somebody gave a conversation; without a row it is normal."""

    conversation = models.OneToOneField("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, choices=Level)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.level} #{self.conversation_id}"


class Standing(models.Model):
    """A conversation as the events of the log left it, up to the row `entry_id`: only the subscriber writes here.

    Kept apart from the conversation itself, which may be further than the log that was read: so that reading the log
    again makes the same promises again.
    """

    conversation = models.OneToOneField("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField(default=0)
    customer_id = models.BigIntegerField(default=0)
    channel_id = models.BigIntegerField(default=0)
    team_id = models.BigIntegerField(null=True)
    tags = models.JSONField(default=list, help_text="Ids, in order.")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)
    given_policy_id = models.BigIntegerField(null=True, help_text="Counts before all others until it is closed.")
    given_at = models.DateTimeField(null=True, help_text="What it promises counts from then.")
    given_from = models.BigIntegerField(null=True, help_text="The conversation that brought it when it was joined.")
    is_open = models.BooleanField(default=False)
    is_snoozed = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, help_text="Of this round: opened, or opened again.")
    waiting_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="By a person, for the first time.")

    def __str__(self) -> str:
        return f"standing of #{self.conversation_id}"

    def opened(self, *, at: datetime) -> None:
        """It is open (again). Does not save."""
        self.is_open, self.opened_at = True, at

    def heard(self, *, at: datetime) -> None:
        """The customer is owed an answer. Does not save."""
        self.waiting_since = self.waiting_since or at
        self.is_snoozed = False

    def answered(self, *, at: datetime) -> None:
        """A person answered. Does not save."""
        self.answered_at = self.answered_at or at
        self.waiting_since, self.is_snoozed = None, False

    def resolved(self) -> None:
        """It is settled. Does not save."""
        self.is_open, self.is_snoozed, self.waiting_since = False, False, None
        self.give(None)

    def give(self, policy_id: int | None, *, at: datetime | None = None, by: int | None = None) -> None:
        """A policy counts before all others, from a moment on; None: none does. Does not save."""
        self.given_policy_id, self.given_at, self.given_from = policy_id, at if policy_id else None, by
