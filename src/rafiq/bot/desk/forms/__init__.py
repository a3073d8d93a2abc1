"""What may be typed at the desk of the bot."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Field


def choose_from(field: Field, rows: QuerySet[Any]) -> None:
    """Let a choice of rows offer these, read when the form is."""
    field.queryset = rows  # type: ignore[attr-defined]
