"""What a question wants: an answer, a question in turn, an intent, or the honest word that it is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from rafiq.bot import queries
from rafiq.bot.deciding import calibrating, understanding
from rafiq.bot.deciding.confidence import Judge
from rafiq.bot.deciding.intents import Guess
from rafiq.bot.declaring import Taught
from rafiq.bot.models import Intent
from rafiq.platform.search import finding
from rafiq.platform.search.documents import Found, Hit

type Kind = Literal["ANSWER", "CLARIFY", "INTENT", "ABSTAIN", "SMALL_TALK"]

SOURCES: Final = ("article", "snippet")
LANGUAGES: Final = ("fa", "ar", "en")
CLOSE: Final = 0.8
"""Two hits whose scores are nearer than that compete."""
NEARLY: Final = 0.55
"""From this share of the threshold on, one of two that compete is worth a question in turn."""
LIKELIEST: Final = 0.5
"""A wish that is as probable as all else together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What shall be done about a question, why, and how sure that is (0 … 1).

    ANSWER has the hit that answers first; CLARIFY has those that compete; INTENT names an intent that is live.
    """

    kind: Kind
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    intent: str = ""
    reading: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


def decide(
    question: str, *, language: str, audiences: Sequence[str], at: datetime, taught: Taught | None = None
) -> Decision:
    """Decide what a question wants; nothing is found that these audiences may not read.

    `taught` are the intents to choose from instead of those that are live: tests try what is not published yet.
    """
    found = _found(question, language=language, audiences=audiences)
    judge = calibrating.judge(has_meaning=any(hit.evidence.passage is not None for hit in found.hits[:1]))
    sure = judge.confidence(found)
    live = taught or queries.taught()
    guess = understanding.guess(question, language=language, taught=live, at=at)
    wish = guess if guess and _is_clear(guess, found, sure, judge, live) else None
    return Decision(
        kind="INTENT" if wish else _kind(found, sure, judge),
        hits=found.hits[:3],
        confidence=wish.probability if wish else sure,
        intent=wish.intent if wish else "",
        reading=found.reading,
        evidence=_evidence(found, sure, judge, guess),
    )


def _found(question: str, *, language: str, audiences: Sequence[str]) -> Found:
    """Find in the question's own language, and where nothing is written in that, in those where something is."""
    found = finding.find(question, sources=SOURCES, audiences=audiences, language=language)
    for other in LANGUAGES:
        if found.hits:
            break
        if other != language and not finding.has_any(SOURCES, language):
            found = finding.find(question, sources=SOURCES, audiences=audiences, language=other)
    return found


def _is_clear(wish: Guess, found: Found, sure: float, judge: Judge, taught: Taught) -> bool:
    """Tell whether to do what somebody seems to wish: surer than the article, and no more often wrong than was chosen.

    Taken from `1 - 2 * error` up, probabilities that are spread evenly are wrong in `error` of all cases. Calling a
    person does little harm: there it is enough that the wish is likelier than all else. A wish that only leads to an
    article must be borne out by it: by the one that is sure to answer, or one of the first three where none is sure.
    Articles are told apart better than wishes are.
    """
    wanted = taught.intents[wish.intent]
    if wanted.does == Intent.Does.HAND_OVER:
        return wish.probability >= LIKELIEST and sure < judge.threshold
    borne_out = {hit.key for hit in found.hits[: 1 if sure >= judge.threshold else 3]}
    if wanted.does == Intent.Does.ARTICLE and wanted.article_key not in borne_out:
        return False
    return wish.probability >= max(sure, 1 - 2 * queries.settings().error_rate, LIKELIEST)


def _kind(found: Found, sure: float, judge: Judge) -> Kind:
    if not found.hits:
        return "ABSTAIN"
    if sure >= judge.threshold:
        return "ANSWER"
    competes = len(found.hits) > 1 and found.hits[0].score - found.hits[1].score < CLOSE
    return "CLARIFY" if competes and sure >= NEARLY * judge.threshold else "ABSTAIN"


def _evidence(found: Found, sure: float, judge: Judge, wish: Guess | None) -> dict[str, Any]:
    why: dict[str, Any] = {
        "sure": round(sure, 4),
        "threshold": round(judge.threshold, 4),
        "known": round(found.known, 4),
    }
    if found.hits:
        why |= {name: round(value, 4) for name, value in asdict(found.hits[0].evidence).items() if value is not None}
    if wish:
        why |= {"intent": wish.intent, "intent_probability": round(wish.probability, 4)}
    return why
