"""Who waits, in which lane, and to whom they are offered. The constraints are what makes an offer exclusive."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rafiq.routing.core import shapes

WAITING = Q(state="WAITING")
OPEN = Q(state__in=("WAITING", "OFFERED"))


class Lane(models.Model):
    """What it takes to answer: all who wait for the very same stand in one lane, so that an index orders them.

    `key` names exactly what the other columns say; lanes are made when they are first needed and never change.
    """

    key = models.CharField(max_length=400, unique=True)
    teams = ArrayField(models.BigIntegerField(), default=list)
    skills = models.JSONField(default=dict)
    language = models.CharField(max_length=2, blank=True, default="")

    def __str__(self) -> str:
        return self.key

    @property
    def shape(self) -> shapes.Lane:
        """The lane as decisions see it."""
        skills = {int(skill): level for skill, level in self.skills.items()}
        return shapes.Lane(self.pk, frozenset(self.teams), skills, self.language)


class Entry(models.Model):
    """A conversation that waits in a queue; once it is over, the record of how that went.

    `urgent_at` orders all who wait and never changes while nothing else does (see `core.urgency`); it is made of the
    columns beside it. `lane` follows from the queue and how many of its overflow `step`s were taken.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "WAITING"
        OFFERED = "OFFERED"
        TAKEN = "TAKEN"
        LEFT = "LEFT"

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey("routing.Queue", on_delete=models.CASCADE, related_name="+", db_index=False)
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.ForeignKey("routing.Rule", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    entered_at = models.DateTimeField()
    urgent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    severity = models.PositiveSmallIntegerField(default=0)
    tier = models.PositiveSmallIntegerField(default=0)
    weight = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)
    is_after_hours = models.BooleanField(default=False, help_text="Its queue's teams closed while it waited.")
    known_by = ArrayField(models.BigIntegerField(), default=list)
    refused_by = ArrayField(models.BigIntegerField(), default=list)
    wants_call = models.BooleanField(default=False, help_text="They chose to be called back, and keep their place.")
    told_at = models.DateTimeField(null=True, help_text="When they were last told how long it may take.")
    told_minutes = models.PositiveSmallIntegerField(null=True)
    taken_by = models.ForeignKey(
        "accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=OPEN, name="routing_entry_once"),
            models.CheckConstraint(name="routing_entry_ends", condition=OPEN ^ Q(ended_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["lane", "urgent_at", "entered_at", "id"], name="routing_line", condition=WAITING),
            models.Index(fields=["queue", "entered_at"], name="routing_entry_open", condition=OPEN),
            models.Index(F("queue"), F("ended_at").desc(), name="routing_entry_ended", condition=~OPEN),
            models.Index(F("conversation"), F("id").desc(), name="routing_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} in {self.queue_id}"


class Offer(models.Model):
    """A conversation shown to one agent, until they answer or the time is up."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "OPEN"
        ACCEPTED = "ACCEPTED"
        DECLINED = "DECLINED"
        EXPIRED = "EXPIRED"
        WITHDRAWN = "WITHDRAWN"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="offers")
    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(state="OPEN"), name="routing_offer_one"),
            models.UniqueConstraint(fields=["agent"], condition=Q(state="OPEN"), name="routing_offer_one_each"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="routing_offer_due", condition=Q(state="OPEN")),
            models.Index(F("agent"), F("made_at").desc(), name="routing_offer_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} to {self.agent_id}"
