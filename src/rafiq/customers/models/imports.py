"""Lists of people taken in from files."""

from __future__ import annotations

from django.db import models

from rafiq.platform.file_runs import FileRun


class Import(FileRun):
    """One file of people: who brought it, how it is read, and how far it has come."""

    class Kind(models.TextChoices):
        CSV = "CSV"
        VCARD = "VCARD"

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        RUNNING = "RUNNING"
        DONE = "DONE"
        CANCELLED = "CANCELLED"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1, blank=True, default="")
    has_header = models.BooleanField(default=True)
    columns = models.JSONField(default=list, help_text="The headers, as they are written.")
    mapping = models.JSONField(default=list, help_text="For each column the field it fills, or an empty text.")
    existing = models.CharField(
        max_length=10, default="FILL", help_text="FILL, OVERWRITE or SKIP who is known already."
    )
    is_vouched = models.BooleanField(default=True, help_text="Whether the company vouches for the addresses.")
    country = models.CharField(max_length=2, default="IR", help_text="How numbers without a country are meant.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """Why a line (or one value of it) was not taken in; told in the reader's language by `presentation`."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems", db_index=False)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=30)
    column = models.CharField(max_length=120, blank=True, default="")
    value = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["of", "line", "id"], name="import_problem_line")]

    def __str__(self) -> str:
        return f"{self.code} in line {self.line}"
