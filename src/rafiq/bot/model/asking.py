"""The one door to the language model: switched on, not paused, within the budget, outside of transactions."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final, Literal

from rafiq.bot.model import budget, client, pausing, reading
from rafiq.bot.model.outcomes import NoAnswer
from rafiq.bot.models import LanguageModel
from rafiq.platform import secrets as vault

logger = logging.getLogger(__name__)

type Use = Literal["words_answers", "follows_up", "proposes_ways", "sums_up"]
CHARACTERS_A_TOKEN: Final = 2
"""In Persian and Arabic; English has four, so what is held is rather too much than too little."""


def current() -> LanguageModel:
    """Return the company's language model (an unsaved default, which is off, before anybody said)."""
    return LanguageModel.objects.filter(pk=1).first() or LanguageModel(pk=1)


def is_on(use: Use) -> bool:
    """Test whether the model is switched on for a use."""
    model = current()
    return model.is_ready and bool(getattr(model, use))


def ask(use: Use, *, system: str, user: str, max_tokens: int, at: datetime) -> dict[str, Any] | None:
    """Ask for a JSON object; None where the model is not on for this use, or gave nothing that can be used.

    Raises:
        RuntimeError: if called inside a transaction.
    """
    model = current()
    if not (model.is_ready and getattr(model, use)) or pausing.is_paused(model, at=at):
        return None
    try:
        return ask_now(model, system=system, user=user, max_tokens=max_tokens, at=at)
    except NoAnswer as error:
        logger.warning("The language model gave no answer", extra={"use": use, "problem": error.problem})
        return None


def ask_now(model: LanguageModel, *, system: str, user: str, max_tokens: int, at: datetime) -> dict[str, Any]:
    """Ask for a JSON object, whatever the model is switched on for, and count what it costs.

    Raises:
        NoAnswer: if there is none.
    """
    try:
        key = vault.decrypt(model.key) if model.key else ""
    except vault.Unreadable:
        raise NoAnswer("KEY") from None
    server = client.Server(model.address, model.name, key, float(model.seconds))
    guess = (len(system) + len(user)) // CHARACTERS_A_TOKEN + 1
    held = budget.hold(model, tokens_in=guess, tokens_out=max_tokens, at=at)
    try:
        found, spent = _answered(server, system=system, user=user, max_tokens=max_tokens, guess=guess)
    except NoAnswer as error:
        budget.settle(model, held, tokens_in=guess if error.was_spent else 0, tokens_out=0, has_failed=True)
        _failed(error, at=at)
        raise
    budget.settle(model, held, tokens_in=spent[0], tokens_out=spent[1], has_failed=found is None)
    if found is None:
        nonsense = NoAnswer("NONSENSE", was_spent=True)
        _failed(nonsense, at=at)
        raise nonsense
    pausing.note_success()
    return found


def _answered(
    server: client.Server, *, system: str, user: str, max_tokens: int, guess: int
) -> tuple[dict[str, Any] | None, tuple[int, int]]:
    done = client.complete(server, system=system, user=user, max_tokens=max_tokens)
    out = done.tokens_out or len(done.text) // CHARACTERS_A_TOKEN + 1
    return reading.json_object(done.text), (done.tokens_in or guess, out)


def _failed(error: NoAnswer, *, at: datetime) -> None:
    """A model that declines is well; whatever else went wrong counts towards a pause."""
    if error.problem != "DECLINED":
        pausing.note_failure(error.problem, retry_after=error.retry_after, at=at)
