"""A person is called: what is said then, and what the bot remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rafiq.bot.dialogue import wording
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.models import Silence, Turn


def hand_over(
    situation: Situation, reason: str, *, kind: Turn.Kind = Turn.Kind.HAND_OVER, silences: bool = True,
    failures: int = 0,
    **more: Any,  # noqa: ANN401  # further fields of the response
) -> Response:  # fmt: skip
    """Say that a person answers, and when; ask how to reach whoever may be gone by then."""
    memory = situation.memory
    said = wording.handed_over(reason, situation.opening, language=situation.language, at=situation.at)
    if not situation.is_reachable and not memory.contact and not memory.waits_for_contact:
        said = f"{said}\n\n{wording.ask_contact()}"
        memory.waits_for_contact = True
    if memory.form is not None:
        memory.filled = {"action": memory.form.action, "values": dict(memory.form.values)}
    memory.form, memory.options, memory.is_handed_over = None, [], True
    memory.stands_in = memory.stands_in and not silences
    return Response(kind=kind, text=said, reason=reason, silences=silences, failures=failures, **more)


def give_up(situation: Situation, **more: Any) -> Response:  # noqa: ANN401  # further fields of the response
    """Say honestly that the bot does not know; after too many times it leaves the conversation to people."""
    is_last = situation.failures + 1 >= situation.most_failures
    return hand_over(situation, Silence.FAILED, kind=Turn.Kind.ABSTAIN, silences=is_last, failures=1, **more)


def evidence(why: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Put together why something was done."""
    return {**(why or {}), **more}
