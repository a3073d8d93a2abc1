"""What the bot does in conversations: sessions, turns, runs of actions, promises."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Silence(models.TextChoices):
    """Why the bot says nothing (more) in a conversation."""

    AGENT = "AGENT", _("A colleague took over")
    ASKED = "ASKED", _("The customer asked for a person")
    ANGER = "ANGER", _("The customer is upset")
    FAILED = "FAILED", _("The bot did not find an answer")
    IMPORTANT = "IMPORTANT", _("An important customer")
    INTENT = "INTENT", _("A matter for people")
    ACTION = "ACTION", _("An action did not work")
    ENDLESS = "ENDLESS", _("The conversation became long")
    LANGUAGE = "LANGUAGE", _("A language the bot does not speak")


class Session(models.Model):
    """What the bot remembers of one conversation, until that is closed.

    `state` holds a form that is being filled in, the options of a question that was asked, and what was shown
    (`dialogue.memory.Memory` as JSON).
    """

    conversation = models.OneToOneField("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, blank=True, default="")
    state = models.JSONField(default=dict)
    failures = models.PositiveSmallIntegerField(default=0)
    said = models.PositiveSmallIntegerField(default=0, help_text="How often the bot spoke.")
    silent_since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, choices=Silence, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(silent_since=None, reason="") | Q(silent_since__isnull=False) & ~Q(reason=""),
                name="session_silent_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"session of #{self.conversation_id}"

    @property
    def is_silent(self) -> bool:
        """Test whether a person has the word."""
        return self.silent_since is not None


class Turn(models.Model):
    """One message of a customer and what the bot made of it; the constraint on the message lets it act once.

    `evidence` tells why, `said` what it said or suggests (text and extras).
    """

    class Kind(models.TextChoices):
        ANSWER = "ANSWER", _("Answered from an article")
        CLARIFY = "CLARIFY", _("Asked which is meant")
        INTENT = "INTENT", _("Understood an intent")
        FORM = "FORM", _("Asked for details")
        ACTION = "ACTION", _("Did something")
        SMALL_TALK = "SMALL_TALK", _("Was polite")
        ABSTAIN = "ABSTAIN", _("Did not know")
        HAND_OVER = "HAND_OVER", _("Handed over")
        CONTACT = "CONTACT", _("Took contact details")
        PASSED = "PASSED", _("Said nothing")

    class State(models.TextChoices):
        SILENT = "SILENT", _("Nothing was said")
        WRITTEN = "WRITTEN", _("Said to the customer")
        SUGGESTED = "SUGGESTED", _("Suggested to agents")
        USED = "USED", _("Used by an agent")
        DISMISSED = "DISMISSED", _("Dismissed by an agent")

    class Verdict(models.TextChoices):
        HELPED = "HELPED", _("The customer said that it helped")
        DID_NOT = "DID_NOT", _("The customer said that it did not help")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="turns", db_index=False)
    message = models.OneToOneField("inbox.Message", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    language = models.CharField(max_length=2, blank=True, default="")
    reading = models.CharField(max_length=500, blank=True, default="", help_text="The message as it was understood.")
    confidence = models.FloatField(null=True)
    article_key = models.CharField(max_length=80, blank=True, default="")
    snippet = models.ForeignKey("bot.Snippet", null=True, on_delete=models.SET_NULL, related_name="+")
    intent = models.CharField(max_length=60, blank=True, default="", help_text="Its name; intents come and go.")
    reason = models.CharField(max_length=10, choices=Silence, blank=True, default="", help_text="Of a hand-over.")
    evidence = models.JSONField(default=dict)
    said = models.JSONField(default=dict, help_text="text, extras")
    answer = models.OneToOneField("inbox.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default="")
    correction = models.JSONField(default=dict, help_text="What a person says it should have been; empty: nothing.")
    corrected_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["session", "id"], name="turn_session"),
            models.Index(F("taken_at").desc(), F("id").desc(), name="turn_newest"),
            models.Index(fields=["session"], name="turn_suggested", condition=Q(state="SUGGESTED")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.message_id}"


class ActionRun(models.Model):
    """One call of an action. `key` is the same in every try, so that the other side can do it once."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")

    turn = models.OneToOneField(Turn, on_delete=models.CASCADE, related_name="run")
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    action = models.CharField(max_length=60, help_text="Its name.")
    values = models.JSONField(default=dict)
    request = models.JSONField(default=dict, help_text="What is sent.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True, default="")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Promise(models.Model):
    """What the bot promised: a person answers.

    `due_at` is when people are back; None while they are there, or where
    nobody knows. Kept when one answers.
    """

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(kept_at=None), name="promise_one_open")
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="promise_conversation"),
            models.Index(fields=["due_at"], name="promise_due", condition=Q(kept_at=None)),
        ]

    def __str__(self) -> str:
        return f"#{self.conversation_id} by {self.due_at}"
