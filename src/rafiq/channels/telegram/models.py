"""What went out already of a message that takes several calls: a second try goes on behind it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class SentPart(models.Model):
    """One call the provider said yes to. `key` is the message's own in every try, `part` counts its calls from 0."""

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    part = models.PositiveSmallIntegerField()
    provider_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key", "part"], name="telegram_part_once")]

    def __str__(self) -> str:
        return f"part {self.part} of {self.key}"
