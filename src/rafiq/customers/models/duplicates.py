"""Who may be the same person: what people can be recognised by, and the pairs somebody should look at."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Clue(models.Model):
    """Something that two rows of the same person would share, in the form in which it is compared.

    Made from the customer and the identities, and made anew whenever these change; candidates are found by nothing
    else, so that finding them is one look into an index however many customers there are.
    """

    class Kind(models.TextChoices):
        EMAIL = "EMAIL"
        PHONE = "PHONE"
        PHONE_END = "PHONE_END"
        HANDLE = "HANDLE"
        NAME = "NAME"
        NAME_AT = "NAME_AT"
        COMPANY = "COMPANY"

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "kind", "key"], name="clue_once")]
        indexes = [models.Index(fields=["kind", "key", "customer"], name="clue_shared")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LikelyPair(models.Model):
    """Two customers who may be one person, with the score and the reasons; a person decides."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        DISMISSED = "DISMISSED"
        MERGED = "MERGED"

    low = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False)
    high = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(help_text="List of {kind, weight, value}, the heaviest first.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="likely_pair_in_order"),
        ]
        indexes = [
            models.Index(F("score").desc(), F("id"), name="likely_pair_open", condition=Q(state="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} ~ {self.high_id}"
