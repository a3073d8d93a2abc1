"""What the bot was taught: snippets, intents with their examples, actions, tests, and what of it is live."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language


class Snippet(models.Model):
    """A short answer kept for the bot. Once approved it is found like an article, under the source `snippet`."""

    class Audience(models.TextChoices):
        PUBLIC = "PUBLIC", _("Everybody")
        CUSTOMERS = "CUSTOMERS", _("Customers")

    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(max_length=200)
    text = models.TextField()
    asked = models.JSONField(default=list, help_text="The ways people ask for it.")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    is_approved = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something the bot can do: a declared function that calls an address of the company.

    `parameters` are `declaring.Parameter` as JSON, in the order in which they are asked for. The secret that requests
    are signed with is encrypted.
    """

    class Who(models.TextChoices):
        ANYONE = "ANYONE", _("Everybody")
        KNOWN = "KNOWN", _("Whoever is known for certain")

    class Method(models.TextChoices):
        GET = "GET", "GET"
        POST = "POST", "POST"

    name = models.SlugField(max_length=60, help_text="Sent along with every request; Latin letters and hyphens.")
    titles = models.JSONField(default=dict, help_text="What it is called, by language.")
    parameters = models.JSONField(default=list)
    url = models.URLField(max_length=500)
    method = models.CharField(max_length=4, choices=Method, default=Method.POST)
    secret = models.TextField(blank=True, default="")
    who = models.CharField(max_length=10, choices=Who, default=Who.ANYONE)
    needs_confirmation = models.BooleanField(default=True)
    results = models.JSONField(default=dict, help_text="What to say afterwards, by language, with {names}.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="action_name_unique")]

    def __str__(self) -> str:
        return self.name


class Intent(models.Model):
    """What somebody may want that is no question to an article, and what the bot does then."""

    class Does(models.TextChoices):
        ANSWER = "ANSWER", _("Says a text")
        ARTICLE = "ARTICLE", _("Answers from an article")
        ACTION = "ACTION", _("Does something")
        HAND_OVER = "HAND_OVER", _("Hands over to a person")

    name = models.SlugField(max_length=60)
    titles = models.JSONField(default=dict, help_text="What it is called, by language.")
    is_active = models.BooleanField(default=True)
    does = models.CharField(max_length=10, choices=Does, default=Does.ANSWER)
    answers = models.JSONField(default=dict, help_text="Texts by language.")
    article_key = models.CharField(max_length=80, blank=True, default="")
    action = models.ForeignKey(Action, null=True, on_delete=models.SET_NULL, related_name="intents")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="intent_name_unique")]

    def __str__(self) -> str:
        return self.name


class IntentExample(models.Model):
    """One way in which people say it."""

    class Source(models.TextChoices):
        AUTHOR = "AUTHOR", _("Written")
        CORRECTION = "CORRECTION", _("Learned from a correction")

    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, related_name="examples", db_index=False)
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=Language)
    source = models.CharField(max_length=10, choices=Source, default=Source.AUTHOR)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intent", "language", "text"], name="intent_example_once")]

    def __str__(self) -> str:
        return self.text


class Publication(models.Model):
    """What was live from a moment on: a copy of intents, answers and actions (`declaring.Taught` as JSON).

    The newest one is live. `failing` are tests that failed and were published over, for a `reason`.
    """

    number = models.PositiveIntegerField(unique=True)
    snapshot = models.JSONField()
    reason = models.CharField(max_length=500, blank=True, default="")
    failing = models.JSONField(default=list)
    restores = models.PositiveIntegerField(null=True, help_text="The number of the older state that came back.")
    published_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"v{self.number}"


class Case(models.Model):
    """'When someone says … the bot must …', run before every publication."""

    class Expected(models.TextChoices):
        ANSWER = "ANSWER", _("answer from an article")
        INTENT = "INTENT", _("understand an intent")
        HAND_OVER = "HAND_OVER", _("hand over to a person")
        ABSTAIN = "ABSTAIN", _("say that it does not know")

    text = models.CharField(max_length=500)
    language = models.CharField(max_length=2, choices=Language)
    expected = models.CharField(max_length=10, choices=Expected)
    article_key = models.CharField(max_length=80, blank=True, default="")
    intent = models.ForeignKey(Intent, null=True, on_delete=models.CASCADE, related_name="cases")
    passed = models.BooleanField(null=True, help_text="None: never run.")
    got = models.JSONField(default=dict, help_text="What the bot did the last time: kind, article, intent.")
    ran_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text
