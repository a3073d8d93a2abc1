"""Fields that administrators invent for customers and companies."""

from __future__ import annotations

from django.db import transaction

from rafiq.customers.models import Customer, CustomField, Organisation
from rafiq.platform import db


class LabelTaken(Exception):
    """Another field of this subject is called so."""


@transaction.atomic
def save_field(field: CustomField | None, *, subject: str, label: str, kind: str, choices: list[str]) -> CustomField:
    """Make or change a field. What it describes and its kind stay as they were made: values depend on them.

    Raises:
        LabelTaken: if another field is called so.
    """
    if field is None:
        last = CustomField.objects.filter(subject=subject).order_by("-position").first()
        field = CustomField(subject=subject, kind=kind, position=last.position + 1 if last else 0)
    field.label, field.choices = label, choices
    with db.refused_as(LabelTaken, constraint="custom_field_label_once"):
        field.save()
    return field


@transaction.atomic
def remove_field(field: CustomField) -> None:
    """Remove a field with all its values."""
    for model in (Customer, Organisation):
        for row in model.objects.filter(custom__has_key=field.key).select_for_update(no_key=True).iterator(500):
            row.custom.pop(field.key, None)
            row.save(update_fields=["custom"])
    field.delete()
