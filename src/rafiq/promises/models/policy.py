"""The rules promises are made under: policies, each with all the versions it ever had."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Base(models.TextChoices):
    """Whose hours the clock of a promise runs in."""

    COMPANY = "COMPANY", _("The company’s opening hours")
    TEAM = "TEAM", _("A team’s hours")
    ALWAYS = "ALWAYS", _("Round the clock")


class Policy(models.Model):
    """What the versions of one policy hang on; its row is locked by whoever changes it."""

    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"policy {self.pk}"


class Version(models.Model):
    """One policy as it was saved once; never changed (the database refuses), so that promises keep their terms.

    `conditions` are lists by name (kinds, tags, segments, teams, priorities): any of a list, all of the lists, an empty
    list is no condition. Targets are business seconds. `escalation` is {tells: [ASSIGNEE, TEAM, SUPERVISORS], raises:
    bool, team: id or null, warns: [as tells]}. Ids of teams are plain numbers: a team may go, what was promised stays.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(help_text="The first policy that matches counts.")
    is_active = models.BooleanField(default=True)
    is_removed = models.BooleanField(default=False)
    is_given = models.BooleanField(default=False, help_text="Counts where a rule or an agent gives it, nowhere else.")
    conditions = models.JSONField(default=dict)
    first_seconds = models.PositiveIntegerField(null=True)
    next_seconds = models.PositiveIntegerField(null=True)
    resolution_seconds = models.PositiveIntegerField(null=True)
    base = models.CharField(max_length=10, choices=Base, default=Base.COMPANY)
    base_team_id = models.BigIntegerField(null=True)
    pauses_snoozed = models.BooleanField(default=False)
    warn_percent = models.PositiveSmallIntegerField(default=75)
    escalation = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="promises_version_once"),
            models.CheckConstraint(
                name="promises_version_promises",
                condition=Q(first_seconds__gt=0) | Q(next_seconds__gt=0) | Q(resolution_seconds__gt=0),
            ),
            models.CheckConstraint(
                name="promises_version_warns_before", condition=Q(warn_percent__gte=1, warn_percent__lte=99)
            ),
        ]
        indexes = [models.Index(F("policy"), F("number").desc(), name="promises_version_newest")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def seconds(self, kind: str) -> int | None:
        """Return the target of a kind of promise in business seconds; None where nothing is promised."""
        targets: dict[str, int | None] = {
            "FIRST_ANSWER": self.first_seconds,
            "NEXT_ANSWER": self.next_seconds,
            "RESOLUTION": self.resolution_seconds,
        }
        return targets[kind]
