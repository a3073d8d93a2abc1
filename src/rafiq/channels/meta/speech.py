"""Sentences that are stored with a conversation are written in the company's language: no reader is there yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation

from rafiq.accounts import queries as accounts


@contextmanager
def company_speech() -> Iterator[None]:
    """Let translations inside the block be in the company's language."""
    with translation.override(accounts.company().language):
        yield
