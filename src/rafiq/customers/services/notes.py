"""Notes of the staff about a customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.events import CustomerNoted
from rafiq.customers.models import Customer, Note
from rafiq.platform import log


@transaction.atomic
def add_note(*, customer: Customer, words: str, is_pinned: bool, by: Agent, at: datetime) -> Note:
    """Write a note about a customer."""
    note = Note.objects.create(customer=customer, author=by, text=words, is_pinned=is_pinned, written_at=at)
    log.append(CustomerNoted(customer_id=customer.pk, note_id=note.pk, occurred_at=at, actor=by.actor))
    return note


@transaction.atomic
def pin_note(note: Note, *, is_pinned: bool) -> None:
    """Keep a note above the others, or let it go."""
    note.is_pinned = is_pinned
    note.save(update_fields=["is_pinned"])


@transaction.atomic
def remove_note(note: Note) -> None:
    """Remove a note for good."""
    note.delete()
