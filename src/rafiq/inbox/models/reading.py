"""How far the words of messages were read anew, after what they are found under has changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Rereading(models.Model):
    """One way through all messages, the newest first: those below `below` are still to be read."""

    version = models.PositiveIntegerField(unique=True, help_text="Of the terms (platform.text.TERMS_VERSION).")
    first = models.BigIntegerField(help_text="Where it began; what came in later has the new terms already.")
    below = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rereading_goes_down", condition=Q(below__gte=0, below__lte=models.F("first"))),
        ]

    def __str__(self) -> str:
        return f"terms {self.version}: {self.share:.0%}"

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return 1.0 if self.finished_at or not self.first else 1 - self.below / self.first
