"""Articles and the collections they stand in; what an article says is in its translations."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

KEY_LIMIT = 80


class Audience(models.TextChoices):
    """Who may read an article."""

    PUBLIC = "PUBLIC", _("Everybody")
    CUSTOMERS = "CUSTOMERS", _("Customers")
    STAFF = "STAFF", _("Staff only")


class Collection(models.Model):
    """A shelf of the help centre: articles about one kind of matter."""

    slug = models.CharField(max_length=KEY_LIMIT, unique=True)
    position = models.PositiveIntegerField(default=0)
    icon = models.CharField(max_length=40, default="book", help_text="An icon of the UI kit.")
    names = models.JSONField(default=dict, help_text="By language.")
    descriptions = models.JSONField(default=dict, help_text="By language.")

    def __str__(self) -> str:
        return self.slug

    def name(self, language: str) -> str:
        """Return its name in a language, else in whichever there is."""
        return _worded(self.names, language) or self.slug.replace("-", " ")

    def description(self, language: str) -> str:
        """Return what it is about, in this language only; may be empty."""
        return str(self.descriptions.get(language, ""))


def new_key() -> str:
    """Return a short name for a new article, never to be changed; no vowels, so that it is no word."""
    return "".join(secrets.choice("bcdfghjkmnpqrstvwxz23456789") for _ in range(10))


class Article(models.Model):
    """One matter explained, in any number of languages. Its `key` never changes: bodies link to `article:key`."""

    key = models.CharField(max_length=KEY_LIMIT, unique=True, default=new_key)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="articles")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["collection", "position", "id"], name="article_shelf")]

    def __str__(self) -> str:
        return self.key


class Attachment(models.Model):
    """A stored file that belongs to an article: only such pictures are shown in it. One may stand in several."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "file"], name="attachment_once")]

    def __str__(self) -> str:
        return f"file {self.file_id} of {self.article_id}"


def _worded(words: dict[str, str], language: str) -> str:
    return words.get(language) or next((one for one in words.values() if one), "")
