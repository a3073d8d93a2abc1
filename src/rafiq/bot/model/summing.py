"""A summary of a conversation for agents, by the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from rafiq.bot.model import asking, budget, checking, prompts
from rafiq.bot.model.masking import masked

MOST_LINES: Final = 40
LINE_LONGEST: Final = 600
LONGEST: Final = 500
TOKENS: Final = 600
type Line = tuple[str, str]
"""Who said it (customer or service), and what."""


def sum_up(lines: Sequence[Line], *, names: Iterable[str], language: str, at: datetime) -> dict[str, str] | None:
    """This will return what the customer `wants`, what was `tried`, what is `open`; None where the plain one shall do.

    `language` is the reader's. Names, addresses and long numbers are left out of what is sent; numbers and addresses
    that were not said make it unusable. Not inside a transaction.
    """
    known = list(names)
    told = [{"who": who, "said": masked(said[:LINE_LONGEST], names=known)} for who, said in lines[-MOST_LINES:]]
    found = asking.ask(
        "sums_up", system=prompts.system(prompts.SUMMING, language), user=prompts.user({"lines": told}),
        max_tokens=TOKENS, at=at,
    )  # fmt: skip
    if found is None:
        return None
    whole = "\n".join(one["said"] for one in told)
    parts = {name: _part(found.get(name), whole) for name in ("wants", "tried", "open")}
    if not parts["wants"] or None in parts.values():
        budget.note_rejected(at=at)
        return None
    return {name: part or "" for name, part in parts.items()}


def _part(given: object, whole: str) -> str | None:
    """Return one part as plain words; None where it tells of what was not said."""
    if given is None:
        return ""
    words = checking.plain(given) if isinstance(given, str) else None
    if words is None or len(words) > LONGEST or not checking.is_plain(words):
        return None
    is_said = checking.addresses(words) <= checking.addresses(whole)
    return words if is_said and checking.digits(words) <= checking.digits(whole) else None
