"""Rules, their timers, and the record of what they did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """When something happens, and something holds, something is done.

    `event` is the key of a trigger; `timing` lets it wait until nothing happened for so long (`timing.Timing` as JSON,
    {} for at once); `conditions` is `conditions.Conditions` and `steps` a list of `contracts.Step`, as JSON. `tried` is
    the fingerprint of the words of the rule that were tried last: only such may be switched on. What was removed keeps
    its record.
    """

    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(null=True)
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True, help_text="What happened before it was switched on is nothing to it.")
    event = models.CharField(max_length=20)
    timing = models.JSONField(default=dict)
    conditions = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    tried = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position"], name="automation_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(is_on=False) | Q(on_since__isnull=False), name="automation_on_since"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(is_on=False, position=None), name="automation_removed_is_off"
            ),
        ]
        indexes = [models.Index(fields=["event"], name="automation_on", condition=Q(is_on=True))]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the log names what the rule does."""
        return f"automation-{self.pk}"


class Result(models.TextChoices):
    """What became of a run. SAME: everything was so already; STOPPED: the rule held itself up."""

    DONE = "DONE", _("Done")
    SAME = "SAME", _("Nothing to change")
    FAILED = "FAILED", _("Could not be done")
    STOPPED = "STOPPED", _("Stopped itself")


class Run(models.Model):
    """A rule held for something that happened, and what became of it; each once.

    `occasion` names what happened: a row of the log, a timer that began with one, or an hour in which the rule was
    stopped. `chain` are the programs whose doings led to it, the first one first.
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="runs", db_index=False)
    version = models.PositiveIntegerField()
    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    occasion = models.CharField(max_length=60)
    event = models.CharField(max_length=20)
    result = models.CharField(max_length=8, choices=Result)
    reason = models.CharField(max_length=200, blank=True, default="")
    outcomes = models.JSONField(default=list)
    chain = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "occasion", "conversation"], name="automation_run_once")]
        indexes = [
            models.Index(F("rule"), F("id").desc(), name="automation_run_rule"),
            models.Index(F("conversation"), F("ran_at").desc(), name="automation_run_talk"),
            models.Index(F("rule"), F("ran_at").desc(), name="automation_run_trouble", condition=Q(result="STOPPED")),
            models.Index(fields=["ran_at"], name="automation_run_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.occasion}: {self.result}"


class Timer(models.Model):
    """A rule waits whether something happens in a conversation: since `entry_id` of the log, until `due_at`.

    One for a rule and a conversation: what happens again winds it up anew. `timing` is what the rule said then.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField()
    timing = models.JSONField()
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "conversation"], name="automation_timer_one")]

    def __str__(self) -> str:
        return f"{self.rule_id} in #{self.conversation_id} at {self.due_at}"
