"""The language model's settings are changed, and it is tried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from rafiq.bot.model import asking, prompts
from rafiq.bot.model.outcomes import NoAnswer
from rafiq.bot.models import LanguageModel
from rafiq.platform import secrets as vault
from rafiq.platform import text

FIELDS: Final = (
    "is_active", "address", "name", "seconds", "words_answers", "follows_up", "proposes_ways", "sums_up",
    "monthly_tokens", "monthly_cost", "price_in", "price_out",
)  # fmt: skip
_TRIAL: Final = 'Return one JSON object and nothing else: {"greeting": "a short greeting in the language of `said`"}'


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying it out: its words, or a key of outcomes.PROBLEMS."""

    words: str = ""
    problem: str = ""


@transaction.atomic
def save(values: Mapping[str, Any], *, key: str = "", forgets_key: bool = False, at: datetime) -> LanguageModel:
    """Change the settings; an empty `key` keeps the one there is. What failed before is forgotten.

    A key is forgotten, too, when the address becomes another one: it was meant for the one before.
    """
    found, _ = LanguageModel.objects.select_for_update(no_key=True).get_or_create(pk=1)
    is_elsewhere = bool(found.address) and values.get("address", found.address) != found.address
    for name in FIELDS:
        if name in values:
            setattr(found, name, values[name])
    if key:
        found.key = vault.encrypt(key)
    elif forgets_key or is_elsewhere:
        found.key = ""
    found.failures, found.paused_until, found.problem, found.changed_at = 0, None, "", at
    found.save()
    return found


def try_out(said: str, *, at: datetime) -> Trial:
    """Ask the model for a greeting, as it is set now, even while it is off. Not inside a transaction."""
    model = asking.current()
    if not (model.address and model.name):
        return Trial(problem="OFF")
    try:
        found = asking.ask_now(model, system=_TRIAL, user=prompts.user({"said": said}), max_tokens=200, at=at)
    except NoAnswer as error:
        return Trial(problem=error.problem)
    words = found.get("greeting")
    if not isinstance(words, str) or not text.clean(words):
        return Trial(problem="NONSENSE")
    return Trial(words=text.excerpt(words, length=200))
