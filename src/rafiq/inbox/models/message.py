"""What was said: messages in both directions, internal notes, their files and mentions."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value


class Delivery(models.TextChoices):
    """How far an outbound message has come."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"


class Message(models.Model):
    """One thing said in a conversation, or one note among the staff."""

    class Kind(models.TextChoices):
        INBOUND = "INBOUND"
        OUTBOUND = "OUTBOUND"
        NOTE = "NOTE"

    conversation = models.ForeignKey(
        "inbox.Conversation", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    channel = models.ForeignKey("inbox.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    text = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()
    external_id = models.CharField(  # noqa: DJ001  # NULL: only what came in has one, and only those are unique
        max_length=200, null=True, help_text="The channel's id: idempotency of the way in."
    )
    client_id = models.UUIDField(
        default=uuid.uuid4, null=True, help_text="The page's id: idempotency of the way out; what came in has none."
    )
    delivery = models.CharField(max_length=10, choices=Delivery, blank=True, default="")
    failure = models.CharField(max_length=300, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    thread = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="The channel's name for the exchange; empty: the conversation's.",
    )
    provider_id = models.CharField(
        max_length=200, blank=True, db_default="", help_text="The provider's id of what we sent: reports name it."
    )
    extras = models.JSONField(db_default=Value({}, models.JSONField()), help_text="What only its channel knows of it.")
    terms = SearchVectorField(default="", help_text="Folded words (platform.text.search_terms).")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=Q(external_id__isnull=False),
                name="message_external_unique",
            ),
            models.UniqueConstraint(
                fields=["client_id"], condition=Q(client_id__isnull=False), name="message_client_unique"
            ),
            models.CheckConstraint(
                name="message_delivery_is_for_outbound",
                condition=Q(kind="OUTBOUND") ^ Q(delivery=""),
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_conversation"),
            models.Index(fields=["id"], name="message_undelivered", condition=Q(delivery__in=["QUEUED", "FAILED"])),
            models.Index(fields=["channel", "thread", "id"], name="message_queued", condition=Q(delivery="QUEUED")),
            models.Index(fields=["channel", "provider_id"], name="message_provider", condition=~Q(provider_id="")),
            GinIndex(fields=["terms"], name="message_search"),
            # Which stretch of the table holds which ids, for a search that looks at the newest messages first.
            BrinIndex(fields=["id"], pages_per_range=32, autosummarize=True, name="message_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_note(self) -> bool:
        """Test whether only the staff may read it."""
        return self.kind == self.Kind.NOTE

    @property
    def is_inbound(self) -> bool:
        """Test whether the customer said it."""
        return self.kind == self.Kind.INBOUND


class EarlyReport(models.Model):
    """What a provider said of a message whose id there we had not written down yet; applied as soon as we have."""

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    provider_id = models.CharField(max_length=200)
    delivery = models.CharField(max_length=10, choices=Delivery)
    reason = models.CharField(max_length=300, blank=True, default="")
    noted_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "provider_id", "delivery"], name="early_report_once")]

    def __str__(self) -> str:
        return f"{self.delivery} of {self.provider_id}"


class Attachment(models.Model):
    """A stored file that belongs to a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField("platform.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"file {self.file_id} of {self.message_id}"


class Mention(models.Model):
    """An agent was named in a note; until seen, it shows in their mentions."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    mentioned_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "agent"], name="mention_once")]
        indexes = [
            models.Index(F("agent"), F("mentioned_at").desc(), name="mention_agent"),
            models.Index(fields=["agent"], name="mention_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.agent} in {self.message_id}"
