"""What SMS keeps for itself: parts of messages both ways, and who wants none any more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Gathering(models.Model):
    """The parts of one long message on its way in, kept until all are there or nobody waits any longer."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        DONE = "DONE"
        GAPPED = "GAPPED"

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    sender = models.CharField(max_length=40)
    to = models.CharField(max_length=40, blank=True, default="")
    reference = models.CharField(max_length=12, help_text="The sender's number of the message, with its width.")
    total = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["channel", "sender", "reference", "id"], name="sms_gathering_of"),
            models.Index(fields=["started_at"], name="sms_gathering_open", condition=Q(state="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.reference} of {self.sender}"


class InboundPart(models.Model):
    """One part of a long message, as its octets came: a letter may be cut in two between parts."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveSmallIntegerField()
    coding = models.PositiveSmallIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="sms_inbound_part_once")]

    def __str__(self) -> str:
        return f"{self.number} of {self.gathering_id}"


class SentPart(models.Model):
    """One part of what we sent, and how far it has come. Reports name the part; the message has the first one's id.

    `token` is our own name for it at providers that know idempotency. A row is SENDING from before the request to
    the provider until its answer is written down.
    """

    class State(models.TextChoices):
        WAITING = "WAITING"
        SENDING = "SENDING"
        SENT = "SENT"
        DELIVERED = "DELIVERED"
        FAILED = "FAILED"

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    message_id = models.BigIntegerField(default=0, help_text="0: none that stands in a conversation.")
    to = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    reference = models.PositiveIntegerField(default=0)
    token = models.BigIntegerField()
    provider_id = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key", "number"], name="sms_sent_part_once")]
        indexes = [
            models.Index(fields=["channel", "provider_id"], name="sms_sent_provider", condition=~Q(provider_id="")),
            models.Index(fields=["channel", "to", "id"], name="sms_sent_to"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.key}"


class Opting(models.Model):
    """What a number said last about getting messages over a channel: STOP, or START again."""

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    is_out = models.BooleanField()
    language = models.CharField(max_length=2, default="en")
    said_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1, help_text="How often it changed: each is confirmed once.")
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "number"], name="sms_opting_once")]
        indexes = [models.Index(fields=["number"], name="sms_opting_number", condition=Q(is_out=True))]

    def __str__(self) -> str:
        return f"{self.number}: {'out' if self.is_out else 'in'}"
