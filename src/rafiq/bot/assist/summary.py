"""A long conversation in three parts: what the customer wants, what was tried, what is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rafiq.bot.assist.lines import Said
from rafiq.bot.dialogue import passages, politeness
from rafiq.bot.model import summing
from rafiq.platform import text

LONG: Final = 6
"""From so many lines on a summary is offered."""
LONGEST: Final = 240
MOST_TRIED: Final = 3
_QUESTION: Final = re.compile(r"[?؟]")


@dataclass(frozen=True, slots=True)
class Summary:
    """Its parts; `by_model` tells that they are a model's words and no quotes."""

    wants: Sequence[str] = ()
    tried: Sequence[str] = ()
    open: Sequence[str] = ()
    by_model: bool = False


def plain(said: Sequence[Said]) -> Summary:
    """This will quote the sentences that carry a conversation, in its own words; nothing is made up."""
    asked = [one for one in said if one.is_customer and not politeness.small_talk(one.text)]
    answers = [one for one in said if not one.is_customer]
    if not asked:
        return Summary()
    last = max((one.id for one in answers if not one.by_bot), default=0)
    waiting = [one for one in asked if one.id > last]
    wants = [_telling(asked[0].text)]
    is_other = len(asked) > 1 and asked[-1].id <= last and asked[-1].text != asked[0].text
    if is_other:
        wants.append(_telling(asked[-1].text))
    tried = [_telling(one.text) for one in answers if not politeness.small_talk(one.text)][-MOST_TRIED:]
    open_now = [_telling(one.text) for one in waiting[-2:] if one.text != asked[0].text or not answers]
    return Summary(tuple(wants), tuple(tried), tuple(open_now))


def by_model(said: Sequence[Said], *, names: Sequence[str], language: str, at: datetime) -> Summary | None:
    """This will return a summary in the model's words; None where it is off, or gave nothing that can be used."""
    told = [("customer" if one.is_customer else "service", one.text) for one in said]
    found = summing.sum_up(told, names=names, language=language, at=at)
    if found is None:
        return None
    parts = {name: (words,) if words else () for name, words in found.items()}
    return Summary(wants=parts["wants"], tried=parts["tried"], open=parts["open"], by_model=True)


def _telling(words: str) -> str:
    """Return the sentence that carries a message: a question before anything else, else the longest of the first."""
    sentences = passages.sentences(words)[:12]
    if not sentences:
        return text.excerpt(words, length=LONGEST)
    told = [one for one in sentences if not politeness.small_talk(one)] or sentences
    questions = [one for one in told if _QUESTION.search(one)]
    if questions and len(told) > 1:
        first = max(told[:3], key=len)
        chosen = questions[0] if first == questions[0] else f"{first} {questions[0]}"
    else:
        chosen = max(told[:3], key=len)
    return text.excerpt(chosen, length=LONGEST)
