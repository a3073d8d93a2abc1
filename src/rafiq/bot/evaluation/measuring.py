"""Asks every question of a folder as a customer would, calibrates on one half, and counts on the other."""

from __future__ import annotations

import random
import resource
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rafiq.bot.deciding import confidence, evaluating_intents
from rafiq.bot.deciding.confidence import Known
from rafiq.bot.evaluation.folder import Asked, Folder
from rafiq.platform.search import finding, indexing, vectors
from rafiq.platform.search.documents import Document, Found

type Figures = dict[str, float | int | str]

SEED: Final = 20
_DEEP: Final = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found for one question, where the right article stood in it (0 is the first), and how long it took."""

    asked: Asked
    found: Found
    rank: int | None
    seconds: float


def evaluate(
    folder: Folder, *, at: datetime, error: float = 0.05, tell: Callable[[str], None] = lambda _: None
) -> Figures:
    """Measure what a folder holds; figures of what it does not hold are left out.

    Documents are put under a source of their own and removed afterwards.
    """
    before = _memory()
    figures: Figures = {}
    if folder.articles and folder.questions:
        outcomes = _asked(folder, tell, at=at)
        figures |= _finding_figures(outcomes) | _deciding_figures(outcomes, error=error)
    if folder.intents:
        tell(f"{len(folder.intents):,} examples of intents")
        found = {key: value for key, value in evaluating_intents.evaluate(folder.intents).items() if value is not None}
        figures |= {key: value for key, value in found.items() if key not in figures}
    return figures | {"memory_mb": round(_memory() - before)}


def _asked(folder: Folder, tell: Callable[[str], None], *, at: datetime) -> list[Outcome]:
    source = f"measure-{uuid.uuid4().hex[:12]}"
    try:
        _put(folder, source, tell, at=at)
        return [_outcome(one, source, number, len(folder.questions), tell) for number, one in _numbered(folder)]
    finally:
        indexing.remove(source)


def _numbered(folder: Folder) -> Iterable[tuple[int, Asked]]:
    return enumerate(folder.questions, start=1)


def _put(folder: Folder, source: str, tell: Callable[[str], None], *, at: datetime) -> None:
    documents = [
        Document(
            source=source, key=one.key, language=one.language, title=one.title, body=one.body, asked=one.asked,
            headings=" ".join(line.lstrip("# ") for line in one.body.splitlines() if line.startswith("#")),
        )
        for one in folder.articles
    ]  # fmt: skip
    indexing.put(documents, at=at)
    read = 0
    while some := vectors.read_waiting(limit=10):
        read += some
        tell(f"{read} of {len(documents)} articles read")


def _outcome(asked: Asked, source: str, number: int, of: int, tell: Callable[[str], None]) -> Outcome:
    begun = time.perf_counter()
    found = finding.find(asked.text, sources=(source,), audiences=("PUBLIC",), language=asked.language, limit=_DEEP)
    seconds = time.perf_counter() - begun
    if number % 100 == 0:
        tell(f"{number} of {of} questions asked")
    ranks = [rank for rank, hit in enumerate(found.hits) if hit.key in asked.articles]
    return Outcome(asked, found, ranks[0] if ranks else None, seconds)


def _finding_figures(outcomes: Sequence[Outcome]) -> Figures:
    """Over the answerable ones; of those that are split, only over those for the figures."""
    unseen = [one for one in outcomes if one.asked.split != "tune"]
    answerable = [one for one in unseen if one.asked.articles]
    ranks = [one.rank for one in answerable if one.rank is not None]
    count = max(1, len(answerable))
    times = sorted(one.seconds for one in outcomes)
    return {
        "questions": len(unseen),
        "answerable": len(answerable),
        "accuracy_at_1": round(sum(rank == 0 for rank in ranks) / count, 4),
        "recall_at_5": round(sum(rank < 5 for rank in ranks) / count, 4),
        "mrr_at_10": round(sum(1 / (rank + 1) for rank in ranks) / count, 4),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))] * 1000, 1),
    }


def _deciding_figures(outcomes: Sequence[Outcome], *, error: float) -> Figures:
    """Calibrate on one half, decide on the other."""
    known, unseen = _halves(outcomes)
    has_meaning = any(one.found.hits and one.found.hits[0].evidence.passage is not None for one in outcomes)
    examples = [known_of(one) for one in known if one.found.hits]
    coefficients = confidence.learn(examples, start=confidence.defaults(has_meaning=has_meaning))
    least = confidence.threshold(examples, coefficients, error=error)
    judge = confidence.Judge(coefficients, least)
    answered = [one for one in unseen if judge.confidence(one.found) >= least]
    answerable = [one for one in unseen if one.asked.articles]
    others = [one for one in unseen if not one.asked.articles]
    silent = {id(one) for one in unseen} - {id(one) for one in answered}
    return {
        "error_chosen": error,
        "threshold": round(least, 4),
        "answered": len(answered),
        "wrong_among_answered": _share((one.rank != 0 for one in answered), len(answered)),
        "abstained_on_unanswerable": _share((id(one) in silent for one in others), len(others)),
        "lost_answerable": _share((id(one) in silent for one in answerable), len(answerable)),
    }


def known_of(outcome: Outcome) -> Known:
    """Turn an outcome into an example to learn confidence from."""
    return Known(confidence.features(outcome.found), outcome.rank == 0)


def _halves(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Split as the folder says, else by a fixed seed: answerable and unanswerable ones each in halves."""
    if any(one.asked.split for one in outcomes):
        known = [one for one in outcomes if one.asked.split == "tune"]
        return known, [one for one in outcomes if one.asked.split != "tune"]
    halves: tuple[list[Outcome], list[Outcome]] = ([], [])
    for is_answerable in (True, False):
        some = [one for one in outcomes if bool(one.asked.articles) == is_answerable]
        random.Random(SEED).shuffle(some)  # noqa: S311  # a fair split that is the same every time
        halves[0].extend(some[: len(some) // 2])
        halves[1].extend(some[len(some) // 2 :])
    return halves


def _share(matches: Iterable[bool], count: int) -> float:
    return round(sum(matches) / count, 4) if count else 0.0


def _memory() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
