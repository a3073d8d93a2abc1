"""Why the bot did what it did, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.bot.models import Silence, Turn
from rafiq.platform import text

_SIGNS = (("coverage", 0.6), ("phrase", 0.5), ("trigrams", 0.5), ("meaning", 0.8))


def reasons(turn: Turn, *, threshold: float | None) -> list[str]:
    """Say what was understood and why; the most important first."""
    return list(_reasons(turn, threshold))


def _reasons(turn: Turn, threshold: float | None) -> Iterator[str]:
    language = get_language() or "en"
    if turn.reading and text.fold(turn.reading) != text.fold(turn.message.text):
        yield _("Understood as: “%(words)s”.") % {"words": turn.reading}
    if turn.intent:
        yield _("It sounded like the intent %(name)s.") % {"name": turn.intent}
    if turn.confidence is not None:
        yield _sure(turn.confidence, threshold, language)
    if turn.reason in Silence.values:
        yield _("Reason: %(reason)s.") % {"reason": Silence(turn.reason).label}
    yield from _of_hits(turn.evidence, language)
    if words := turn.evidence.get("shown_by"):
        yield _("Words that told it: %(words)s.") % {"words": " · ".join(map(str, words))}
    if asked := turn.evidence.get("asked"):
        yield _("It asked for: %(name)s.") % {"name": asked}


def _sure(confidence: float, threshold: float | None, language: str) -> str:
    share = text.percent(confidence, language=language)
    if threshold is None:
        return _("Sure to %(share)s.") % {"share": share}
    needed = text.percent(threshold, language=language)
    if confidence >= threshold:
        return _("Sure to %(share)s; %(needed)s are needed to answer.") % {"share": share, "needed": needed}
    return _("Sure to only %(share)s; %(needed)s are needed to answer.") % {"share": share, "needed": needed}


def _of_hits(evidence: Mapping[str, Any], language: str) -> Iterator[str]:
    hits = [one for one in evidence.get("hits") or [] if isinstance(one, Mapping)]
    if not hits:
        if evidence.get("decision") == "ABSTAIN":
            yield _("No article had words of the question.")
        return
    first = hits[0]
    share = first.get("coverage")
    if isinstance(share, int | float):
        shown = text.percent(min(1.0, share), language=language)
        yield _("“%(title)s” has %(share)s of the telling words of the question.") % {
            "title": first.get("title", ""), "share": shown,
        }  # fmt: skip
    if _is_high(first, "phrase"):
        yield _("People ask for it in nearly these words.")
    if _is_high(first, "meaning"):
        yield _("Its meaning is close to the question's.")
    if len(hits) > 1:
        yield _("Next came: %(titles)s.") % {"titles": " · ".join(str(one.get("title", "")) for one in hits[1:])}


def _is_high(hit: Mapping[str, Any], sign: str) -> bool:
    value = hit.get(sign)
    return isinstance(value, int | float) and value >= dict(_SIGNS)[sign]
