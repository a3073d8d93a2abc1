"""Macros are run: all of their steps, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.automations.contracts import Outcome, State, Step
from rafiq.automations.services import run_steps
from rafiq.inbox.models import Conversation
from rafiq.platform import db, log
from rafiq.practice import events
from rafiq.practice.models import Run
from rafiq.practice.queries.macros import Usable
from rafiq.practice.services.locking import locked

SAY = "say"


class Stopped(Exception):
    """A step could not be done, so nothing was; `outcomes` say what became of each."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__()
        self.outcomes = list(outcomes)

    @property
    def place(self) -> int:
        """Which step it was, from 0."""
        return next(place for place, one in enumerate(self.outcomes) if one.state == State.FAILED)


class AlreadyRun(Exception):
    """This very run was asked for before, and done."""


def worded(steps: Sequence[Step], texts: Mapping[int, str]) -> list[Step]:
    """Put words that were changed beforehand (by the step's place, from 0) into the steps that say something."""
    return [_worded(step, texts[place]) if place in texts else step for place, step in enumerate(steps)]


def run_macro(  # each is a fact of its own
    macro: Usable, conversation: Conversation, *, texts: Mapping[int, str], run_id: UUID, by: Agent, at: datetime
) -> Run:
    """Do all steps of a macro in a conversation in one transaction, with words that were changed beforehand.

    What a step writes goes out only when all are done. A run that stopped is kept too, with its reason. The same
    `run_id` is run once.

    Raises:
        Stopped: if a step could not be done; then nothing is.
        AlreadyRun: if this run was done before.
    """
    try:
        return _run(macro, conversation, texts=texts, run_id=run_id, by=by, at=at)
    except Stopped as stopped:
        _keep(macro, conversation, stopped.outcomes, by=by, at=at, run_id=None, failed_step=stopped.place)
        raise


@transaction.atomic
def _run(  # as above
    macro: Usable, conversation: Conversation, *, texts: Mapping[int, str], run_id: UUID, by: Agent, at: datetime
) -> Run:
    locked(conversation.pk)
    outcomes = run_steps(
        worded(macro.steps(), texts), conversation_id=conversation.pk, actor=by.actor, at=at, key=f"macro:{run_id}",
        name=by.name,
    )  # fmt: skip
    if any(one.state == State.FAILED for one in outcomes):
        raise Stopped(outcomes)
    with db.refused_as(AlreadyRun, constraint="practice_run_once"):
        return _keep(macro, conversation, outcomes, by=by, at=at, run_id=run_id)


@transaction.atomic
def _keep(  # noqa: PLR0913  # each is kept
    macro: Usable,
    conversation: Conversation,
    outcomes: Sequence[Outcome],
    *,
    by: Agent,
    at: datetime,
    run_id: UUID | None,
    failed_step: int | None = None,
) -> Run:
    reason = outcomes[failed_step].reason if failed_step is not None else ""
    run = Run.objects.create(
        version=macro.version, conversation=conversation, done=[one.plain() for one in outcomes], run_id=run_id,
        failed_step=failed_step, reason=reason, run_by=by, run_at=at,
    )  # fmt: skip
    log.append(
        events.MacroRun(
            conversation_id=conversation.pk, customer_id=conversation.customer_id, names=macro.version.names,
            standard_id=macro.standard_id, done=[one.step.action for one in outcomes], failed_step=failed_step,
            occurred_at=at, actor=by.actor,
        )
    )  # fmt: skip
    return run


def _worded(step: Step, words: str) -> Step:
    if step.action == "answer":
        return Step(SAY, {"text": words, "settles": step.params.get("settles", True)})
    return Step(step.action, {**step.params, "text": words}) if "text" in step.params else step
