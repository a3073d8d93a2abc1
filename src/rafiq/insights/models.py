"""Tables of how it went: one fact a round of a conversation, rolled up by day and month; and who gets it by mail."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Fact(models.Model):
    """One round of a conversation: from being opened (again) until resolved. A function of the log and of the hours.

    Teams and agents are ids, 0 is none: who they were stands, whatever becomes of them. `answerer` is who first
    answered, else who has it. Seconds come twice: of the clock, and of business time. `waiting_since` is set while
    the first answer is owed, `left_*` if it was closed without one.
    """

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    team = models.BigIntegerField(default=0)
    agent = models.BigIntegerField(default=0)
    answerer = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=2, blank=True, default="")
    waiting_since = models.DateTimeField(null=True)
    first_at = models.DateTimeField(null=True)
    first_seconds = models.PositiveIntegerField(null=True)
    first_business = models.PositiveIntegerField(null=True)
    left_seconds = models.PositiveIntegerField(null=True)
    left_business = models.PositiveIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_seconds = models.PositiveIntegerField(null=True)
    resolved_business = models.PositiveIntegerField(null=True)
    answers = models.PositiveSmallIntegerField(default=0)
    bot_answers = models.PositiveSmallIntegerField(default=0)
    transfers = models.PositiveSmallIntegerField(default=0)
    is_first_contact = models.BooleanField(default=False)
    is_by_bot = models.BooleanField(default=False)
    came_back = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(default=0, help_text="1 to 5; 0: not rated.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "number"], name="fact_once_a_round")]
        indexes = [
            models.Index(F("opened_at"), F("id"), name="fact_opened"),
            models.Index(F("resolved_at"), F("id"), name="fact_resolved", condition=Q(resolved_at__isnull=False)),
            models.Index(fields=["waiting_since"], name="fact_waiting", condition=Q(waiting_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of #{self.conversation_id}"


class Period(models.TextChoices):
    """What a rolled-up row sums up; months are those of the Gregorian calendar."""

    DAY = "D"
    MONTH = "M"


class Level(models.IntegerChoices):
    """By what a rolled-up row is told apart: PostgreSQL's GROUPING(team, agent, channel, language)."""

    EACH = 0
    TEAM = 7
    AGENT = 11
    CHANNEL = 13
    LANGUAGE = 14
    ALL = 15


class Measure(models.TextChoices):
    """What a histogram counts: waits by bucket (`sketch`), or openings by hour of the week. Names columns of `Cell`."""

    FIRST = "waits_first"
    FIRST_BUSINESS = "waits_first_business"
    LEFT = "waits_left"
    LEFT_BUSINESS = "waits_left_business"
    RESOLVED = "waits_resolved"
    RESOLVED_BUSINESS = "waits_resolved_business"
    HOURS = "hours"
    FIRST_BY_HOUR = "waits_by_hour"


def _histogram() -> ArrayField[models.BigIntegerField[int, int], list[int]]:
    """Make a column for a histogram: `bucket << 32 | count`, in the order of buckets; made and read by SQL alone."""
    return ArrayField(models.BigIntegerField(), default=list)


class Cell(models.Model):
    """Counts and histograms of a day or month by the company's clock; what a level does not tell apart is 0 or empty.

    `opened`, `reopened`, `waited`, `left` and their histograms by the day it was opened; the rest by the day it was
    resolved.
    """

    pk = models.CompositePrimaryKey("period", "level", "start", "team", "agent", "channel", "language")
    period = models.CharField(max_length=1, choices=Period)
    level = models.PositiveSmallIntegerField(choices=Level)
    start = models.DateField()
    team = models.BigIntegerField(default=0)
    agent = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    opened = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    waited = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    resolved = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    first_contact = models.IntegerField(default=0)
    came_back = models.IntegerField(default=0)
    transferred = models.IntegerField(default=0)
    by_bot = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    waits_first = _histogram()
    waits_first_business = _histogram()
    waits_left = _histogram()
    waits_left_business = _histogram()
    waits_resolved = _histogram()
    waits_resolved_business = _histogram()
    hours = _histogram()
    waits_by_hour = _histogram()

    def __str__(self) -> str:
        return f"{self.period} {self.start}"


class Occupancy(models.Model):
    """How many seconds of a day (of the company's clock) an agent was available, and busy of these."""

    day = models.DateField()
    agent = models.BigIntegerField()
    available = models.PositiveIntegerField()
    busy = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "agent"], name="occupancy_once_a_day"),
            models.CheckConstraint(condition=Q(busy__lte=F("available")), name="occupancy_within_available"),
        ]

    def __str__(self) -> str:
        return f"{self.busy} of {self.available} s on {self.day}"


class Stale(models.Model):
    """A conversation of which the log told something that is not counted yet."""

    conversation_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"#{self.conversation_id}"


class StaleDay(models.Model):
    """A day of which a fact changed, to be rolled up anew."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)


class Backfill(models.Model):
    """How far the conversations of before were counted on this basis (way of counting, zone): those from `below` on."""

    basis = models.CharField(max_length=80, unique=True)
    newest = models.BigIntegerField()
    below = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.basis}: {self.below} of {self.newest}"

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return 1.0 if self.finished_at or not self.newest else 1 - self.below / (self.newest + 1)


class Rhythm(models.TextChoices):
    """How often somebody gets the summary by mail."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"


class Subscription(models.Model):
    """Somebody gets the summary by mail."""

    agent = models.OneToOneField("accounts.Agent", on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm)

    def __str__(self) -> str:
        return f"{self.rhythm} for {self.agent_id}"


class Summary(models.Model):
    """One summary for one reader: made once for its first day, sent by a job."""

    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=6, choices=Rhythm)
    first = models.DateField()
    last = models.DateField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "rhythm", "first"], name="summary_once")]

    def __str__(self) -> str:
        return f"{self.first} to {self.last} for {self.agent_id}"
