"""Procedures are followed: steps done and undone, put aside, given up when the conversation is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Conversation
from rafiq.inbox.services import NotOpen
from rafiq.platform import log
from rafiq.practice import events
from rafiq.practice.content import Procedure, Step
from rafiq.practice.models import Checklist, Tick, Version
from rafiq.practice.queries.checklists import Followed, follow, followed
from rafiq.practice.services.locking import locked


class NoSuchStep(LookupError):
    """The conversation has no such procedure, or that step is not there (any more)."""


class NoAnswer(ValueError):
    """A question is done by answering it, with one of its choices."""


@transaction.atomic
def tick(
    conversation: Conversation, *, standard_id: int, step: str, by: Agent, at: datetime, answer: str = ""
) -> Checklist:
    """Do a step; the first one begins the checklist, with the version of the procedure that is the newest then.

    Repeating it changes nothing; another answer replaces the one before. Each step is a row of its own under the
    conversation's lock, so that agents who tick at once keep each other's.

    Raises:
        NotOpen: if the conversation is closed.
        NoSuchStep: if it is not one of the steps that are there.
        NoAnswer: if it asks something and this is no answer.
    """
    found, now = _open(conversation, standard_id)
    wanted = next((one.step for one in now.items if one.step.key == step), None)
    if wanted is None or now.is_set_aside:
        raise NoSuchStep(step)
    _check_answer(wanted, answer)
    checklist = now.checklist or _begin(found, now.version, by=by, at=at)
    _write_tick(checklist, wanted, answer, by=by, at=at)
    _settle(checklist, by=by, at=at)
    return checklist


@transaction.atomic
def untick(conversation: Conversation, *, standard_id: int, step: str, by: Agent, at: datetime) -> None:
    """Take a tick back. Repeating it changes nothing.

    Raises:
        NotOpen: if the conversation is closed.
        NoSuchStep: if nothing of this procedure was ever done.
    """
    _found, now = _open(conversation, standard_id)
    if now.checklist is None or now.is_set_aside:
        raise NoSuchStep(step)
    wanted = Procedure.parse(now.version.content).step(step)
    gone, _ = Tick.objects.filter(checklist=now.checklist, step=step).delete()
    if gone and wanted:
        log.append(
            events.StepUndone(**_about(now.checklist), step=step, text=dict(wanted.texts), occurred_at=at,
                              actor=by.actor)
        )  # fmt: skip
        _settle(now.checklist, by=by, at=at)


@transaction.atomic
def set_aside(conversation: Conversation, *, standard_id: int, reason: str, by: Agent, at: datetime) -> None:
    """Say that a procedure does not apply here: it holds nothing up any more. For supervisors.

    Raises:
        NotOpen: if the conversation is closed.
        NoSuchStep: if the conversation has no such procedure.
    """
    found, now = _open(conversation, standard_id)
    checklist = now.checklist or _begin(found, now.version, by=by, at=at)
    checklist.state, checklist.reason, checklist.ended_at = Checklist.State.SET_ASIDE, reason, at
    checklist.stopped_at = now.next.key if now.next else ""
    checklist.save(update_fields=["state", "reason", "ended_at", "stopped_at"])
    log.append(events.ChecklistSetAside(**_about(checklist), reason=reason, occurred_at=at, actor=by.actor))


@transaction.atomic
def give_up(conversation_id: int, *, at: datetime) -> None:
    """Note of the checklists of a closed conversation where they were left. Repeating it changes nothing."""
    for checklist in _lists(conversation_id, Checklist.State.OPEN):
        left = follow(checklist).next
        checklist.state, checklist.ended_at = Checklist.State.GIVEN_UP, at
        checklist.stopped_at = left.key if left else ""
        checklist.save(update_fields=["state", "ended_at", "stopped_at"])


@transaction.atomic
def take_up(conversation_id: int) -> None:
    """Go on with what was given up: the conversation is open again. Repeating it changes nothing."""
    _lists(conversation_id, Checklist.State.GIVEN_UP).update(
        state=Checklist.State.OPEN, ended_at=None, stopped_at=""
    )  # fmt: skip


def _lists(conversation_id: int, state: str) -> QuerySet[Checklist]:
    rows = Checklist.objects.select_for_update(no_key=True, of=("self",)).select_related("version__standard")
    return rows.filter(conversation=conversation_id, state=state)


def _open(conversation: Conversation, standard_id: int) -> tuple[Conversation, Followed]:
    found = locked(conversation.pk)
    if not found.is_open:
        raise NotOpen
    now = next((one for one in followed(found) if one.version.standard_id == standard_id), None)
    if now is None:
        raise NoSuchStep(str(standard_id))
    return found, now


def _check_answer(step: Step, answer: str) -> None:
    if step.choices and answer not in {one.key for one in step.choices}:
        raise NoAnswer(step.key)


def _begin(conversation: Conversation, version: Version, *, by: Agent, at: datetime) -> Checklist:
    checklist = Checklist.objects.create(
        conversation=conversation, standard=version.standard, version=version, begun_at=at, begun_by=by
    )
    log.append(events.ChecklistBegun(**_about(checklist), version=version.number, occurred_at=at, actor=by.actor))
    return checklist


def _write_tick(checklist: Checklist, step: Step, answer: str, *, by: Agent, at: datetime) -> None:
    said = {"answer": answer if step.choices else "", "ticked_at": at, "ticked_by": by}
    tick, is_new = Tick.objects.get_or_create(checklist=checklist, step=step.key, defaults=said)
    if not is_new and tick.answer == said["answer"]:
        return
    if not is_new:
        Tick.objects.filter(pk=tick.pk).update(**said)
    answered = next((dict(one.names) for one in step.choices if one.key == answer), {})
    log.append(
        events.StepDone(**_about(checklist), step=step.key, text=dict(step.texts), answer=answered, occurred_at=at,
                        actor=by.actor)
    )  # fmt: skip


def _settle(checklist: Checklist, *, by: Agent, at: datetime) -> None:
    """Bring the state in line with what is left to do."""
    fresh = Checklist.objects.select_related("version__standard").prefetch_related("ticks").get(pk=checklist.pk)
    is_done = follow(fresh).next is None
    state = Checklist.State.DONE if is_done else Checklist.State.OPEN
    if fresh.state == state:
        return
    fresh.state, fresh.ended_at = state, at if is_done else None
    fresh.save(update_fields=["state", "ended_at"])
    if is_done:
        log.append(events.ChecklistDone(**_about(fresh), occurred_at=at, actor=by.actor))


def _about(checklist: Checklist) -> dict[str, Any]:
    conversation = checklist.conversation
    return {
        "conversation_id": conversation.pk, "customer_id": conversation.customer_id,
        "standard_id": checklist.standard_id, "names": checklist.version.names,
    }  # fmt: skip
