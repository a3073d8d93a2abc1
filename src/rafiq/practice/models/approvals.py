"""What may only be done when somebody else agrees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Approval(models.Model):
    """Somebody asks to be allowed something, under the terms (`version`) that held when they asked."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("Waiting for approval")
        GRANTED = "GRANTED", _("Approved")
        REFUSED = "REFUSED", _("Refused")
        EXPIRED = "EXPIRED", _("Nobody decided in time")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    standard = models.ForeignKey("practice.Standard", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("practice.Version", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="practice_approval_ended",
                condition=Q(state="ASKED", ended_at=None) | (~Q(state="ASKED") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["conversation", "standard"], condition=Q(state="ASKED"), name="practice_approval_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "asked_at"], name="practice_approval_talk"),
            models.Index(fields=["expires_at", "id"], name="practice_approval_open", condition=Q(state="ASKED")),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Decision(models.Model):
    """What one approver said: once, and never the one who asked."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    is_granted = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "decided_by"], name="practice_decision_once")]

    def __str__(self) -> str:
        return f"{'yes' if self.is_granted else 'no'} to {self.approval_id}"
