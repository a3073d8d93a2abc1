"""Notes of the staff about a customer."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class Note(models.Model):
    """One note about a person, with its author and time; the customer never sees it."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    is_pinned = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(F("customer"), F("is_pinned").desc(), F("written_at").desc(), name="customer_note_newest")
        ]

    def __str__(self) -> str:
        return self.text[:40]
