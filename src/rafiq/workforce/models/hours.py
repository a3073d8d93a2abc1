"""When a team or the company is there: its usual week, holidays, single days, and what came from iCal files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent, Team


class OpeningHours(models.Model):
    """When people are there: the company's (no team), or a team's own. `week` is `hours.Week`, Monday first.

    With `country` (two letters, and a `region` of it) its official holidays are closed days.
    """

    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    time_zone = models.CharField(max_length=50)
    week = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True, default="")
    region = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team"], nulls_distinct=False, name="opening_hours_once")]

    def __str__(self) -> str:
        return f"hours of {self.team or 'the company'}"


class SpecialDay(models.Model):
    """One date with other hours than usual: `intervals` as in a week's day (none: closed), and a note why."""

    hours = models.ForeignKey(OpeningHours, on_delete=models.CASCADE, related_name="special_days", db_index=False)
    date = models.DateField()
    intervals = models.JSONField(default=list)
    note = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hours", "date"], name="special_day_once")]

    def __str__(self) -> str:
        return f"{self.date} of {self.hours_id}"


class HolidayChange(models.Model):
    """An official holiday that is kept on another day than it was computed for, or (`moved_to` none) not at all."""

    hours = models.ForeignKey(OpeningHours, on_delete=models.CASCADE, related_name="holiday_changes", db_index=False)
    date = models.DateField()
    moved_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hours", "date"], name="holiday_change_once")]

    def __str__(self) -> str:
        return f"{self.date} to {self.moved_to}"


class CalendarImport(models.Model):
    """One iCal file that was taken in; what repeats for ever was written out until `until`."""

    class Meaning(models.TextChoices):
        """What the file's events are."""

        CLOSED = "CLOSED", _("We are closed then")
        OPEN = "OPEN", _("We are there then, beside the usual hours")

    hours = models.ForeignKey(OpeningHours, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=120)
    meaning = models.CharField(max_length=6, choices=Meaning, default=Meaning.CLOSED)
    until = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportedEvent(models.Model):
    """One time an event of an iCal file takes place: whole days, or from one moment to another."""

    taken = models.ForeignKey(CalendarImport, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(max_length=120, blank=True, default="")
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="imported_event_days_or_moments",
                condition=Q(begins_at=None, ends_at=None, first_date__lte=F("last_date"))
                | Q(first_date=None, last_date=None, begins_at__lt=F("ends_at")),
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.first_date or self.begins_at}"


def _weights() -> dict[str, int]:
    return {}


class WorkforceSettings(models.Model):
    """What holds for everybody: one row. `weights` are units of capacity by group of `kinds.WEIGHED`.

    `stamp` is another one after every change of hours, so that what a process keeps of them is known to be true.
    """

    stamp = models.UUIDField(default=uuid.uuid4)
    weights = models.JSONField(default=_weights)
    capacity = models.PositiveSmallIntegerField(default=5)
    away_after = models.PositiveIntegerField(default=300, help_text="Seconds without an open page; 0: never.")
    thin_below = models.PositiveSmallIntegerField(default=2, help_text="Fewer people on schedule than these are thin.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="workforce_settings_once")]

    def __str__(self) -> str:
        return "settings of the workforce"
