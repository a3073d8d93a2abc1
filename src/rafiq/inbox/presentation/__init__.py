"""Rows of the inbox, put into the words, groups and marks a page shows."""

from rafiq.inbox.presentation.places import Place
from rafiq.inbox.presentation.timeline import present

__all__ = ["Place", "present"]
