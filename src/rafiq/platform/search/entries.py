"""Reads entries as they are weighed; those of a small company are remembered, until any of them changes."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from rafiq.platform.search.ranking import FIELDS, Occurrences

MOST_KEPT: Final = 1_000
"""Entries of one language that are remembered, about 15 KB each; of more, only what a question asks is read."""
_ENTRIES: Final = """
    SELECT id, source, key, language, title, body, lengths,
        (SELECT json_object_agg(lexeme, array_to_string(weights, '')) FROM unnest(terms)
         WHERE %(terms)s::text[] IS NULL OR lexeme = ANY(%(terms)s::text[])),
        (SELECT json_agg(json_build_array(p.text, p.terms) ORDER BY p.id) FROM search_phrase p WHERE p.entry_id = e.id)
    FROM search_entry e WHERE id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: what it says, where its terms stand, its title's terms, and the other ways it is asked for."""

    source: str
    key: str
    language: str
    title: str
    body: str
    occurrences: Occurrences
    title_terms: Sequence[str]
    ways: Sequence[tuple[str, Sequence[str]]]


def read(ids: Sequence[int], terms: Collection[str], kept: dict[int, Known] | None) -> dict[int, Known]:
    """This will read entries by their ids, at least these terms of each; none or one statement.

    `kept` are those read before, to which the new ones are added with all of their terms; None keeps nothing.
    """
    missing = [pk for pk in ids if kept is None or pk not in kept]
    new = _read(missing, None if kept is not None else list(terms)) if missing else {}
    if kept is None:
        return new
    kept.update(new)
    return {pk: kept[pk] for pk in ids if pk in kept}


def _read(ids: Sequence[int], terms: Sequence[str] | None) -> dict[int, Known]:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"ids": ids, "terms": terms}
        cursor.execute(_ENTRIES, given)
        return {row[0]: _known(row) for row in cursor.fetchall()}


def _known(row: tuple[Any, ...]) -> Known:
    _, source, key, language, title, body, lengths, marks, phrases = row
    (_, title_terms), *ways = phrases or [("", ())]
    return Known(source, key, language, title, body, Occurrences(_counts(marks or {}), lengths), title_terms, ways)


def _counts(marks: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Count each term's places in each field; PostgreSQL marks every place with the letter of its field."""
    return {sys.intern(term): _places(places) for term, places in marks.items()}


@lru_cache(maxsize=4_096)
def _places(places: str) -> tuple[int, ...]:
    return tuple(places.count(field) for field in FIELDS)
