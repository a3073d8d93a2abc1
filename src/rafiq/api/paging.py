"""Keyset pages: a cursor names the last row shown, so that page one thousand costs what the first one does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query

from rafiq.api.problems import Problem

MOST = 100
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many rows at most.")]
After = Annotated[str, Query(max_length=300, description="`next` of the page before.")]


def encode(*keys: object) -> str:
    """Write the place of a row as an opaque text."""
    return base64.urlsafe_b64encode(json.dumps(keys, default=str).encode()).decode().rstrip("=")


def decode(after: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """Read a place again, each key turned into its kind; None for the first page.

    Raises:
        Problem: if it is none of ours.
    """
    if not after:
        return None
    try:
        keys = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return tuple(kind(key) for kind, key in zip(kinds, keys, strict=True))
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError) as error:
        raise Problem(422, "bad_cursor", _("This place in the list is not known."), field="after") from error


def page[T](rows: Sequence[T], *, limit: int, place: Callable[[T], str], show: Callable[[T], Any]) -> dict[str, Any]:
    """Write one page of rows, of which one more than `limit` was asked for to learn whether more follow."""
    shown = rows[:limit]
    has_more = len(rows) > limit
    return {"items": [show(row) for row in shown], "next": place(shown[-1]) if has_more else None}
