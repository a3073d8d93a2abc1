"""Runs of the tests: what is written is tried before it becomes live."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trial(models.Model):
    """One run of all tests against a copy of what was written; where it `publishes`, that copy becomes live after it.

    It does so when no test fails, or when a `reason` to do so all the same was given beforehand.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        PASSED = "PASSED", _("All passed")
        FAILED = "FAILED", _("Some failed")

    snapshot = models.JSONField(default=dict)
    publishes = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failing = models.JSONField(default=list, help_text="Of each failing test: case, text, expected, got.")
    publication = models.ForeignKey("bot.Publication", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
