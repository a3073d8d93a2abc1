"""Who was asked to look at an article before it is shown, and what they said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

REASON_LIMIT = 1000


class Review(models.Model):
    """One question 'may this be shown?': about one version, to one person or to whoever may publish.

    Open until somebody answers, or until the words change or the author takes it back. Never deleted: it is part of
    the article's history.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Waits for a review")
        APPROVED = "APPROVED", _("Approved")
        RETURNED = "RETURNED", _("Sent back")
        ENDED = "ENDED", _("Ended without an answer")

    translation = models.ForeignKey("knowledge.Translation", on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveIntegerField(help_text="Of the version to look at.")
    asked_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    reviewer = models.ForeignKey(
        "accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Nobody: whoever may."
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN)
    decided_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, default="")
    seen_at = models.DateTimeField(null=True, help_text="When whoever asked saw the answer.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation"], name="review_open_once", condition=Q(outcome="")),
            models.CheckConstraint(
                name="review_decided_at_a_moment",
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="review_waiting", condition=Q(outcome="")),
            models.Index(fields=["asked_by", "decided_at"], name="review_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome or 'open'}: {self.translation_id} v{self.number}"
