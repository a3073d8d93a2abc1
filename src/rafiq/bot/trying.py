"""What the bot would make of one message, without a conversation and without saying anything: for tests."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rafiq.bot import deciding
from rafiq.bot.declaring import Taught
from rafiq.bot.dialogue import mood, person
from rafiq.bot.models import Case, Intent

AUDIENCES = ("PUBLIC", "CUSTOMERS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the bot would do: `kind` is one of `Case.Expected`, or CLARIFY or SMALL_TALK."""

    kind: str
    article_key: str = ""
    intent: str = ""
    reading: str = ""
    confidence: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def try_out(said: str, *, language: str, taught: Taught, at: datetime) -> Outcome:
    """Tell what the bot would do about a message, had it been taught this."""
    if person.wants_person(said) or mood.read(said).name == "ANGRY":
        return Outcome(kind="HAND_OVER", reading=said)
    decision = deciding.decide(said, language=language, audiences=AUDIENCES, at=at, taught=taught)
    known: dict[str, Any] = {"reading": decision.reading, "confidence": round(decision.confidence, 4)}
    if decision.kind == "INTENT":
        return _of_intent(decision.intent, taught, **known)
    first = decision.hits[0] if decision.hits else None
    key = first.key if first and first.source == "article" and decision.kind in {"ANSWER", "CLARIFY"} else ""
    return Outcome(kind=decision.kind, article_key=key, **known)


def _of_intent(name: str, taught: Taught, **known: Any) -> Outcome:  # noqa: ANN401  # fields of the outcome
    intent = taught.intents.get(name)
    does = intent.does if intent else ""
    if does == Intent.Does.HAND_OVER:
        return Outcome(kind="HAND_OVER", intent=name, **known)
    key = intent.article_key if intent and does == Intent.Does.ARTICLE else ""
    return Outcome(kind="INTENT", intent=name, article_key=key, **known)


def fulfils(case: Case, found: Outcome) -> bool:
    """Test whether what was found is what the test wants; where it names no article or intent, any will do."""
    match case.expected:
        case Case.Expected.ANSWER:
            right = found.kind == "ANSWER" or bool(found.kind == "INTENT" and found.article_key)
            return right and case.article_key in {"", found.article_key}
        case Case.Expected.INTENT:
            return bool(found.intent) and (case.intent is None or case.intent.name == found.intent)
        case _:
            return found.kind == case.expected
