"""Choices in a form: a text for each language, the same line of each is the same choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rafiq.platform import text
from rafiq.practice.content import Choice, next_key
from rafiq.practice.naming import LANGUAGES, worded

MOST_CHOICES = 40


def choices_from(said: Mapping[str, Any], name: str, known: Sequence[Choice]) -> list[Choice]:
    """Read choices from a text for each language; those that were there keep their keys, what is gone is kept so.

    The same line of each language is the same choice. One of which any name was known already is that one.
    """
    columns = {one: [" ".join(line.split())[:80] for line in str(said.get(f"{name}_{one}") or "").splitlines()]
               for one in LANGUAGES}  # fmt: skip
    longest = max(map(len, columns.values()), default=0)
    rows = [worded({one: column[place] for one, column in columns.items() if place < len(column)})
            for place in range(min(longest, MOST_CHOICES))]  # fmt: skip
    found: list[Choice] = []
    for names in filter(None, rows):
        taken = {one.key for one in found}
        same = next((one for one in known if one.key not in taken and _is_same(one.names, names)), None)
        key = same.key if same else next_key("c", [one.key for one in (*known, *found)])
        found.append(Choice(key, names))
    gone = [Choice(one.key, one.names, is_gone=True) for one in known if one.key not in {each.key for each in found}]
    return [*found, *gone] if found else []


def choices_said(choices: Sequence[Choice], name: str) -> dict[str, str]:
    """Put choices into a text for each language."""
    there = [one for one in choices if not one.is_gone]
    return {f"{name}_{language}": "\n".join(one.names.get(language, "") for one in there).rstrip()
            for language in LANGUAGES}  # fmt: skip


def _is_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(text.fold(one[language]) == text.fold(other[language]) for language in LANGUAGES
               if one.get(language) and other.get(language))  # fmt: skip
