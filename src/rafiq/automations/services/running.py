"""Steps are done, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rafiq.automations import registry
from rafiq.automations.contracts import Act, Impossible, Outcome, State, Step

UNKNOWN = gettext_noop("This action does not exist any more.")


@transaction.atomic
def run_steps(
    steps: Sequence[Step], *, conversation_id: int, actor: str, at: datetime, key: str, name: str = ""
) -> list[Outcome]:  # fmt: skip
    """Do steps in a conversation, in their order; return what became of each.

    What stands behind a step that could not be done is left: an answer that cannot be sent closes nothing. `key` names
    this doing: with the same one again no message is written twice. `name` is what colleagues read as who did it.
    """
    found: list[Outcome] = []
    for place, step in enumerate(steps):
        if found and found[-1].state in {State.FAILED, State.SKIPPED}:
            found.append(Outcome(step, State.SKIPPED))
            continue
        found.append(_run(step, Act(conversation_id, actor, at, f"{key}:{place}", name)))
    return found


def _run(step: Step, act: Act) -> Outcome:
    action = registry.action(step.action)
    if action is None:
        return Outcome(step, State.FAILED, UNKNOWN)
    if problem := action.problem(step.params):
        return Outcome(step, State.FAILED, problem)
    try:
        with transaction.atomic():
            has_changed = action.run(step.params, act)
    except Impossible as refusal:
        return Outcome(step, State.FAILED, refusal.reason)
    return Outcome(step, State.DONE if has_changed else State.SAME)
