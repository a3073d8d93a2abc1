"""An answer put into words from passages, and from nothing else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rafiq.bot.model import asking, budget, checking, prompts
from rafiq.bot.model.masking import masked

logger = logging.getLogger(__name__)

MOST_PASSAGES: Final = 4
PASSAGE_LONGEST: Final = 2_400
QUESTION_LONGEST: Final = 1_000
TOKENS: Final = 700


@dataclass(frozen=True, slots=True)
class Passage:
    """A text the customer may read; `key` names it to whoever asks, the model knows it by its place."""

    key: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Worded:
    """Words that keep to the passages, and the keys of those they were made from (at least one)."""

    text: str
    citations: tuple[str, ...]


def word(question: str, passages: Sequence[Passage], *, language: str, at: datetime) -> Worded | None:
    """This will return an answer in words made for the question; None where the plain answer shall stand.

    Give it nothing but passages that the customer may read, in the language of the answer. None comes back whenever
    the model is off, late, out of budget, unsure, or says anything that the passages do not. Not inside a transaction.
    """
    given = {f"p{place}": one for place, one in enumerate(passages[:MOST_PASSAGES], start=1)}
    if not given or not question.strip():
        return None
    material = {
        "question": masked(question[:QUESTION_LONGEST]),
        "passages": [
            {"id": name, "title": one.title, "text": one.body[:PASSAGE_LONGEST]} for name, one in given.items()
        ],
    }
    found = asking.ask(
        "words_answers", system=prompts.system(prompts.WORDING, language), user=prompts.user(material),
        max_tokens=TOKENS, at=at,
    )  # fmt: skip
    if found is None:
        return None
    worded, why = _held(found, given, language)
    if why:
        logger.info("The language model's words were not used", extra={"why": why})
        budget.note_rejected(at=at)
    return worded


def _held(found: dict[str, Any], given: dict[str, Passage], language: str) -> tuple[Worded | None, str]:
    """Keep an answer only if all of it can be found in the passages it cites; else tell why not."""
    answer, cited = found.get("answer"), found.get("citations")
    if found.get("enough") is not True:
        return None, "not enough"
    if not isinstance(answer, str) or not isinstance(cited, list) or not cited:
        return None, "form"
    if not all(isinstance(one, str) and one in given for one in cited):
        return None, "citation"
    names = list(dict.fromkeys(cited))
    words = checking.plain(answer)
    texts = [f"{given[name].title}\n{given[name].body[:PASSAGE_LONGEST]}" for name in names]
    if why := checking.problem(words, given=texts, language=language):
        return None, why
    return Worded(words, tuple(given[name].key for name in names)), ""
