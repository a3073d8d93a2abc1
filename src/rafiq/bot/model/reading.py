"""One JSON object out of what a model says; models like to put it in a fence or to talk around it."""

from __future__ import annotations

import json
from typing import Any


def json_object(said: str) -> dict[str, Any] | None:
    """This will return the JSON object that a text is, or has from its first brace to its last; None for anything else.

    Lone surrogates, of which JSON knows how to speak, make it nonsense.
    """
    start, end = said.find("{"), said.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = json.loads(said[start : end + 1])
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
