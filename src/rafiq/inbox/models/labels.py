"""What agents put on conversations, and the answers they keep ready."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

HUES = 12


class Tag(models.Model):
    """A word conversations are sorted by."""

    name = models.CharField(max_length=40)
    hue = models.PositiveSmallIntegerField(default=0, help_text=f"One of the {HUES} colours of the UI kit.")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name_unique")]

    def __str__(self) -> str:
        return self.name


class CannedReply(models.Model):
    """An answer kept ready; {{customer}} and {{agent}} are filled with names when it is used."""

    shortcut = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True, default="")
    search_key = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("shortcut"), "language", name="canned_reply_shortcut_unique")]

    def __str__(self) -> str:
        return self.shortcut
