"""Files of articles that are taken in by a worker, and what was refused in them."""

from __future__ import annotations

from django.db import models


class Import(models.Model):
    """One file of articles: who brought it and how far it has come.

    `done` counts its pieces; it is moved in the transaction that writes them, so a worker that is killed goes on
    behind the last one and nothing comes in twice.
    """

    class Kind(models.TextChoices):
        LINES = "LINES"
        PACK = "PACK"

    class State(models.TextChoices):
        RUNNING = "RUNNING"
        DONE = "DONE"
        CANCELLED = "CANCELLED"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    path = models.CharField(max_length=200, blank=True, default="", help_text="Where the file lies until it is done.")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """Why a line or a file of a pack was not taken in; `code` is told in the reader's language."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"
