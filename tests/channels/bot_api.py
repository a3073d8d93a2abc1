"""The Bot API as its machine-readable description has it: checks values against it, and makes values that obey it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

DESCRIPTION = Path(__file__).parents[3] / "shared" / "apis" / "telegram" / "api.min.json"
PLAIN = {"Integer": int, "String": str, "Boolean": bool, "Float": (int, float), "True": bool}
SURE = 2  # below this depth only what is required is made

needs_description = pytest.mark.skipif(not DESCRIPTION.exists(), reason=f"{DESCRIPTION} is missing")


@cache
def description() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text())


def problems_of_call(method: str, params: dict[str, Any]) -> list[str]:
    """Tell what is wrong with the parameters of a call; empty when it is as documented."""
    known = description()["methods"].get(method)
    if known is None:
        return [f"no method {method}"]
    return _problems_of_fields(method, known.get("fields", []), params)


def problems_of(types: list[str], value: Any, where: str = "") -> list[str]:
    """Tell what is wrong with a value that should be of one of these types."""
    found = [_problems(one, value, where) for one in types]
    return [] if any(not one for one in found) else min(found, key=len)


def _problems(kind: str, value: Any, where: str) -> list[str]:
    if kind.startswith("Array of "):
        inside = [kind.removeprefix("Array of ")]
        is_list = isinstance(value, list)
        wrong = [one for inner in value for one in problems_of(inside, inner, f"{where}[]")] if is_list else []
        return wrong if is_list else [f"{where}: no list"]
    if kind in PLAIN:
        is_right = isinstance(value, PLAIN[kind]) and (kind in {"Boolean", "True"} or not isinstance(value, bool))
        return [] if is_right else [f"{where}: {value!r} is no {kind}"]
    if kind == "InputFile":
        return [] if isinstance(value, bytes) else [f"{where}: no file"]
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no {kind}"]
    shape = description()["types"][kind]
    if "subtypes" in shape:
        return problems_of(shape["subtypes"], value, where)
    return _problems_of_fields(where or kind, shape.get("fields", []), value)


def _problems_of_fields(where: str, fields: list[dict[str, Any]], value: dict[str, Any]) -> list[str]:
    known = {field["name"]: field for field in fields}
    wrong = [f"{where}: unknown {name}" for name in value if name not in known]
    wrong += [f"{where}: {name} is missing" for name, field in known.items() if field["required"] and name not in value]
    for name, inner in value.items():
        if name in known:
            wrong += problems_of(known[name]["types"], inner, f"{where}.{name}")
    return wrong


@cache
def values(kind: str, depth: int = 0) -> st.SearchStrategy[Any]:
    """Make values of a type, as deep as is needed to be complete."""
    plain = {
        "Integer": st.integers(1, 2**40), "String": st.text(max_size=30), "Boolean": st.booleans(),
        "Float": st.floats(-90, 90), "True": st.just(True),
    }  # fmt: skip
    if kind in plain:
        return plain[kind]
    if kind.startswith("Array of "):
        return st.lists(values(kind.removeprefix("Array of "), depth + 1), max_size=0 if depth > 4 else 2)
    shape = description()["types"][kind]
    if "subtypes" in shape:
        return st.one_of([values(one, depth + 1) for one in shape["subtypes"]]) if depth < 6 else st.just({})
    return _objects(shape.get("fields", []), depth)


def _objects(fields: list[dict[str, Any]], depth: int) -> st.SearchStrategy[dict[str, Any]]:
    if depth > 6:
        return st.just({})
    required = {one["name"]: values(one["types"][0], depth + 1) for one in fields if one["required"]}
    if depth >= SURE:
        return st.fixed_dictionaries(required)
    optional = {one["name"]: st.deferred(_of(one["types"][0], depth + 1)) for one in fields if not one["required"]}
    if not optional:
        return st.fixed_dictionaries(required)
    chosen = st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries(required | {name: optional[name] for name in names}))


def _of(kind: str, depth: int):
    return lambda: values(kind, depth)
