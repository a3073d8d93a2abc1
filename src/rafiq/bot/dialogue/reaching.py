"""How somebody can be reached who was asked for it: taken, said to be incomplete, or not given."""

from __future__ import annotations

import re
from typing import Final

from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import politeness, slots, wording
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.models import Turn
from rafiq.platform import text

MOST_TRIES: Final = 2
"""How often somebody is told that a number is not complete; then it is kept as they wrote it."""
LONGEST: Final = 60
_KINDS: Final = (("PHONE", Parameter(name="phone", kind="PHONE")), ("EMAIL", Parameter(name="email", kind="EMAIL")))
_TRIED: Final = re.compile(r"\d(?:[\s().-]*\d){4,14}|(?:^|\s)[+0]\d{2,}|\S@|@\S")
_MOST_WORDS: Final = 6


def contact(situation: Situation) -> Response | None:
    """Note how somebody can be reached, who was asked for it. Whoever has a person already is answered, too."""
    memory = situation.memory
    if not memory.waits_for_contact or memory.form is not None:
        return None
    said = situation.said
    found = [
        (kind, str(value))
        for kind, parameter in _KINDS
        if (value := slots.find(parameter, said, situation.reading)) is not None
    ]
    if found:
        memory.waits_for_contact, memory.contact = False, found[0][1]
        return _told(wording.contact_kept(memory.contact), claims=tuple(found))
    if politeness.declines(said):
        memory.waits_for_contact = False
        return _told(wording.contact_declined())
    if len(said) <= LONGEST and _looks_like_one(said):
        return _incomplete(situation)
    return None


def _looks_like_one(said: str) -> bool:
    plain = text.ascii_digits(said)
    return "?" not in said.replace("؟", "?") and len(plain.split()) <= _MOST_WORDS and bool(_TRIED.search(plain))


def _incomplete(situation: Situation) -> Response:
    memory = situation.memory
    memory.contact_tries += 1
    if memory.contact_tries < MOST_TRIES:
        return _told(wording.contact_incomplete())
    memory.waits_for_contact, memory.contact = False, text.clean(situation.said, limit=LONGEST)
    return _told(wording.contact_kept(memory.contact))


def _told(words: str, *, claims: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(kind=Turn.Kind.CONTACT, text=words, claims=claims)
