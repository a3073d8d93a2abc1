"""The company's language model and what it used, and what agents are helped with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

SECONDS, MOST_SECONDS = 8, 60
TOKENS = 2_000_000


class LanguageModel(models.Model):
    """The one language model of the company's choice. Off by default: nothing outside is asked then.

    The key is encrypted. Prices are those of a million tokens, in whatever currency the provider bills in; limits are
    of a calendar month, None for no limit. `failures` in a row make a pause until `paused_until`.
    """

    is_active = models.BooleanField(default=False)
    address = models.URLField(max_length=300, blank=True, default="", help_text="Up to and with /v1.")
    name = models.CharField(max_length=120, blank=True, default="")
    key = models.TextField(blank=True, default="")
    seconds = models.PositiveSmallIntegerField(default=SECONDS)
    words_answers = models.BooleanField(default=True)
    follows_up = models.BooleanField(default=True)
    proposes_ways = models.BooleanField(default=True)
    sums_up = models.BooleanField(default=True)
    monthly_tokens = models.PositiveBigIntegerField(null=True, default=TOKENS)
    monthly_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    price_in = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    price_out = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True, default="", help_text="What went wrong last; see outcomes.")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="language_model_is_one"),
            models.CheckConstraint(condition=Q(seconds__gte=1), name="language_model_has_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        """Test whether it may be asked anything."""
        return bool(self.is_active and self.address and self.name)


class ModelUse(models.Model):
    """What was used of the language model in one month. Costs are in millionths of the provider's currency.

    What is `held` belongs to questions under way: it counts until they end, so that many at once stay in the budget.
    """

    month = models.DateField(unique=True, help_text="Its first day.")
    asked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0, help_text="Answers that did not keep to what was given.")
    tokens_in = models.BigIntegerField(default=0)
    tokens_out = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    held_tokens = models.BigIntegerField(default=0)
    held_cost = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class AssistSettings(models.Model):
    """What the company lets its agents be helped with: one row."""

    suggests_articles = models.BooleanField(default=True)
    suggests_canned = models.BooleanField(default=True)
    suggests_similar = models.BooleanField(default=True)
    sums_up = models.BooleanField(default=True)
    shows_mood = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="assist_settings_are_one")]

    def __str__(self) -> str:
        return "assist"

    @property
    def is_any(self) -> bool:
        """Test whether there is anything to show at all."""
        return self.suggests or self.sums_up or self.shows_mood

    @property
    def suggests(self) -> bool:
        """Test whether any answers are suggested."""
        return self.suggests_articles or self.suggests_canned or self.suggests_similar


class AssistChoice(models.Model):
    """Whether one agent wants to be helped; without a row they do."""

    agent = models.OneToOneField("accounts.Agent", on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.is_wanted}"
