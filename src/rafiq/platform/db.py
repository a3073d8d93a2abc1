"""Small things everybody needs of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper as Cursor
else:
    Cursor = object

__all__ = ["Cursor"]
