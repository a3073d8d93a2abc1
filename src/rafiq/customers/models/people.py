"""A customer and the identities (e-mail, phone, browser, the shop's own id) that lead to them."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex, GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Collate, Left


def by_name() -> Collate:
    """Order customers by their folded name (what a search key begins with), in the order of its letters."""
    return Collate(Left("search_key", 60), "C")


class Customer(models.Model):
    """A person the company serves. One who was merged into another points there and is never shown."""

    name = models.CharField(max_length=120, blank=True, default="")
    known_by = models.CharField(
        max_length=254, blank=True, db_default="", help_text="An address people read, shown while there is no name."
    )
    search_key = models.TextField(
        blank=True, default="", help_text="Folded name, company and identities: what searches look at."
    )
    language = models.CharField(max_length=2, blank=True, default="")
    company_name = models.CharField(max_length=120, blank=True, default="", help_text="Repeats the organisation's.")
    organisation = models.ForeignKey(
        "customers.Organisation", null=True, on_delete=models.SET_NULL, related_name="people", db_index=False
    )
    custom = models.JSONField(
        db_default=Value({}, models.JSONField()),
        default=dict,
        help_text="Values of custom fields, by `CustomField.key`.",
    )
    city = models.CharField(max_length=80, blank=True, default="")
    about = models.TextField(blank=True, default="", help_text="What the staff should know about this person.")
    preferred_kind = models.CharField(
        max_length=20, blank=True, db_default="", help_text="The kind of channel this person asked to be answered on."
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="customer_not_merged_into_itself")
        ]
        indexes = [
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="customer_search"),
            models.Index(F("created_at").desc(), F("id").desc(), name="customer_newest", condition=Q(merged_into=None)),
            models.Index(by_name(), F("id"), name="customer_by_name", condition=Q(merged_into=None)),
            models.Index(F("organisation"), F("id"), name="customer_organisation", condition=~Q(organisation=None)),
            GinIndex(fields=["custom"], opclasses=["jsonb_path_ops"], name="customer_custom"),
        ]

    def __str__(self) -> str:
        return self.shown_name or f"#{self.pk}"

    @property
    def shown_name(self) -> str:
        """The name, or the address they are known by while they have not said it; empty for a mere visitor."""
        return self.name or self.known_by


class Identity(models.Model):
    """One address of a customer.

    Only a verified one leads to the customer: what a visitor merely claims (an e-mail typed into a form)
    is kept as unverified, and two customers may claim the same.
    """

    class Kind(models.TextChoices):
        EMAIL = "EMAIL"
        PHONE = "PHONE"
        EXTERNAL = "EXTERNAL"
        VISITOR = "VISITOR"
        TELEGRAM = "TELEGRAM"
        BALE = "BALE"
        INSTAGRAM = "INSTAGRAM"
        MESSENGER = "MESSENGER"
        MASTODON = "MASTODON"
        HANDLE = "HANDLE"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254, help_text="Normal form: lower case, E.164, digest of a browser's token.")
    label = models.CharField(
        max_length=120, blank=True, db_default="", help_text="What people read where the value is a number: @handle."
    )
    is_verified = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(is_verified=True), name="identity_verified_unique"
            ),
            models.UniqueConstraint(fields=["customer", "kind", "value"], name="identity_once_per_customer"),
        ]
        indexes = [BrinIndex(fields=["added_at"], name="identity_added", autosummarize=True)]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
