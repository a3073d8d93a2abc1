"""What an article says in one language, every state it was ever saved in, and where it could be found before."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language

SLUG_LIMIT = 120


class State(models.TextChoices):
    """How far the newest version has come. What people read is `Translation.live`, whatever this says."""

    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    SCHEDULED = "SCHEDULED", _("Scheduled")
    PUBLISHED = "PUBLISHED", _("Published")
    ARCHIVED = "ARCHIVED", _("Archived")


class Freshness(models.TextChoices):
    """How a language stands beside the one it was translated from."""

    UP_TO_DATE = "UP_TO_DATE", _("Up to date")
    OUTDATED = "OUTDATED", _("Outdated")
    MISSING = "MISSING", _("Missing")


class Version(models.Model):
    """One saved state of a translation; never changed afterwards."""

    translation = models.ForeignKey("knowledge.Translation", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True, default="")
    body = models.TextField(blank=True, default="")
    asked = models.JSONField(default=list)
    saved_by = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="version_numbered")]

    def __str__(self) -> str:
        return f"{self.translation_id} v{self.number}"


class Translation(models.Model):
    """An article in one language.

    Title, summary, body and `asked` are those of the newest version (`number`), which may still be a draft; people
    read `live`, a version that was published, or nothing where there is none.
    """

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=2, choices=Language)
    slug = models.CharField(max_length=SLUG_LIMIT)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="Markdown.")
    asked = models.JSONField(default=list, help_text="The ways people ask for it.")
    number = models.PositiveIntegerField(default=0, help_text="Of the newest version.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    live = models.ForeignKey(Version, null=True, on_delete=models.RESTRICT, related_name="+")
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, help_text="When it was first shown.")
    updated_at = models.DateTimeField(null=True, help_text="When what is shown last changed.")
    author = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer = models.ForeignKey("accounts.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.ForeignKey(
        Version, null=True, on_delete=models.SET_NULL, related_name="+", help_text="What it was translated from."
    )
    terms = SearchVectorField(default="", help_text="Folded words of what is live (platform.text.search_terms).")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="translation_once"),
            models.UniqueConstraint(fields=["language", "slug"], name="translation_slug_unique"),
            models.CheckConstraint(
                name="translation_published_is_live", condition=~Q(state="PUBLISHED") | Q(live__isnull=False)
            ),
            models.CheckConstraint(name="translation_archived_is_not", condition=~Q(state="ARCHIVED") | Q(live=None)),
            models.CheckConstraint(
                name="translation_scheduled_has_time",
                condition=Q(state="SCHEDULED", publish_at__isnull=False) | ~Q(state="SCHEDULED") & Q(publish_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], name="translation_due", condition=Q(state="SCHEDULED")),
            GinIndex(fields=["terms"], name="translation_search"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_live(self) -> bool:
        """Test whether people can read some version of it."""
        return self.live_id is not None


class Redirect(models.Model):
    """An address that no longer is one, and what stands at its place.

    It names the translation and not another address: there are no chains, and nothing can lead in a circle.
    """

    path = models.CharField(max_length=300, unique=True, help_text="Below /help/, without slashes at the ends.")
    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="redirects")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
