"""Where conversations wait for a person, and the rules that say where."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rafiq.routing.core import Severity


class Way(models.TextChoices):
    """How an agent gets a conversation."""

    OFFER = "OFFER", _("Offered to one at a time, who accepts or declines")
    PUSH = "PUSH", _("Given to somebody at once")


class Speaks(models.TextChoices):
    """Which language an agent must speak to be asked."""

    ANY = "", _("Any language")
    SAME = "same", _("The customer's language")
    PERSIAN = "fa", _("Persian")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")


class Overflow(models.TextChoices):
    """What happens to those who have waited for some time."""

    TEAM = "TEAM", _("Also offered to another team")
    EVERYBODY = "EVERYBODY", _("Offered to everybody who is there")
    QUEUE = "QUEUE", _("Moved to another queue")
    CALL_BACK = "CALL_BACK", _("Offered a call-back or an answer in writing")
    BOT = "BOT", _("Helped by the assistant meanwhile")


class Severities(models.IntegerChoices):
    """`core.Severity` in words."""

    NORMAL = Severity.NORMAL.value, _("Normal")
    HIGH = Severity.HIGH.value, _("Important")
    URGENT = Severity.URGENT.value, _("Urgent")
    EMERGENCY = Severity.EMERGENCY.value, _("Emergency")


class Queue(models.Model):
    """A line of conversations that wait for the same people.

    `teams` are asked from the beginning (none: everybody). `steps` are what happens later, in order: each
    `{"after": seconds, "what": an Overflow, "to": a team's or queue's id}`, `after` growing. `after_hours` is one more
    (without `after`), taken when its teams have closed. `skills` maps a skill's id (as text) to the least level.
    """

    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    teams = models.ManyToManyField("accounts.Team", related_name="+", blank=True)
    speaks = models.CharField(max_length=4, choices=Speaks, blank=True, default=Speaks.SAME)
    skills = models.JSONField(default=dict)
    priority = models.PositiveSmallIntegerField(default=0, help_text="0 to 3; see `core.urgency`.")
    way = models.CharField(max_length=5, choices=Way, default=Way.OFFER)
    offer_seconds = models.PositiveSmallIntegerField(default=30)
    steps = models.JSONField(default=list)
    after_hours = models.JSONField(default=dict, help_text="What happens as soon as its teams have closed; or {}.")
    tells_wait = models.BooleanField(default=True, help_text="Whether chat visitors are told how long it may take.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="queue_name_unique"),
            models.CheckConstraint(condition=Q(priority__lte=3), name="queue_priority_known"),
            models.CheckConstraint(condition=Q(offer_seconds__range=(5, 600)), name="queue_offer_seconds"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def all_steps(self) -> list[dict[str, Any]]:
        """Everything that may happen to those who wait, whenever it comes."""
        return [*self.steps, *([self.after_hours] if self.after_hours else [])]


class Rule(models.Model):
    """Which conversations go to which queue: the first rule in order, among those switched on, that holds is followed.

    `conditions` is `conditions.Conditions` as JSON; without any, the rule holds for everything.
    """

    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    conditions = models.JSONField(default=dict)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="rules")
    severity = models.PositiveSmallIntegerField(choices=Severities, default=Severities.NORMAL)
    tier = models.PositiveSmallIntegerField(default=0, help_text="How valued these customers are, 0 to 3.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position"], name="rule_position", deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(condition=Q(severity__lte=3, tier__lte=3), name="rule_leads_known"),
        ]

    def __str__(self) -> str:
        return self.name
