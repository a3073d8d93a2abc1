"""Tokens of programs, the answers kept for repeated requests, and the webhooks with everything they sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rafiq.api.scopes import LABELS, Scope


class Token(models.Model):
    """What a program shows to be let in: it acts as one agent, within its scopes. Only a digest is kept."""

    name = models.CharField(max_length=80)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    hint = models.CharField(max_length=12, help_text="Its last characters, by which people tell tokens apart.")
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(F("created_at").desc(), name="token_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_words(self) -> list[str]:
        """What it may do, in words; scopes that are no more are left out."""
        return [str(LABELS[Scope(one)]) for one in self.scopes if one in set(Scope)]

    @property
    def dialog(self) -> str:
        """The id of the dialog that asks before it is revoked."""
        return f"revoke-{self.pk}"


class KeptAnswer(models.Model):
    """What was answered to a request that carried an Idempotency-Key, kept for a day."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return self.key


class Endpoint(models.Model):
    """An address of the company's that hears of what happens. `secret` (encrypted) signs what is sent there."""

    url = models.CharField(max_length=500)
    secret = models.TextField()
    events = models.JSONField(default=list, help_text="Names of events; empty: all of them.")
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url


class Dispatch(models.Model):
    """One event on its way to one endpoint: written by a reader of the log, sent by a job, kept for 30 days."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        DONE = "DONE"
        FAILED = "FAILED"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="dispatches", db_index=False)
    entry_id = models.BigIntegerField(help_text="The row of the log: what receivers know a repetition by.")
    event = models.CharField(max_length=80)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="The last HTTP status.")
    answer = models.CharField(max_length=500, blank=True, default="", help_text="What came back, or what went wrong.")
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "entry_id"], name="dispatch_once")]
        indexes = [
            models.Index(F("endpoint"), F("id").desc(), name="dispatch_newest"),
            models.Index(fields=["created_at"], name="dispatch_age"),
            models.Index(fields=["endpoint", "id"], name="dispatch_waiting", condition=Q(state="WAITING")),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}"
