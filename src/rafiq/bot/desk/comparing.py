"""What differs between two states of intents and actions, for people who did not write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, and how it reads before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """An intent or action that was added, removed or changed."""

    what: str
    name: str
    kind: str
    differences: tuple[Difference, ...] = ()


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """List what came, went and changed from one snapshot to the other, intents first."""
    return [*_compare("intent", before, after), *_compare("action", before, after)]


def _compare(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    old, new = _by_name(before.get(f"{what}s", [])), _by_name(after.get(f"{what}s", []))
    changes = []
    for name in sorted({*old, *new}):
        if name not in old:
            changes.append(Change(what, name, "added"))
        elif name not in new:
            changes.append(Change(what, name, "removed"))
        elif different := _differences(old[name], new[name]):
            changes.append(Change(what, name, "changed", different))
    return changes


def _by_name(those: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401  # JSON
    return {one["name"]: one for one in json.loads(json.dumps(those))}


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    found = []
    for field in [*new, *(name for name in old if name not in new)]:
        was, is_now = old.get(field), new.get(field)
        if was == is_now:
            continue
        if field == "examples":
            was, is_now = _only(was, is_now), _only(is_now, was)
        found.append(Difference(field, _words(field, was), _words(field, is_now)))
    return tuple(found)


def _only(those: Any, others: Any) -> list[Any]:  # noqa: ANN401  # JSON
    return [one for one in those or [] if one not in (others or [])]


def _words(field: str, value: Any) -> str:  # noqa: ANN401  # JSON
    """Write a value for people: texts by language a line each, examples a line each, secrets never."""
    if field == "secret":
        return HIDDEN
    if field == "examples":
        return "\n".join(str(one[1]) for one in value)
    if isinstance(value, dict):
        return "\n".join(str(words) for words in value.values() if words)
    if isinstance(value, list):
        return "\n".join(str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value)
    return "" if value in {None, ""} else str(value)
