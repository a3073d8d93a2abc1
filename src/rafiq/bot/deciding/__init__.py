"""What a question wants: an answer, a question in turn, an intent, or the honest word that it is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rafiq.bot.declaring import Taught
from rafiq.platform.search import finding
from rafiq.platform.search.documents import Hit

type Kind = Literal["ANSWER", "CLARIFY", "INTENT", "ABSTAIN", "SMALL_TALK"]


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

    PROVISIONAL: a fixed rule, until confidence and intents are there.
    """
    found = finding.find(question, sources=("article", "snippet"), audiences=audiences, language=language)
    if not found.hits:
        return Decision(kind="ABSTAIN", reading=found.reading)
    first = found.hits[0]
    sure = first.evidence.coverage * (0.5 + 0.5 * found.known)
    if sure < 0.5:
        return Decision(kind="ABSTAIN", hits=found.hits[:3], confidence=sure, reading=found.reading)
    rivals = [hit for hit in found.hits[:3] if first.score - hit.score < 0.25]
    if len(rivals) > 1 and sure < 0.8:
        return Decision(kind="CLARIFY", hits=tuple(rivals[:2]), confidence=sure, reading=found.reading)
    return Decision(kind="ANSWER", hits=found.hits[:3], confidence=sure, reading=found.reading)
