"""Something else is asked in the middle of a form: it is answered, and the form goes on where it was."""

from __future__ import annotations

from dataclasses import replace

from rafiq.bot.dialogue import asking, filling, politeness, slots
from rafiq.bot.dialogue.phrases import words
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.models import Turn

FEWEST_WORDS = 2


def answered(situation: Situation) -> Response | None:
    """Answer a question that is none of the form's matter, and ask again; None where it is an answer to the form.

    Only an article or a snippet that the bot would have cited anyhow is one; whatever may be what was asked for, is.
    """
    again = filling.ask_again(situation)
    if again is None or len(words(situation.said)) < FEWEST_WORDS or filling.is_about_form(situation):
        return None
    if not politeness.asks(situation.said) or _is_value(situation):
        return None
    told = asking.answered(situation)
    if told is None:
        return None
    return replace(
        told, kind=Turn.Kind.FORM, text=f"{told.text}\n\n{again.text}", buttons=again.buttons, asides=(),
        evidence={**told.evidence, "aside": True},
    )  # fmt: skip


def _is_value(situation: Situation) -> bool:
    """Test whether a message is what is asked for; a text is anything but a question with its sign."""
    parameter = filling.asked_for(situation)
    if parameter is None or (parameter.kind == "TEXT" and situation.said.rstrip().endswith(("?", "؟"))):
        return False
    try:
        slots.fill(parameter, situation.said, situation.reading)
    except slots.BadSlot:
        return False
    return True
