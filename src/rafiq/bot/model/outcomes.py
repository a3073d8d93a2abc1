"""What can come of asking a language model."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

PROBLEMS: Final = {
    "OFF": _("The language model is switched off, or its address or name is missing."),
    "KEY": _("The key cannot be read any more. Enter it again."),
    "CONNECTION": _("Nothing answers at this address."),
    "TIMEOUT": _("It took too long."),
    "BUSY": _("The provider asks for patience (429)."),
    "REFUSED": _("The provider does not take the key (401 or 403)."),
    "NOT_FOUND": _("The address or the model's name is not known there (404)."),
    "BAD_REQUEST": _("The provider does not understand the request."),
    "SERVER": _("The provider has a fault of its own."),
    "TOO_LONG": _("The answer was far too long."),
    "NONSENSE": _("What came back is not what was asked for."),
    "DECLINED": _("The model declined to answer."),
    "PAUSED": _("After several failures in a row it is left alone for a while."),
    "BUDGET": _("The month's budget is used up."),
}
"""In the reader's language, by code."""


class NoAnswer(Exception):
    """The model gave nothing that can be used; `problem` is a key of PROBLEMS.

    `retry_after` are seconds the provider asks for. With `was_spent` tokens may have been billed all the same.
    """

    def __init__(self, problem: str, *, retry_after: float = 0.0, was_spent: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.retry_after, self.was_spent = problem, retry_after, was_spent
