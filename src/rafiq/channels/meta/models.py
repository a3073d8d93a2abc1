"""What these channels keep for themselves: who wrote when, what was sent as what, which templates are approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Somebody as a channel knows them. `thread` is the vendor's id of them there: a number, a scoped id.

    `heard_at` is what the time window for answers counts from. `alias` is WhatsApp's business-scoped id of somebody
    whose number was known once: later the vendor may name the id alone.
    """

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.CharField(max_length=200)
    alias = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    handle = models.CharField(max_length=120, blank=True, default="")
    heard_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="When the vendor was last asked for the profile.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="meta_person_once")]
        indexes = [models.Index(fields=["channel", "alias"], name="meta_person_alias", condition=~Q(alias=""))]

    def __str__(self) -> str:
        return self.name or self.thread


class Sent(models.Model):
    """One piece of a message that the vendor took: a long text or files travel as several.

    A try that was interrupted goes on behind the last piece written here, so nobody gets a piece twice.
    """

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100, help_text="The message's own key, the same in every try.")
    part = models.PositiveSmallIntegerField()
    is_last = models.BooleanField()
    thread = models.CharField(max_length=200)
    provider_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key", "part"], name="meta_sent_once")]
        indexes = [
            models.Index(fields=["channel", "provider_id"], name="meta_sent_provider"),
            models.Index(fields=["channel", "thread", "sent_at"], name="meta_sent_thread"),
            models.Index(fields=["sent_at"], name="meta_sent_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key}/{self.part}"


class Template(models.Model):
    """A message template of a WhatsApp account in one language, as the vendor last told it."""

    APPROVED = "APPROVED"

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=20)
    category = models.CharField(max_length=40, blank=True, default="")
    status = models.CharField(max_length=40)
    components = models.JSONField(default=list)
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "name", "language"], name="meta_template_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
