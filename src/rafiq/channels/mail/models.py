"""What only mail knows of a message, and the addresses that take no mail."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Letter(models.Model):
    """One mail, theirs or ours. `message_id` is the inbox's message it became; some became none (a bounce).

    `rfc_id` is its Message-ID without brackets (RFC 5322, 3.6.4); strangers may repeat one, so it is not unique.
    `participants` are the normal addresses of all it went between but our own.
    """

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    external_id = models.CharField(max_length=200)
    message_id = models.BigIntegerField(null=True)
    is_ours = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, blank=True, default="message")
    thread = models.CharField(max_length=200)
    rfc_id = models.CharField(max_length=500, blank=True, default="")
    references = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True, default="")
    subject_key = models.CharField(max_length=200, blank=True, default="")
    sender = models.CharField(max_length=254, blank=True, default="")
    reply_to = models.CharField(max_length=254, blank=True, default="", help_text="Where an answer goes.")
    people = models.JSONField(default=dict, help_text="from, to, cc, reply_to as they are read by people.")
    participants = ArrayField(models.CharField(max_length=254), default=list)
    html = models.TextField(blank=True, default="")
    quoted = models.TextField(blank=True, default="")
    pictures = models.JSONField(
        default=dict, help_text="Files that are its own pictures, by their place among the attachments."
    )
    auth = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    arrival_key = models.CharField(max_length=200, blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        db_table = "mail_letter"
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="letter_once"),
            models.UniqueConstraint(fields=["message_id"], name="letter_of_message"),
        ]
        indexes = [
            models.Index(fields=["channel", "rfc_id"], name="letter_rfc_id", condition=~models.Q(rfc_id="")),
            models.Index(fields=["channel", "thread"], name="letter_thread"),
            models.Index(fields=["channel", "subject_key"], name="letter_subject"),
            models.Index(
                fields=["channel", "sender", "said_at"], name="letter_robot", condition=~models.Q(kind="message")
            ),
            GinIndex(fields=["participants"], name="letter_participants"),
        ]

    def __str__(self) -> str:
        return self.rfc_id or self.external_id


class Bouncing(models.Model):
    """An address that refused our mail for good; nothing is offered to be sent there until it writes to us again."""

    address = models.CharField(max_length=254, unique=True)
    status = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    since = models.DateTimeField()

    class Meta:
        db_table = "mail_bouncing"

    def __str__(self) -> str:
        return self.address
