"""The order in which a message is understood; the first step that knows what to do with it does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rafiq.bot.dialogue import (
    asking,
    digressing,
    filling,
    handing,
    language,
    mood,
    person,
    politeness,
    reaching,
    signs,
    wording,
)
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.models import Silence, Turn

MOST_TURNS: Final = 20
_PASSED: Final = Response(kind=Turn.Kind.PASSED)


def respond(situation: Situation) -> Response:
    """Return what the bot makes of a message; the situation's memory is changed as what it remembers then."""
    for step in _STEPS:
        if (response := step(situation)) is not None:
            return response
    return asking.question(situation)


def suggest(situation: Situation) -> Response:
    """Return what an agent may want to answer; nothing where the bot is not sure. Nothing else is done."""
    if not situation.said.strip() or person.wants_person(situation.said) or politeness.small_talk(situation.said):
        return _PASSED
    return asking.question(situation)


def _silent(situation: Situation) -> Response | None:
    return _PASSED if situation.is_silent else None


def _person(situation: Situation) -> Response | None:
    is_button = situation.said.strip() == wording.person_please()
    if not (is_button or person.wants_person(situation.said)):
        return None
    return handing.hand_over(situation, Silence.ASKED)


def _anger(situation: Situation) -> Response | None:
    found = mood.read(situation.said)
    if found.name != "ANGRY" or not situation.hands_over_anger:
        return None
    return handing.hand_over(situation, Silence.ANGER, evidence={"mood": found.name, "shown_by": list(found.shown_by)})


def _important(situation: Situation) -> Response | None:
    return handing.hand_over(situation, Silence.IMPORTANT) if situation.is_important else None


def _endless(situation: Situation) -> Response | None:
    return handing.hand_over(situation, Silence.ENDLESS) if situation.spoken >= MOST_TURNS else None


def _wordless(situation: Situation) -> Response | None:
    """A picture says nothing to the bot, a person looks at it; a thumb, an angry face, a lonely "?" say something."""
    if any(sign.isalnum() for sign in situation.said):
        return None
    if situation.has_files:
        return handing.give_up(situation, evidence={"wordless": True})
    sign = signs.read(situation.said)
    if sign == "ANGER" and situation.hands_over_anger:
        shown = {"mood": "ANGRY", "shown_by": [situation.said[:20]]}
        return handing.hand_over(situation, Silence.ANGER, evidence=shown)
    return _signed(situation, sign) if situation.memory.form is not None and sign else _sign_alone(situation, sign)


def _sign_alone(situation: Situation, sign: signs.Sign) -> Response:
    """Take a sign for what is said of the last answer; before there is any, for thanks or a greeting."""
    if sign == "YES":
        return _helped(situation) if situation.memory.answered_turn else _courteous(situation, "THANKS")
    if not sign or situation.memory.options:
        return _PASSED
    return _did_not_help(situation) if situation.memory.answered_turn else _courteous(situation, "GREETING")


def _signed(situation: Situation, sign: signs.Sign) -> Response | None:
    """Take a sign for yes or no where a form asks that; anything else it asks for again."""
    if filling.is_confirming(situation) and sign in {"YES", "NO"}:
        return filling.go_on(replace(situation, said=wording.yes() if sign == "YES" else wording.no()))
    return filling.ask_again(situation) or filling.go_on(situation)


def _form(situation: Situation) -> Response | None:
    return digressing.answered(situation) or filling.go_on(situation)


def _foreign(situation: Situation) -> Response | None:
    is_spoken = situation.language in situation.spoken_languages and not language.is_foreign(situation.said)
    return None if is_spoken else handing.hand_over(situation, Silence.LANGUAGE)


def _options(situation: Situation) -> Response | None:
    return asking.choose(situation)


def _verdict(situation: Situation) -> Response | None:
    """Take whether the last answer helped."""
    if not situation.memory.answered_turn:
        return None
    said = situation.said
    if said.strip() == wording.helped() or politeness.says_it_helped(said):
        return _helped(situation)
    return _did_not_help(situation) if politeness.says_it_did_not(said) else None


def _did_not_help(situation: Situation) -> Response:
    if situation.failures + 1 >= situation.most_failures:
        return handing.hand_over(situation, Silence.FAILED, failures=1, verdict=Turn.Verdict.DID_NOT)
    return Response(
        kind=Turn.Kind.SMALL_TALK, text=wording.did_not_help(), asides=(wording.person_please(),), settles=True,
        failures=1, verdict=Turn.Verdict.DID_NOT,
    )  # fmt: skip


def _helped(situation: Situation) -> Response:
    """Take that an answer was enough; whoever waited for a person meanwhile waits no more."""
    memory = situation.memory
    words = wording.glad_and_out() if memory.stands_in else wording.glad()
    if memory.stands_in:
        memory.stands_in = memory.is_handed_over = False
    memory.answered_turn = 0
    return Response(kind=Turn.Kind.SMALL_TALK, text=words, settles=True, verdict=Turn.Verdict.HELPED, forgives=True)


def _courtesy(situation: Situation) -> Response | None:
    kind = politeness.small_talk(situation.said)
    return None if kind is None else _courteous(situation, kind)


def _courteous(situation: Situation, kind: str) -> Response:
    words = wording.courtesy(kind, wording.bot_name(situation.name))
    return Response(kind=Turn.Kind.SMALL_TALK, text=words, settles=True, forgives=kind == "THANKS")


_STEPS: Final[tuple[Callable[[Situation], Response | None], ...]] = (
    reaching.contact, _silent, _person, _anger, _important, _endless, _wordless, _form, _options, _foreign,
    _verdict, _courtesy,
)  # fmt: skip
