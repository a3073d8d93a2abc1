"""One promise to one customer: an answer or a resolution until a moment."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What was promised."""

    FIRST_ANSWER = "FIRST_ANSWER", _("First answer")
    NEXT_ANSWER = "NEXT_ANSWER", _("Next answer")
    RESOLUTION = "RESOLUTION", _("Resolution")


class Ending(models.TextChoices):
    """What became of a promise."""

    KEPT = "KEPT", _("Kept")
    LATE = "LATE", _("Done late")
    CANCELLED = "CANCELLED", _("Not owed any more")


OPEN = Q(ended_at=None)
RUNNING = OPEN & Q(paused_at=None)


class Promise(models.Model):
    """One round of one kind of promise in one conversation.

    The clock counts whole business seconds from `began_at`, without `pauses` (a list of [from, to], the last one open
    while `paused_at` is set; ISO 8601). Running, `due_at` and `warn_at` say when it is broken and at risk (None: its
    calendar does not open any more); paused, `remaining` says how many business seconds are left. `changed_at` is when
    other terms came to count for what was running already: it cannot have been broken before. `before` keeps
    {began_at, pauses} from before a policy was given, which counts from then: to go on with when it is taken back.
    `broken_at` stays where the promise was done late; `ended_at` is when it was done, or owed no more (`reason` says
    why).
    """

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    round = models.PositiveIntegerField()
    version = models.ForeignKey("promises.Version", on_delete=models.PROTECT, related_name="+")
    target = models.PositiveIntegerField(help_text="Business seconds.")
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    pauses = models.JSONField(default=list)
    before = models.JSONField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    remaining = models.IntegerField(null=True)
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True, default="")
    reason = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind", "round"], name="promises_once_a_round"),
            models.UniqueConstraint(fields=["conversation", "kind"], condition=OPEN, name="promises_one_open"),
            models.CheckConstraint(name="promises_end_or_not", condition=OPEN ^ ~Q(ending="")),
            models.CheckConstraint(
                name="promises_pause_stops_the_clock",
                condition=Q(paused_at=None, remaining=None) | Q(due_at=None, remaining__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="promises_running", condition=RUNNING),
            models.Index(F("ended_at").desc(), F("id").desc(), name="promises_ended", condition=~OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.round} of #{self.conversation_id}"

    @property
    def is_open(self) -> bool:
        """Test whether it is still owed."""
        return self.ended_at is None

    @property
    def is_paused(self) -> bool:
        """Test whether its clock stands still."""
        return self.paused_at is not None

    @property
    def next_moment(self) -> datetime | None:
        """When something is to happen to it by itself: at risk, then broken; None where nothing is."""
        if not self.is_open or self.is_paused or self.broken_at is not None:
            return None
        return self.due_at if self.warned_at is not None else self.warn_at

    def ended(self, ending: str, *, at: datetime, reason: str = "") -> None:
        """It is done, or owed no more. Does not save."""
        self.ended_at, self.ending, self.reason = at, ending, reason
        self.paused_at = self.remaining = None
