"""The journal of everything that came in raw, and what is known of each channel's connection."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Arrival(models.Model):
    """One raw item, written before anything of it is understood. It leaves the journal only when pruned.

    A body over `journal.INLINE` bytes stands in a stored object named by `path`. `begun` counts how often reading it
    was begun and never came to an end, because the process died of it.
    """

    class State(models.TextChoices):
        PENDING = "PENDING"
        DONE = "DONE"
        QUARANTINED = "QUARANTINED"
        DISMISSED = "DISMISSED"

    channel = models.ForeignKey("inbox.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200, help_text="The provider's id of it: the same is journaled once.")
    body = models.BinaryField(blank=True)
    path = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    meta = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    begun = models.PositiveSmallIntegerField(default=0, db_default=0)
    message_id = models.BigIntegerField(null=True, help_text="The first message it became.")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    is_pruned = models.BooleanField(default=False, db_default=False, help_text="Its body was thrown away.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="arrival_once")]
        indexes = [
            models.Index(fields=["channel", "id"], name="arrival_pending", condition=Q(state="PENDING")),
            models.Index(fields=["channel", "id"], name="arrival_quarantined", condition=Q(state="QUARANTINED")),
            models.Index(fields=["channel", "arrived_at"], name="arrival_tally"),
            models.Index(
                fields=["done_at"],
                name="arrival_prunable",
                condition=Q(state__in=["DONE", "DISMISSED"], is_pruned=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.channel_id}"


class Connection(models.Model):
    """How one channel stands with its provider, and the place its receiver has come to (`cursor`).

    `refused` counts requests to its webhook address that were not the provider's.
    """

    class State(models.TextChoices):
        IDLE = "IDLE"
        CONNECTED = "CONNECTED"
        AWAY = "AWAY"
        REVOKED = "REVOKED"

    channel = models.OneToOneField("inbox.Channel", on_delete=models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.IDLE)
    words = models.CharField(max_length=300, blank=True, default="")
    since = models.DateTimeField()
    cursor = models.JSONField(default=dict)
    refused = models.PositiveIntegerField(default=0, db_default=0)
    refused_at = models.DateTimeField(null=True)
    refused_words = models.CharField(max_length=300, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.state} of {self.channel_id}"
