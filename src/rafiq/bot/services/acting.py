"""An action is done: the company's own address is asked, signed and with one key however often it is tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from rafiq.accounts import queries as accounts
from rafiq.bot import queries
from rafiq.bot.declaring import LiveAction
from rafiq.bot.dialogue import handing, shaping, wording
from rafiq.bot.dialogue.memory import Memory
from rafiq.bot.dialogue.situation import Response, Situation
from rafiq.bot.models import ActionRun, Session, Silence, Turn
from rafiq.bot.services import requesting
from rafiq.bot.services.calling import ACTOR, call_person, id_of
from rafiq.bot.services.requesting import Answer
from rafiq.inbox import services as inbox
from rafiq.platform import text
from rafiq.workforce import queries as workforce

TRIES: Final = 3
PAUSES: Final = (2.0, 6.0)  # seconds before the second and the third try: somebody is waiting
VALUE_LONGEST, SAID_LONGEST = 300, 1_500
_AWAY: Final = frozenset({408, 425, 429})
_PLACE: Final = re.compile(r"\{([A-Za-z0-9_.]+)\}")


class Again(Exception):
    """The other side was away; the job shall come again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one try came to. `refusal` are words of the other side for the customer: no such order, say."""

    is_done: bool
    is_away: bool = False
    status: int | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    refusal: str = ""


def run(run_id: int, *, at: datetime) -> None:
    """Do what a turn wished, and tell the customer; a person takes over where it does not work. Safe to repeat.

    Raises:
        Again: if it shall be tried again.
    """
    found = ActionRun.objects.filter(pk=run_id, state=ActionRun.State.WAITING).select_related(
        "turn__session__conversation__customer", "turn__message__channel"
    )  # fmt: skip
    wished = found.first()
    if wished is None:
        return
    action = queries.taught().actions.get(wished.action)
    outcome = _asked(wished, action, at=at) if action else Outcome(False, problem="the action is no more")
    ActionRun.objects.filter(pk=run_id).update(tries=wished.tries + 1, status=outcome.status, problem=outcome.problem)
    if outcome.is_away and wished.tries + 1 < TRIES:
        raise Again(PAUSES[min(wished.tries, len(PAUSES) - 1)])
    with translation.override(wished.turn.language):
        _finish(wished, action, outcome, at=at)


def document(run_row: ActionRun) -> dict[str, Any]:
    """Write what is sent with a run: the values, and for whom; the same in every try."""
    conversation = run_row.turn.session.conversation
    customer = conversation.customer
    identities = [
        {"kind": one.kind, "value": one.value}
        for one in customer.identities.filter(is_verified=True).exclude(kind="VISITOR").order_by("pk")
    ]
    return {
        "id": str(run_row.key), "action": run_row.action, "values": run_row.values, "language": run_row.turn.language,
        "conversation_id": conversation.pk,
        "customer": {"id": customer.pk, "name": customer.name, "identities": identities},
    }  # fmt: skip


def filled(template: str, answer: Mapping[str, Any]) -> str:
    """Put values of a JSON answer into {places} of a text (`{order.status}` looks inside); unknown ones become "—".

    Values become words and nothing else: a place in a value is not looked at again.
    """
    return _PLACE.sub(lambda found: _value(answer, found[1]), template)[:SAID_LONGEST]


def _value(answer: Any, path: str) -> str:  # noqa: ANN401  # JSON
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, Mapping) else None
    if answer is None or isinstance(answer, (dict, list)):
        return "—"
    return text.clean(str(answer), limit=VALUE_LONGEST)


def _asked(run_row: ActionRun, action: LiveAction, *, at: datetime) -> Outcome:
    sent = document(run_row)
    return _outcome(requesting.ask(action, sent, more={"customer_id": sent["customer"]["id"]}, at=at))


def _outcome(answer: Answer) -> Outcome:
    status, known = answer.status, answer.json or {}
    if status is None:
        return Outcome(False, is_away=answer.is_away, problem=answer.problem)
    if status >= 500 or status in _AWAY:
        return Outcome(False, is_away=True, status=status, answer=known, problem=f"HTTP {status}")
    if answer.is_good:
        return Outcome(True, status=status, answer=known)
    if 200 <= status < 300:
        return Outcome(False, status=status, problem="the answer is no JSON object")
    said = known.get("message")
    refusal = text.clean(said, limit=VALUE_LONGEST) if isinstance(said, str) else ""
    return Outcome(False, status=status, answer=known, problem=f"HTTP {status}", refusal=refusal)


@transaction.atomic
def _finish(run_row: ActionRun, action: LiveAction | None, outcome: Outcome, *, at: datetime) -> None:
    """Tell what came of it, once; if a person has the word by now, only the run tells."""
    turn = run_row.turn
    session = Session.objects.select_for_update(no_key=True).get(pk=turn.session_id)
    current = ActionRun.objects.select_for_update(no_key=True).get(pk=run_row.pk)
    if current.state != ActionRun.State.WAITING:
        return
    current.state = ActionRun.State.DONE if outcome.is_done else ActionRun.State.FAILED
    current.answer, current.finished_at = dict(outcome.answer), at
    current.save(update_fields=["state", "answer", "finished_at"])
    conversation = session.conversation
    if not conversation.is_open or session.is_silent or conversation.assignee_id is not None:
        return
    situation = _situation(run_row, session, at=at)
    response = _told(situation, action, outcome)
    if outcome.is_done and situation.memory.stands_in:
        situation.memory.answered_turn = turn.pk  # "That helped" ends the wait for a person
    _say(run_row, session, situation, response, at=at)
    session.state = situation.memory.plain()
    if response.reason:
        turn.reason = response.reason
        session.silent_since, session.reason = at, Silence(response.reason)
        turn.save(update_fields=["reason"])
        call_person(session, turn, situation, turn.message, at=at)
    session.said += 1
    session.save()


def _situation(run_row: ActionRun, session: Session, *, at: datetime) -> Situation:
    conversation = session.conversation
    is_reachable = run_row.turn.message.channel.kind != "webchat" or conversation.customer.identities.filter(
        kind__in=("EMAIL", "PHONE")
    ).exists()  # fmt: skip
    return Situation(
        said="", language=run_row.turn.language, at=at, memory=Memory.read(session.state), taught=queries.taught(),
        opening=workforce.opening(at=at, team_id=conversation.team_id), is_reachable=is_reachable,
        zone=accounts.company().time_zone,
    )  # fmt: skip


def _told(situation: Situation, action: LiveAction | None, outcome: Outcome) -> Response:
    if outcome.is_done and action is not None:
        template = wording.worded(action.results, situation.language)
        words = filled(template, outcome.answer) if template else wording.done()
        asides = (wording.helped(), wording.person_please())
        return Response(kind=Turn.Kind.ACTION, text=words, asides=asides, settles=True)
    if outcome.refusal:
        return Response(kind=Turn.Kind.ACTION, text=outcome.refusal, asides=(wording.person_please(),), settles=True)
    return handing.hand_over(situation, Silence.ACTION, kind=Turn.Kind.ACTION)


def _say(run_row: ActionRun, session: Session, situation: Situation, response: Response, *, at: datetime) -> None:
    message = run_row.turn.message
    name = wording.bot_name(queries.settings().name(situation.language))
    shaped = shaping.shape(response, kind=message.channel.kind, name=name, language=situation.language)
    inbox.say_automatically(
        conversation=session.conversation, actor=ACTOR, body=shaped.text, answers=message, extras=shaped.extras,
        client_id=id_of("result", message.pk), settles=response.settles and not situation.memory.is_handed_over, at=at,
    )  # fmt: skip
