"""Companies of customers, and the fields an administrator invents for people and companies."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value


class Organisation(models.Model):
    """A company some customers belong to; shown as "company" (`accounts.Company` is the one that uses Rafiq)."""

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=240, help_text="Folded name: one company, however it is written.")
    domain = models.CharField(
        max_length=253,
        blank=True,
        default="",
        help_text="Where its people have their mail; suggests who belongs to it.",
    )
    about = models.TextField(blank=True, default="", help_text="What the staff should know about this company.")
    custom = models.JSONField(db_default=Value({}, models.JSONField()), default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="organisation_once"),
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="organisation_domain_once"),
        ]
        indexes = [GinIndex(OpClass(F("key"), name="gin_trgm_ops"), name="organisation_search")]

    def __str__(self) -> str:
        return self.name


class CustomField(models.Model):
    """A field that an administrator invented. Values live in `custom` of the row they describe, typed as JSON is."""

    class Subject(models.TextChoices):
        CUSTOMER = "CUSTOMER"
        ORGANISATION = "ORGANISATION"

    class Kind(models.TextChoices):
        TEXT = "TEXT"
        NUMBER = "NUMBER"
        DATE = "DATE"
        CHOICE = "CHOICE"
        YES_NO = "YES_NO"
        LINK = "LINK"

    subject = models.CharField(max_length=12, choices=Subject)
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    choices = models.JSONField(default=list, help_text="Of a choice: the texts to choose from.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "label"], name="custom_field_label_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The name its values are kept under; safe inside any query."""
        return f"f{self.pk}"
