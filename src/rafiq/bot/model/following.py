"""A question that leans on what was said before, made to stand by itself; used to look something up, never shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rafiq.bot.model import asking, checking, prompts
from rafiq.bot.model.masking import masked
from rafiq.platform import text

LONGEST: Final = 300
LINE_LONGEST: Final = 400
MOST_LINES: Final = 6
TOKENS: Final = 200
type Line = tuple[str, str]
"""Who said it (customer or service), and what."""


def standalone(question: str, before: Sequence[Line], *, language: str, at: datetime) -> str:
    """This will return a question that says what this one means after the lines before it; "" where there is none.

    Its numbers must stand in what was said. Not inside a transaction.
    """
    if not before or not question.strip() or len(question) > LONGEST:
        return ""
    lines = [{"who": who, "said": masked(said[:LINE_LONGEST])} for who, said in before[-MOST_LINES:]]
    found = asking.ask(
        "follows_up", system=prompts.system(prompts.FOLLOWING, language),
        user=prompts.user({"before": lines, "question": masked(question)}), max_tokens=TOKENS, at=at,
    )  # fmt: skip
    said = found.get("question") if found else None
    if not isinstance(said, str):
        return ""
    asked = " ".join(checking.plain(said).split())
    whole = "\n".join([question, *(one["said"] for one in lines)])
    is_held = (
        0 < len(asked) <= LONGEST
        and text.guess_language(asked) in {language, None}
        and checking.numbers(asked) <= checking.numbers(whole)
        and not checking.addresses(asked)
    )
    return asked if is_held and text.fold(asked) != text.fold(question) else ""
