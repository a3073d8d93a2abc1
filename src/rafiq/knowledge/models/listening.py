"""What readers tell: whether it helped, what they searched for, how they ask."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language


class Helpful(models.Model):
    """One reader's answer to 'was this helpful?'; may be changed by the same reader."""

    class Reason(models.TextChoices):
        UNCLEAR = "UNCLEAR", _("It is hard to understand")
        INCOMPLETE = "INCOMPLETE", _("Something is missing")
        WRONG = "WRONG", _("Something is wrong or out of date")
        ANOTHER = "ANOTHER", _("I was looking for something else")
        DISLIKED = "DISLIKED", _("I understand it, but I do not like it")

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="ratings")
    language = models.CharField(max_length=2, choices=Language)
    visitor = models.CharField(max_length=64, help_text="Digest of the reader's random name.")
    network = models.CharField(max_length=64, help_text="Keyed digest of the network address, for limits.")
    is_helpful = models.BooleanField()
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="")
    words = models.TextField(blank=True, default="")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "visitor"], name="helpful_once")]
        indexes = [models.Index(fields=["network", "rated_at"], name="helpful_network")]

    def __str__(self) -> str:
        return f"{'yes' if self.is_helpful else 'no'} for {self.article_id}"


class Search(models.Model):
    """What somebody looked for in the help centre, and what came of it. Kept for half a year, for the gaps."""

    class Place(models.TextChoices):
        HELP = "HELP", _("Help centre")
        WIDGET = "WIDGET", _("Chat window")
        BOT = "BOT", _("Chatbot")

    words = models.CharField(max_length=200, help_text="Folded.")
    asked = models.CharField(max_length=200, help_text="As it was typed.")
    language = models.CharField(max_length=2, choices=Language)
    place = models.CharField(max_length=10, choices=Place)
    visitor = models.CharField(max_length=64, blank=True, default="")
    results = models.PositiveIntegerField()
    clicked = models.ForeignKey("knowledge.Article", null=True, on_delete=models.SET_NULL, related_name="+")
    searched_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["searched_at"], name="help_search_at"),
            models.Index(fields=["visitor", "searched_at"], name="help_search_visitor"),
        ]

    def __str__(self) -> str:
        return self.words


class AskedWay(models.Model):
    """A way in which people might ask for an article, proposed by somebody or something."""

    class Source(models.TextChoices):
        SEARCH = "SEARCH", _("Search")
        CONVERSATION = "CONVERSATION", _("Conversation")
        INSERT = "INSERT", _("Inserted by an agent")
        MODEL = "MODEL", _("Language model")

    class State(models.TextChoices):
        SUGGESTED = "SUGGESTED", _("Suggested")
        APPROVED = "APPROVED", _("Approved")
        DISMISSED = "DISMISSED", _("Dismissed")

    translation = models.ForeignKey("knowledge.Translation", on_delete=models.CASCADE, related_name="ways")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    source = models.CharField(max_length=12, choices=Source)
    state = models.CharField(max_length=10, choices=State, default=State.SUGGESTED)
    count = models.PositiveIntegerField(default=1, help_text="How often it was heard.")
    heard_at = models.DateTimeField(help_text="Last.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "folded"], name="asked_way_once")]

    def __str__(self) -> str:
        return self.text
