"""Somebody asks to be allowed something; others grant or refuse it, once; or its time runs out, or it is withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.inbox.services import NotOpen
from rafiq.platform import db, jobs, log
from rafiq.practice import events
from rafiq.practice.content import Terms
from rafiq.practice.models import Approval, Decision, Kind, Version
from rafiq.practice.queries.approvals import approvers_of, is_approver
from rafiq.practice.queries.standards import meant_for, newest
from rafiq.practice.services.locking import locked

EXPIRE_JOB = "practice.expire"
ACTOR = "practice"
MOST_TOLD = 50
State = Approval.State


class NoSuchKind(LookupError):
    """There is no such thing to ask for in this conversation."""


class NoReason(ValueError):
    """Whoever asks, or refuses, says why."""


class NoAmount(ValueError):
    """An amount above zero has to be told."""


class NotNeeded(Exception):
    """So small an amount needs nobody's approval."""


class NobodyToAsk(Exception):
    """There are too few who could approve it, the one who asks left out."""


class AlreadyAsked(Exception):
    """The same is waiting for approval in this conversation already."""


class NotAnApprover(Exception):
    """Only those whom its terms name decide, and never the one who asked."""


class AlreadyEnded(Exception):
    """It was granted, refused, withdrawn, or its time ran out."""


class AlreadyDecided(Exception):
    """This approver has decided already."""


@transaction.atomic
def ask(
    conversation: Conversation, *, standard_id: int, reason: str, by: Agent, at: datetime, amount: Decimal | None = None
) -> Approval:
    """Ask for something under its newest terms; whoever may approve it is told.

    Raises:
        NotOpen: if the conversation is closed.
        NoSuchKind: if it cannot be asked for here.
        NoReason: if no reason is given.
        NoAmount: if its terms want an amount, and there is none.
        NotNeeded: if it is below what needs approval.
        NobodyToAsk: if too few could approve it.
        AlreadyAsked: if the same is waiting here already.
    """
    found = locked(conversation.pk)
    if not found.is_open:
        raise NotOpen
    version = _version(found, standard_id)
    terms = Terms.parse(version.content)
    if not reason.strip():
        raise NoReason
    _check_amount(terms, amount)
    approvers = [one.pk for one in approvers_of(terms, but=by.pk)]
    if len(approvers) < terms.needed:
        raise NobodyToAsk
    with db.refused_as(AlreadyAsked, constraint="practice_approval_one_open"):
        approval = Approval.objects.create(
            conversation=found, standard=version.standard, version=version, reason=reason.strip(), asked_at=at,
            amount=amount if terms.asks_amount else None, asked_by=by, expires_at=at + timedelta(hours=terms.hours),
        )  # fmt: skip
    told = str(approval.amount) if approval.amount is not None else None
    log.append(
        events.ApprovalAsked(
            **_about(approval), amount=told, approvers=approvers[:MOST_TOLD], occurred_at=at, actor=by.actor
        )
    )
    _tell(approval, "asked", approvers, by=by.name, actor=by.actor, reason=approval.reason, at=at)
    _set_timer(approval)
    return approval


@transaction.atomic
def decide(approval: Approval, *, is_granted: bool, reason: str, by: Agent, at: datetime) -> Approval:
    """Grant or refuse it. One refusal refuses it; it is granted when as many have as its terms want.

    The terms are those of the version it was asked under; who belongs to its roles and teams is looked at now.

    Raises:
        NotAnApprover: if they asked themselves, or may not decide.
        AlreadyEnded: if it is not waiting any more.
        AlreadyDecided: if they have decided before.
        NoReason: if it is refused without a reason.
    """
    found = _locked(approval)
    terms = Terms.parse(found.version.content)
    if by.pk == found.asked_by_id or not is_approver(terms, by):
        raise NotAnApprover
    if found.state != State.ASKED or found.expires_at <= at:
        raise AlreadyEnded
    if not is_granted and not reason.strip():
        raise NoReason
    with db.refused_as(AlreadyDecided, constraint="practice_decision_once"):
        Decision.objects.create(
            approval=found, is_granted=is_granted, reason=reason.strip(), decided_by=by, decided_at=at
        )
    is_enough = found.decisions.filter(is_granted=True).count() >= terms.needed
    state = State.REFUSED if not is_granted else State.GRANTED if is_enough else State.ASKED
    _end(found, state, at=at)
    log.append(
        events.ApprovalDecided(
            **_about(found), is_granted=is_granted, state=state.value, occurred_at=at, actor=by.actor
        )
    )
    if state != State.ASKED:
        _tell(found, state.lower(), [found.asked_by_id], by=by.name, actor=by.actor, reason=reason.strip(), at=at)
    return found


