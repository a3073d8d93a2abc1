"""Saved filters over customers."""

from __future__ import annotations

from django.db import models


class Segment(models.Model):
    """A saved filter: who is in it is computed whenever it is looked at, and stored nowhere."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    is_shared = models.BooleanField(default=False, help_text="Whether colleagues see it too.")
    is_any = models.BooleanField(default=False, help_text="Whether one condition is enough.")
    conditions = models.JSONField(default=list, help_text="List of {field, operator, value}; see `segmenting`.")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
