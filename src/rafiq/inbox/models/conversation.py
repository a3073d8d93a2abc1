"""A conversation: all that is said with one customer about one matter."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from rafiq.inbox.models.labels import Tag

OPEN = Q(resolved_at=None)
AWAKE = OPEN & Q(snoozed_until=None)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """The filters every reader of conversations is built from."""

    def open(self) -> Self:
        """Not settled."""
        return self.filter(OPEN)

    def awake(self) -> Self:
        """Open, and not put aside until later."""
        return self.filter(AWAKE)

    def waiting(self) -> Self:
        """The customer is owed an answer."""
        return self.awake().filter(waiting_since__isnull=False)


class Conversation(models.Model):
    """Everything said with one customer about one matter; its id is the number people quote.

    `last_*` repeat what the newest message said, so that a list needs no join.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("inbox.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    thread = models.CharField(max_length=200, help_text="The channel's own name for this exchange.")
    begun_by = models.CharField(
        max_length=270, blank=True, db_default="", help_text="The identity that began it: its kind, a space, its value."
    )
    subject = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        "accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    waiting_since = models.DateTimeField(null=True, help_text="Set while the customer is owed an answer.")
    snoozed_until = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()
    last_text = models.CharField(max_length=160, blank=True, default="")
    last_kind = models.CharField(max_length=10, default="INBOUND")
    seen_message_id = models.BigIntegerField(default=0, help_text="Newest message of the customer an agent has seen.")
    tags = models.ManyToManyField(Tag, through="inbox.ConversationTag", related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "thread"], condition=OPEN, name="conversation_one_open"),
            models.CheckConstraint(
                name="conversation_resolved_owes_nothing",
                condition=OPEN | Q(waiting_since=None, snoozed_until=None),
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "thread", "id"], name="conversation_thread"),
            models.Index(F("last_at").desc(), F("id").desc(), name="conversation_open", condition=AWAKE),
            models.Index(
                F("last_at").desc(),
                F("id").desc(),
                name="conversation_unassigned",
                condition=AWAKE & Q(assignee=None),
            ),
            models.Index(F("assignee"), F("last_at").desc(), F("id").desc(), name="conversation_mine", condition=AWAKE),
            models.Index(F("team"), F("last_at").desc(), F("id").desc(), name="conversation_team", condition=AWAKE),
            models.Index(
                F("last_at").desc(), F("id").desc(), name="conversation_closed", condition=Q(resolved_at__isnull=False)
            ),
            models.Index(
                fields=["snoozed_until", "id"], name="conversation_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(F("customer"), F("last_at").desc(), name="conversation_customer"),
            models.Index(F("channel"), F("last_at").desc(), F("id").desc(), name="conversation_channel"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def topic(self) -> str:
        """The name live pages listen to."""
        return f"conversation-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Test whether the matter is not settled."""
        return self.resolved_at is None

    @property
    def is_snoozed(self) -> bool:
        """Test whether it is put aside until later."""
        return self.snoozed_until is not None

    def said(self, *, kind: str, text: str, at: datetime) -> None:
        """Repeat the newest message in the conversation's own row. Does not save."""
        self.last_at, self.last_text, self.last_kind = at, text, kind

    def answered(self, *, at: datetime) -> None:
        """The customer is owed nothing now. Does not save."""
        self.waiting_since = None
        self.first_answered_at = self.first_answered_at or at

    def resolved(self, *, at: datetime) -> None:
        """The matter is settled. Does not save."""
        self.resolved_at, self.waiting_since, self.snoozed_until = at, None, None


class ConversationTag(models.Model):
    """A tag on a conversation, put there once."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    tagged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "tag"], name="conversation_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.conversation_id}"


class Line(models.Model):
    """A thread of some channel that leads to a conversation begun elsewhere: chat that went on by mail, say.

    Where there is none, a thread leads to the newest conversation that began in it.
    """

    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.CharField(max_length=200)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="lines")
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="line_leads_to_one")]

    def __str__(self) -> str:
        return f"{self.thread} of {self.channel_id}"


class Joining(models.Model):
    """One conversation was emptied into another; `moved` says what went over, so that it can all go back."""

    source = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    into = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    joined_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(parted_at=None), name="joining_into_one"),
            models.CheckConstraint(condition=~Q(source=F("into")), name="joining_of_two"),
        ]
        indexes = [models.Index(fields=["source", "id"], name="joining_source")]

    def __str__(self) -> str:
        return f"#{self.source_id} into #{self.into_id}"
