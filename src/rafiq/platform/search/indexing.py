"""Puts documents into the engine, and keeps the counts of terms in step with them, in the caller's transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from rafiq.platform.search import analysis, vectors
from rafiq.platform.search.documents import Document
from rafiq.platform.search.models import Entry, Phrase
from rafiq.platform.search.ranking import FIELDS

MOST_PHRASES: Final = 60
_LAST_POSITION: Final = 16_383  # PostgreSQL's; what comes later is counted there
_LAST_OF_TERM: Final = 255
_COUNT: Final = """
    INSERT INTO search_term (source, language, term, entries)
    SELECT %(source)s, %(language)s, term, change FROM unnest(%(terms)s::text[], %(changes)s::int[]) AS t (term, change)
    ORDER BY term
    ON CONFLICT (source, language, term) DO UPDATE SET entries = search_term.entries + EXCLUDED.entries
"""
_SUM: Final = """
    INSERT INTO search_corpus (source, language, entries, lengths, version) VALUES (%(source)s, %(language)s, %(entries)s, %(lengths)s, 1)
    ON CONFLICT (source, language) DO UPDATE SET entries = search_corpus.entries + EXCLUDED.entries, version = search_corpus.version + 1,
        lengths = ARRAY(SELECT a + b FROM unnest(search_corpus.lengths, EXCLUDED.lengths) AS t (a, b))
"""  # noqa: E501


@transaction.atomic
def put(documents: Iterable[Document], *, at: datetime) -> None:
    """Make documents findable, in place of what is there under the same source, key and language."""
    by_corpus: dict[tuple[str, str], dict[str, Document]] = {}
    for document in documents:
        by_corpus.setdefault((document.source, document.language), {})[document.key] = document
    for (source, language), those in sorted(by_corpus.items()):
        _lock(source)
        change = _Change(source, language)
        change.forget(Entry.objects.filter(source=source, language=language, key__in=list(those)))
        change.add(those.values(), at=at)
        change.write()


@transaction.atomic
def remove(source: str, keys: Sequence[str] | None = None, *, language: str | None = None) -> None:
    """Make documents of a source unfindable: those named (in one language, or in all), or every one."""
    _lock(source)
    entries = Entry.objects.filter(source=source)
    if keys is not None:
        entries = entries.filter(key__in=list(keys))
    languages = [language] if language else list(entries.values_list("language", flat=True).distinct())
    for one in languages:
        change = _Change(source, one)
        change.forget(entries.filter(language=one))
        change.write()


@transaction.atomic
def keep_only(source: str, keys: Iterable[str]) -> None:
    """Make unfindable whatever a source has not got any more."""
    gone = set(Entry.objects.filter(source=source).values_list("key", flat=True)) - set(keys)
    if gone:
        remove(source, sorted(gone))


def _lock(source: str) -> None:
    """Let one writer at a time count the terms of a source: two would lock the same rows in different order."""
    slot = int.from_bytes(hashlib.blake2b(source.encode(), digest_size=4).digest(), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x5EA2C4, slot])


class _Change:
    """What becomes of the counts of one source and language."""

    def __init__(self, source: str, language: str) -> None:
        self.source, self.language = source, language
        self.terms: Counter[str] = Counter()
        self.entries = 0
        self.lengths = [0] * len(FIELDS)

    def forget(self, entries: QuerySet[Entry]) -> None:
        ids = list(entries.values_list("pk", flat=True))
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT lexeme, count(*) FROM search_entry, unnest(terms) WHERE id = ANY(%s) GROUP BY lexeme", [ids]
            )
            self.terms.subtract(dict(cursor.fetchall()))
        for lengths in Entry.objects.filter(pk__in=ids).values_list("lengths", flat=True):
            self.entries -= 1
            self.lengths = [mine - theirs for mine, theirs in zip(self.lengths, lengths, strict=True)]
        vectors.remove(ids)
        Phrase.objects.filter(entry__in=ids).delete()
        Entry.objects.filter(pk__in=ids).delete()

    def add(self, documents: Iterable[Document], *, at: datetime) -> None:
        entries, phrases = [], []
        for document in documents:
            fields = _fields(document)
            lengths = [len(field) for field in fields]
            entry = Entry(
                source=self.source, language=self.language, key=document.key, audience=document.audience,
                title=document.title, body=document.body, terms=_tsvector(fields), lengths=lengths, updated_at=at,
            )  # fmt: skip
            entries.append(entry)
            phrases.append(_phrases(document))
            self.terms.update({term for field in fields for term in field})
            self.entries += 1
            self.lengths = [mine + theirs for mine, theirs in zip(self.lengths, lengths, strict=True)]
        Entry.objects.bulk_create(entries, batch_size=500)
        for entry, those in zip(entries, phrases, strict=True):
            for phrase in those:
                phrase.entry = entry
        Phrase.objects.bulk_create([phrase for those in phrases for phrase in those], batch_size=2_000)

    def write(self) -> None:
        changed = {term: change for term, change in self.terms.items() if change}
        names = {"source": self.source, "language": self.language}
        with connection.cursor() as cursor:
            if changed:
                cursor.execute(_COUNT, names | {"terms": list(changed), "changes": list(changed.values())})
                cursor.execute(
                    "DELETE FROM search_term WHERE source = %(source)s AND language = %(language)s AND entries <= 0"
                    " AND term = ANY(%(gone)s)",
                    names | {"gone": [term for term, change in changed.items() if change < 0]},
                )
            cursor.execute(_SUM, names | {"entries": self.entries, "lengths": self.lengths})


def _fields(document: Document) -> tuple[list[str], ...]:
    """The terms of title, asked, headings and body. What is asked is read as spoken."""
    language = document.language
    asked = [term for phrase in document.asked[:MOST_PHRASES] for term in analysis.spoken_terms(phrase, language)]
    return (
        analysis.index_terms(document.title, language),
        asked,
        analysis.index_terms(document.headings, language),
        analysis.index_terms(document.body, language),
    )


def _tsvector(fields: Sequence[Sequence[str]]) -> str:
    """Write a tsvector with positions: 'سفارش':1A,14D, as many of them as PostgreSQL keeps."""
    places: dict[str, list[str]] = {}
    position = 0
    for letter, terms in zip(FIELDS, fields, strict=True):
        for term in terms:
            position = min(position + 1, _LAST_POSITION)
            found = places.setdefault(term, [])
            if len(found) < _LAST_OF_TERM:
                found.append(f"{position}{letter}")
    return " ".join(f"{quoted(term)}:{','.join(found)}" for term, found in places.items())


def quoted(term: str) -> str:
    """Write a term as a lexeme of PostgreSQL's text search types."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _phrases(document: Document) -> list[Phrase]:
    texts = dict.fromkeys(phrase.strip() for phrase in (document.title, *document.asked[:MOST_PHRASES]))
    return [
        Phrase(text=one, terms=list(dict.fromkeys(analysis.spoken_terms(one, document.language))))
        for one in texts
        if one
    ]
