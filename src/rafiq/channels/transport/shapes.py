"""Reading JSON from outside without believing it: every getter returns its type, whatever stands there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rafiq.platform import text

type Shape = Mapping[str, Any]
_MOST = 2**63


def loads(body: bytes) -> Shape | None:
    """Read a JSON object; None where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return None
    return found if isinstance(found, dict) else None


def part(shape: Shape, *names: str) -> Shape:
    """Return an object inside, as deep as `names` say; empty where there is none."""
    for name in names:
        inner = shape.get(name)
        if not isinstance(inner, dict):
            return {}
        shape = inner
    return shape


def words(shape: Shape, name: str, *, limit: int = 100_000) -> str:
    """Return a text, cleaned as everything from outside is; empty where there is none."""
    found = shape.get(name)
    return text.clean(found, limit=limit) if isinstance(found, str) else ""


def raw(shape: Shape, name: str) -> str:
    """Return a text exactly as it is, for places in it that are counted; empty where there is none."""
    found = shape.get(name)
    return found if isinstance(found, str) else ""


def whole(shape: Shape, name: str) -> int | None:
    """Return a whole number a database can hold; None where there is none."""
    found = shape.get(name)
    is_whole = isinstance(found, int) and not isinstance(found, bool) and -_MOST < found < _MOST
    return found if is_whole else None


def real(shape: Shape, name: str) -> float | None:
    """Return a finite number; None where there is none."""
    found = shape.get(name)
    is_real = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < _MOST
    return float(found) if is_real else None  # type: ignore[arg-type]  # the line above has looked


def moment(shape: Shape, name: str) -> datetime | None:
    """Return a moment written as ISO 8601, in UTC; None where there is none."""
    try:
        found = datetime.fromisoformat(words(shape, name, limit=40))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parts(shape: Shape, name: str) -> list[Shape]:
    """Return the objects of a list; empty where there is none."""
    found = shape.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
