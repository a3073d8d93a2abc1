"""What people looked for without finding it, once somebody has seen to it."""

from __future__ import annotations

from django.db import models


class SettledGap(models.Model):
    """Words that need no article any more: one was written, one answers them, or they are no matter of ours.

    Only what was asked until `settled_at` is settled; whoever asks in vain later opens the gap again.
    """

    words = models.CharField(max_length=200, unique=True, help_text="Folded.")
    translation = models.ForeignKey(
        "knowledge.Translation", null=True, on_delete=models.CASCADE, related_name="+", help_text="What answers them."
    )
    settled_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words