@transaction.atomic
def withdraw(approval: Approval, *, by: Agent, at: datetime) -> Approval:
    """Take the wish back. Only whoever asked can.

    Raises:
        NotAnApprover: if somebody else asked.
        AlreadyEnded: if it is not waiting any more.
    """
    found = _locked(approval)
    if found.asked_by_id != by.pk:
        raise NotAnApprover
    if found.state != State.ASKED:
        raise AlreadyEnded
    _end(found, State.WITHDRAWN, at=at)
    log.append(events.ApprovalWithdrawn(**_about(found), occurred_at=at, actor=by.actor))
    return found


@transaction.atomic
def expire(approval_id: int, *, at: datetime) -> bool:
    """End a wish whose time has run out; tell whether it was so. Repeating it changes nothing."""
    approval = Approval.objects.filter(pk=approval_id).first()
    if approval is None:
        return False
    found = _locked(approval)
    if found.state != State.ASKED or found.expires_at > at:
        return False
    _end(found, State.EXPIRED, at=at)
    log.append(events.ApprovalExpired(**_about(found), occurred_at=at, actor=ACTOR))
    _tell(found, "expired", [found.asked_by_id], by="", actor=ACTOR, reason="", at=at)
    return True


def expire_left(*, at: datetime) -> int:
    """Set the timers anew of wishes whose time ran out unnoticed: their job is lost. Return how many."""
    late = Approval.objects.filter(state=State.ASKED, expires_at__lt=at - timedelta(minutes=2)).order_by("expires_at")
    found = list(late[:500])
    for one in found:
        _set_timer(one)
    return len(found)


def _version(conversation: Conversation, standard_id: int) -> Version:
    versions = [one for one in newest(Kind.APPROVAL, is_active=True) if one.standard_id == standard_id]
    meant = meant_for(conversation, versions)
    if not meant:
        raise NoSuchKind(str(standard_id))
    return meant[0]


def _check_amount(terms: Terms, amount: Decimal | None) -> None:
    if not terms.asks_amount:
        return
    if amount is None or amount <= 0:
        raise NoAmount
    if terms.least is not None and amount < terms.least:
        raise NotNeeded


def _locked(approval: Approval) -> Approval:
    """Lock a wish; its conversation first, as everybody does who writes into one."""
    locked(approval.conversation_id)
    rows = Approval.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("version", "conversation", "asked_by").get(pk=approval.pk)


def _end(approval: Approval, state: State, *, at: datetime) -> None:
    if state == State.ASKED:
        return
    approval.state, approval.ended_at = state, at
    approval.save(update_fields=["state", "ended_at"])


def _set_timer(approval: Approval) -> None:
    wish = jobs.Wish({"approval_id": approval.pk}, lock=f"approval-{approval.pk}", due_at=approval.expires_at)
    jobs.enqueue(EXPIRE_JOB, [wish])


def _tell(  # noqa: PLR0913  # each is told
    approval: Approval, what: str, whom: list[int], *, by: str, actor: str, reason: str, at: datetime
) -> None:
    """Leave a note that names them: it stands in the conversation, and among their mentions."""
    terms = Terms.parse(approval.version.content)
    told: dict[str, Any] = {
        "what": what, "names": approval.version.names, "reason": reason, "by": by, "unit": terms.unit or {},
        "amount": str(approval.amount) if approval.amount is not None else "",
    }  # fmt: skip
    said_by = {"name": by or accounts.company().name, "links": []}
    inbox.note_automatically(
        conversation=approval.conversation, actor=actor, at=at, extras={"approval": told, "bot": said_by},
        client_id=uuid5(NAMESPACE_URL, f"rafiq:practice:{what}:{approval.pk}"), mentioned=whom[:MOST_TOLD],
    )  # fmt: skip


def _about(approval: Approval) -> dict[str, Any]:
    conversation = approval.conversation
    return {
        "conversation_id": conversation.pk, "customer_id": conversation.customer_id, "approval_id": approval.pk,
        "standard_id": approval.standard_id, "names": approval.version.names,
    }  # fmt: skip
