"""A model that fails again and again is left alone for a while, by all processes at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from rafiq.bot.models import LanguageModel

MOST_FAILURES = 3
FIRST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)


def is_paused(model: LanguageModel, *, at: datetime) -> bool:
    """Test whether it is left alone now."""
    return model.paused_until is not None and model.paused_until > at


def note_success() -> None:
    """Forget the failures."""
    LanguageModel.objects.filter(pk=1).exclude(failures=0, problem="", paused_until=None).update(
        failures=0, problem="", paused_until=None
    )


def note_failure(problem: str, *, retry_after: float, at: datetime) -> None:
    """Count a failure; from the third in a row on pause, each time twice as long, and at once if asked for patience."""
    LanguageModel.objects.filter(pk=1).update(failures=F("failures") + 1, problem=problem)
    failures = LanguageModel.objects.filter(pk=1).values_list("failures", flat=True).first() or 0
    pause = timedelta(seconds=min(retry_after, LONGEST.total_seconds()))
    if failures >= MOST_FAILURES:
        pause = max(pause, min(FIRST * 2 ** min(failures - MOST_FAILURES, 10), LONGEST))
    if pause:
        LanguageModel.objects.filter(pk=1).update(paused_until=at + pause)
