"""What is noted of a conversation in the company's own fields."""

from __future__ import annotations

from django.db import models


class Sheet(models.Model):
    """The values of one conversation, by the field's key (`f` and the number of its standard), typed as JSON is."""

    conversation = models.OneToOneField(
        "inbox.Conversation", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    values = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sheet of {self.conversation_id}"


class Unready(models.Model):
    """A program closed a conversation by itself although something was lacking; `lacking` are keys and words."""

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    closed_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    lacking = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "closed_at"], name="practice_unready_once")]
        indexes = [models.Index(fields=["closed_at"], name="practice_unready_at")]

    def __str__(self) -> str:
        return f"{self.conversation_id} at {self.closed_at}"
