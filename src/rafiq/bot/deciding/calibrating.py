"""How sure the bot must be, measured on the company's own questions.

Those are its tests, what people corrected in transcripts, and questions that were found not to be answered. With few of
them the coefficients and thresholds that the product comes with count, which were measured on the demo's questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from rafiq.bot import lessons, queries
from rafiq.bot.deciding import confidence
from rafiq.bot.deciding.confidence import Judge, Known
from rafiq.bot.models import Calibration, Case
from rafiq.platform.search import finding, vectors

ENOUGH: Final = 60
"""Questions of the company's own from which on its threshold is its own."""
MOST: Final = 1_000
AUDIENCES: Final = ("PUBLIC", "CUSTOMERS")
SOURCES: Final = ("article", "snippet")
STEPS: Final = tuple(step / 20 for step in range(1, 20))


def judge(*, has_meaning: bool) -> Judge:
    """Return who decides now: as calibrated last with the same means, else as the product comes."""
    found = queries.calibration()
    if found and found.figures.get("has_meaning") == has_meaning and (kept := confidence.as_settings(found.figures)):
        return Judge(kept.coefficients, found.threshold)
    return confidence.usual(error=queries.settings().error_rate, has_meaning=has_meaning)


def calibrate(*, at: datetime) -> Calibration:
    """Ask all questions whose answer is known, learn from them how sure to be, and keep what was measured."""
    error = queries.settings().error_rate
    has_meaning = vectors.is_installed() and vectors.is_stored()
    known = list(_known())
    is_own = len(known) >= ENOUGH
    decides = (
        _own(known, error=error, has_meaning=has_meaning)
        if is_own
        else confidence.usual(error=error, has_meaning=has_meaning)
    )
    figures = {
        "questions": len(known), "has_meaning": has_meaning, "is_own": is_own, "threshold": decides.threshold,
        "coefficients": list(decides.coefficients), "curve": _curve(known, decides.coefficients),
    }  # fmt: skip
    return Calibration.objects.create(error_rate=error, threshold=decides.threshold, figures=figures, calibrated_at=at)


def _own(known: Sequence[Known], *, error: float, has_meaning: bool) -> Judge:
    """Learn coefficients and threshold together: one of the company's with one of another's would mean nothing."""
    coefficients = confidence.learn(known, start=confidence.defaults(has_meaning=has_meaning))
    return Judge(coefficients, confidence.threshold(known, coefficients, error=error))


def _known() -> Iterator[Known]:
    for words, language, key in _questions():
        found = finding.find(words, sources=SOURCES, audiences=AUDIENCES, language=language)
        if found.hits:
            yield Known(confidence.features(found), is_right=bool(key) and found.hits[0].key == key)


def _questions() -> Iterator[tuple[str, str, str]]:
    """Questions in the company's own words: text, language, the key of the article that answers, "" where none does."""
    cases = Case.objects.filter(expected__in=[Case.Expected.ANSWER, Case.Expected.ABSTAIN]).order_by("-pk")
    for case in cases[:MOST]:
        if case.article_key or case.expected == Case.Expected.ABSTAIN:
            yield case.text, case.language, case.article_key
    for lesson in lessons.corrected(limit=MOST):
        if not lesson.intent:
            yield lesson.text, lesson.language or "en", lesson.article_key


def _curve(known: Sequence[Known], coefficients: Sequence[float]) -> list[dict[str, Any]]:
    """What each threshold would mean on these questions: the share answered, and the share of those that is wrong."""
    judged = [(confidence.probability(coefficients, one.features), one.is_right) for one in known]
    points = []
    for step in STEPS:
        right = [is_right for sure, is_right in judged if sure >= step]
        if right:
            wrong = 1 - sum(right) / len(right)
            points.append({"threshold": step, "answered": len(right) / len(known), "wrong": wrong})
    return points
