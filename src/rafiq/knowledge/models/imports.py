"""Files of articles that are taken in by a worker, and what was refused in them."""

from __future__ import annotations

from django.db import models

from rafiq.platform.file_runs import FileRun


class Import(FileRun):
    """One file of articles: who brought it and how far it has come."""

    class Kind(models.TextChoices):
        LINES = "LINES"
        PACK = "PACK"

    class State(models.TextChoices):
        RUNNING = "RUNNING"
        DONE = "DONE"
        CANCELLED = "CANCELLED"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """Why a line or a file of a pack was not taken in; `code` is told in the reader's language."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"
