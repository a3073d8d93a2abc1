"""The agents as decisions see them: who is there, what they can take, how much they have."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rafiq.routing.core import shapes


class Seat(models.Model):
    """One agent's place: whoever gives them something holds this row's lock.

    What `workforce` and `accounts` know of them is repeated here, so that one statement finds who is best. `lanes` are
    those the agent fits, free or not; `used` is what they hold and are being offered; `is_asked` while asked.
    """

    agent = models.OneToOneField("accounts.Agent", primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_here = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    is_asked = models.BooleanField(default=False)
    idle_since = models.DateTimeField()
    teams = ArrayField(models.BigIntegerField(), default=list)
    skills = models.JSONField(default=dict)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    lanes = ArrayField(models.BigIntegerField(), default=list)
    missed = models.PositiveSmallIntegerField(default=0, help_text="Offers in a row that they did not answer.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(capacity__lte=1_000), name="seat_capacity")]

    def __str__(self) -> str:
        return f"seat of {self.agent_id}"

    @property
    def has_room(self) -> bool:
        """Test whether anything at all may be given to them now."""
        return self.is_here and not self.is_asked and (self.used < self.capacity)

    @property
    def shape(self) -> shapes.Free:
        """The agent as decisions see them."""
        return shapes.Free(
            self.pk, capacity=self.capacity, used=self.used, idle_since=self.idle_since.timestamp(),
            teams=frozenset(self.teams), languages=frozenset(self.languages),
            skills={int(skill): level for skill, level in self.skills.items()},
        )  # fmt: skip


class Holding(models.Model):
    """What an agent is busy with: an open conversation that was given to them and is not put aside.

    Where the customer could write at any time (chat) it counts until it is closed; otherwise while they are owed an
    answer. Kept for a while after it ended: how long conversations take is learnt from it.
    """

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    weight = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="holding_one")]
        indexes = [
            models.Index(fields=["agent"], name="holding_agent", condition=Q(ended_at=None)),
            models.Index(F("queue"), F("ended_at").desc(), name="holding_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} with {self.agent_id}"
