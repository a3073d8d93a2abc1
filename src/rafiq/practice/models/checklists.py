"""Procedures that are being followed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Checklist(models.Model):
    """A procedure that was begun in a conversation; it keeps the version it was begun with, whatever is changed later.

    It ends `DONE` when nothing is left to do, `GIVEN_UP` when the conversation is closed before that (`stopped_at` is
    the step that came next), `SET_ASIDE` when a supervisor says that it does not apply (`reason`).
    """

    class State(models.TextChoices):
        OPEN = "OPEN"
        DONE = "DONE"
        GIVEN_UP = "GIVEN_UP"
        SET_ASIDE = "SET_ASIDE"

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    standard = models.ForeignKey("practice.Standard", on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey("practice.Version", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    stopped_at = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "standard"], name="practice_checklist_once"),
            models.CheckConstraint(
                name="practice_checklist_ended", condition=Q(state="OPEN", ended_at=None) | Q(ended_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["standard", "begun_at"], name="practice_checklist_begun")]

    def __str__(self) -> str:
        return f"{self.version_id} in {self.conversation_id}"


class Tick(models.Model):
    """A step that was done, by whom and when; `answer` is the key of what was chosen where the step asks."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="ticks", db_index=False)
    step = models.CharField(max_length=20)
    answer = models.CharField(max_length=20, blank=True, default="")
    ticked_at = models.DateTimeField()
    ticked_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checklist", "step"], name="practice_tick_once")]

    def __str__(self) -> str:
        return f"{self.step} of {self.checklist_id}"
