"""Whether agents are at their desks, when they work, and what they can do."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent

LEVELS = range(1, 6)


class Availability(models.TextChoices):
    """Whether an agent takes conversations now."""

    ONLINE = "ONLINE", _("Available")
    AWAY = "AWAY", _("Away")
    OFF = "OFF", _("Off duty")


class Desk(models.Model):
    """An agent at work. Who has no row was never here: off duty, with everything as usual.

    `is_automatic`: nobody chose the availability, so the next open page may change it. `capacity` none: the company's.
    An empty `week` (`hours.Week` in `time_zone`): whenever one of their teams is open.
    """

    agent = models.OneToOneField(Agent, primary_key=True, on_delete=models.CASCADE, related_name="desk")
    availability = models.CharField(max_length=6, choices=Availability, default=Availability.OFF)
    is_automatic = models.BooleanField(default=True)
    why = models.CharField(max_length=80, blank=True, default="")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="When one of their pages was last known to be open.")
    capacity = models.PositiveSmallIntegerField(null=True)
    time_zone = models.CharField(max_length=50, blank=True, default="")
    week = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["seen_at"], name="desk_online_seen", condition=Q(availability=Availability.ONLINE))
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.availability}"


class Absence(models.Model):
    """A time an agent planned to be away, and who stands in for them."""

    class Kind(models.TextChoices):
        """Why somebody is away."""

        VACATION = "VACATION", _("Holiday")
        SICK = "SICK", _("Sick")
        TRAINING = "TRAINING", _("Training")
        OTHER = "OTHER", _("Other")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.VACATION)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cover = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=120, blank=True, default="")
    planned_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="absence_ends_later"),
            models.CheckConstraint(condition=~Q(cover=F("agent")), name="absence_covered_by_another"),
        ]
        indexes = [
            models.Index(fields=["agent", "ends_at"], name="absence_of_agent"),
            models.Index(fields=["ends_at", "begins_at"], name="absence_now"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} from {self.begins_at} to {self.ends_at}"


class Skill(models.Model):
    """Something some agents can do and others cannot: refrigerators, invoices, difficult talks."""

    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="skill_name_unique")]

    def __str__(self) -> str:
        return self.name


class AgentSkill(models.Model):
    """How well an agent can do something: 1 a little … 5 teaches others."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="agent_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="agent_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.skill_id} {self.level}"


class AgentLanguage(models.Model):
    """How well an agent speaks and writes a language (two letters): 1 a few words … 5 like a native."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "language"], name="agent_language_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="agent_language_level"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.language} {self.level}"
