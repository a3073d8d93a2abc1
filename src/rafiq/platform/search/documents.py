"""What goes into the engine and what comes out of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document in one language. `asked` are the ways in which customers ask for it, `body` is plain text."""

    source: str
    key: str
    language: str
    title: str
    body: str
    headings: str = ""
    asked: tuple[str, ...] = ()
    audience: str = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a document was found: what each way of looking says of it, comparable between questions, mostly 0 … 1.

    `words` and `concepts` are BM25F, as a share of what a document with all terms of the question could get;
    `coverage` is the share of the question's telling words it has at all; `title` and `asked` tell how like the
    question is to its title and to the nearest of the ways it is asked for, `title_letters` and `asked_letters` the
    same by groups of letters; `passage`, `title_meaning`, `asked_meaning` are cosines of vectors, None where none are.
    """

    words: float = 0.0
    concepts: float = 0.0
    coverage: float = 0.0
    title: float = 0.0
    asked: float = 0.0
    title_letters: float = 0.0
    asked_letters: float = 0.0
    passage: float | None = None
    title_meaning: float | None = None
    asked_meaning: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `score` orders the hits of one question; it does not compare between questions."""

    entry_id: int
    source: str
    key: str
    language: str
    title: str
    body: str
    score: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question: hits, the best first, and the question as it was understood.

    `terms` are the lemmas that may be marked in a snippet; `known` is the share of its telling words that the
    documents know at all.
    """

    language: str
    hits: tuple[Hit, ...]
    terms: frozenset[str] = field(default_factory=frozenset)
    known: float = 0.0
    reading: str = ""
