"""Saved filters over customers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.models import Segment
from rafiq.customers.segmenting import Condition


@transaction.atomic
def save_segment(  # noqa: PLR0913  # the fields of one form
    segment: Segment | None,
    *,
    name: str,
    is_shared: bool,
    is_any: bool,
    conditions: list[Condition],
    by: Agent,
    at: datetime,
) -> Segment:
    """Make or change a saved filter; it belongs to who made it."""
    found = segment or Segment(owner=by, created_at=at)
    found.name, found.is_shared, found.is_any = name, is_shared, is_any
    found.conditions = [condition.plain() for condition in conditions]
    found.save()
    return found


@transaction.atomic
def remove_segment(segment: Segment) -> None:
    """Remove a saved filter; nobody is removed with it."""
    segment.delete()
