"""The simplest way to answer, with PostgreSQL alone: what all else has to be better than."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg

from rafiq.bench import _product
from rafiq.platform import postgres

MOST_INTENTS: Final = 500
"""Test lines of intents that are looked at; more would only take longer."""
_FOUND: Final = """
    SELECT id FROM article, (SELECT replace(plainto_tsquery('simple', %s)::text, '&', '|')::tsquery AS query) AS asked
    WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id LIMIT 10
"""


def evaluate(folder: Path) -> dict[str, Any]:
    """Return the same figures as the product, as far as the simplest way has any."""
    with _product.folder() as data:
        server = postgres.start(data, throwaway=True)
        try:
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                return _finding(connection, folder) | _intents(connection, folder)
        finally:
            server.stop()


def _finding(connection: psycopg.Connection[Any], folder: Path) -> dict[str, Any]:
    articles = [one for one in _lines(folder / "articles.jsonl") if one.get("audience") != "agents"]
    questions = [one for one in _lines(folder / "questions.jsonl") if one["articles"] and one.get("split") != "tune"]
    if not (articles and questions):
        return {}
    connection.execute("CREATE TABLE article (id text, words tsvector)")
    for one in articles:
        words = f"{one['title']} {one['body']}"
        connection.execute("INSERT INTO article VALUES (%s, to_tsvector('simple', %s))", [one["id"], words])
    ranks = [_rank(connection, one) for one in questions]
    count = len(ranks)
    return {
        "accuracy_at_1": round(sum(rank == 0 for rank in ranks) / count, 4),
        "recall_at_5": round(sum(rank is not None and rank < 5 for rank in ranks) / count, 4),
        "mrr_at_10": round(sum(1 / (rank + 1) for rank in ranks if rank is not None) / count, 4),
    }


def _rank(connection: psycopg.Connection[Any], question: dict[str, Any]) -> int | None:
    found = [row[0] for row in connection.execute(_FOUND, [question["text"]])]
    return next((rank for rank, key in enumerate(found) if key in question["articles"]), None)


def _intents(connection: psycopg.Connection[Any], folder: Path) -> dict[str, Any]:
    lines = [one for one in _lines(folder / "intents.jsonl") if one["intent"]]
    tests = [one for one in lines if one["split"] == "test"]
    if not tests:
        return {}
    tests = tests[:: max(1, len(tests) // MOST_INTENTS)]
    connection.execute("CREATE TABLE example (words text, intent text)")
    with connection.cursor() as cursor, cursor.copy("COPY example FROM STDIN") as copy:
        for one in lines:
            if one["split"] == "train":
                copy.write_row((one["text"], one["intent"]))
    connection.execute("CREATE INDEX ON example USING gist (words gist_trgm_ops)")
    right = sum(_nearest(connection, one["text"]) == one["intent"] for one in tests)
    return {"intent_accuracy": round(right / len(tests), 4), "intents_asked": len(tests)}


def _nearest(connection: psycopg.Connection[Any], words: str) -> str | None:
    found = connection.execute("SELECT intent FROM example ORDER BY words <-> %s LIMIT 1", [words]).fetchone()
    return found[0] if found else None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
