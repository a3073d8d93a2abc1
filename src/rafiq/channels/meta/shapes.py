"""Reading what the vendor sends without believing its shape: a value of the wrong kind counts as none at all."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

from rafiq.platform import text

LONGEST_ID = 180
LONGEST_TEXT = 60_000
DEEPEST = 12
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)


class Nonsense(Exception):
    """The body is no JSON object, or one that no program writes."""


def load(body: bytes) -> dict[str, Any]:
    """Read a body that should be a JSON object.

    Raises:
        Nonsense: if it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Nonsense("the body is no JSON") from error
    if not isinstance(found, dict):
        raise Nonsense("the body is no JSON object")
    return found


def dump(value: object) -> bytes:
    """Write JSON, the same bytes for the same value.

    Raises:
        Nonsense: if it is nested deeper than can be written.
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError as error:
        raise Nonsense("the body is nested too deep") from error


def digest(*values: object) -> str:
    """Name something that has no name of its own by its content."""
    return hashlib.sha256(dump(list(values))).hexdigest()[:40]


def table(value: object, *path: str) -> dict[str, Any]:
    """Return the object at a path of keys; an empty one where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; nothing else of it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: object, *, limit: int = LONGEST_TEXT) -> str:
    """Return a text (numbers count as such), safe to store; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return text.clean(str(value)[: limit * 2], limit=limit)
    except ValueError:  # a number of more digits than are ever written out
        return ""


def name_of(value: object) -> str:
    """Return an id as it is; one that could not be stored is replaced by a digest; "" where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        given = str(value)
    except ValueError:
        return ""
    if len(given) <= LONGEST_ID and given.isprintable() and given.strip() == given:
        return given
    return f"sha256-{hashlib.sha256(given.encode(errors='replace')).hexdigest()}" if given.strip() else ""


def moment(value: object, *, otherwise: datetime) -> datetime:
    """Read Unix time, in seconds or milliseconds; a moment before these channels or in the future is not believed."""
    try:
        seconds = float(value) if isinstance(value, str | int | float) else math.nan
        seconds = seconds / 1000 if seconds > 1e11 else seconds
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise
    return found if _EARLIEST < found < otherwise + timedelta(days=1) else otherwise


def tidy(value: Any, *, depth: int = DEEPEST) -> Any:  # noqa: ANN401  # JSON in, JSON out
    """Copy JSON so that it can be stored: texts cleaned, numbers finite, nothing nested without end."""
    if isinstance(value, dict):
        return {words(key, limit=80): tidy(one, depth=depth - 1) for key, one in value.items()} if depth else {}
    if isinstance(value, list):
        return [tidy(one, depth=depth - 1) for one in value[:200]] if depth else []
    if isinstance(value, str):
        return words(value, limit=4000)
    if value is None or isinstance(value, bool):
        return value
    is_kept = abs(value) < 2**63 if isinstance(value, int) else math.isfinite(value)
    return value if is_kept else words(value, limit=40)
