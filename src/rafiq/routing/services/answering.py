"""An agent answers an offer, or does not; it ends exactly once, whoever comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from rafiq.accounts.models import Agent
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import jobs, log
from rafiq.routing import events
from rafiq.routing.models import Entry, Offer, Seat
from rafiq.routing.services import deciding
from rafiq.routing.services.seating import locked_seats, look_after, recount
from rafiq.workforce import services as workforce

FORGIVE_JOB = "routing.forgive"
FORGIVEN_AFTER = timedelta(minutes=5)
"""Who declined may be asked again after this: perhaps nobody else is there."""
MOST_MISSED = 2
"""Offers in a row that may pass unanswered before an agent counts as not there."""


class OfferGone(Exception):
    """The time was up, somebody else took it, or it was answered before."""


@transaction.atomic
def accept(offer_id: int, *, by: Agent, at: datetime) -> Conversation:
    """Take what was offered: the conversation is the agent's now. Accepting again returns it again.

    Raises:
        OfferGone: if it is not theirs to take (any more).
    """
    offer, entry = _locked(offer_id, by=by)
    seats = locked_seats([by.pk])
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=offer.conversation_id)
    if offer.state == Offer.State.ACCEPTED and conversation.assignee_id == by.pk:
        return conversation
    if not seats or offer.state != Offer.State.OPEN or conversation.assignee_id or not conversation.is_open:
        raise OfferGone
    seat = seats[0]
    _end(offer, Offer.State.ACCEPTED, conversation.customer_id, at=at)
    seat.is_asked, seat.missed = False, 0
    taken = inbox.assign(conversation=conversation, assignee=by, team=conversation.team, by=by, at=at)
    deciding.take(entry, seat, at=at)
    log.append(deciding.left(entry, conversation, at=at))
    if seat.has_room:
        look_after([seat.pk])
    return taken


@transaction.atomic
def decline(offer_id: int, *, by: Agent, at: datetime) -> None:
    """Leave it to others; it is offered to the next one at once. Declining again changes nothing.

    Raises:
        OfferGone: if it was not made to this agent.
    """
    offer, entry = _locked(offer_id, by=by)
    if offer.state == Offer.State.OPEN:
        _pass_on(offer, entry, how=Offer.State.DECLINED, at=at)


@transaction.atomic
def expire(offer_id: int, *, at: datetime) -> None:
    """End an offer whose time is up, and ask the next one. Who misses several in a row is not asked any more."""
    entry_id = Offer.objects.filter(pk=offer_id, state=Offer.State.OPEN).values_list("entry_id", flat=True).first()
    if entry_id is None:
        return
    entry = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue").get(pk=entry_id)
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer_id)
    if offer.state == Offer.State.OPEN and offer.expires_at <= at:
        _pass_on(offer, entry, how=Offer.State.EXPIRED, at=at)


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """End all offers whose time is up: what a worker that died left open. Each in a transaction of its own."""
    due = Offer.objects.filter(state=Offer.State.OPEN, expires_at__lte=at).order_by("expires_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for pk in ids:
        expire(pk, at=at)
    return len(ids)


@transaction.atomic
def forgive(entry_id: int, *, agent_id: int, at: datetime) -> None:
    """Let somebody who declined be asked again, if it still waits."""
    entry = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue").get(pk=entry_id)
    if entry.state in {Entry.State.WAITING, Entry.State.OFFERED} and agent_id in entry.refused_by:
        entry.refused_by = [one for one in entry.refused_by if one != agent_id]
        entry.save(update_fields=["refused_by"])
        if entry.state == Entry.State.WAITING:
            deciding.place(entry, at=at)


def withdraw(entry: Entry, *, customer_id: int, at: datetime) -> None:
    """Take an open offer of an entry back; the caller holds the entry's lock and says what becomes of it."""
    offer = Offer.objects.select_for_update(no_key=True).filter(entry=entry, state=Offer.State.OPEN).first()
    if offer is not None:
        _end(offer, Offer.State.WITHDRAWN, customer_id, at=at)
        look_after(recount(locked_seats([offer.agent_id])))


def _pass_on(offer: Offer, entry: Entry, *, how: Offer.State, at: datetime) -> None:
    """End an offer unanswered or declined, and ask somebody else."""
    customer_id = Conversation.objects.values_list("customer_id", flat=True).get(pk=offer.conversation_id)
    _end(offer, how, customer_id, at=at)
    entry.state = Entry.State.WAITING
    entry.refused_by = [*entry.refused_by, offer.agent_id]
    entry.save(update_fields=["state", "refused_by"])
    seats = locked_seats([offer.agent_id])
    for seat in seats:
        seat.idle_since = at
        _note_missed(seat, is_missed=how == Offer.State.EXPIRED, at=at)
    freed = recount(seats)
    later = at + FORGIVEN_AFTER
    jobs.enqueue(FORGIVE_JOB, [jobs.Wish({"entry_id": entry.pk, "agent_id": offer.agent_id}, due_at=later)])
    deciding.place(entry, at=at)
    look_after(freed)


def _note_missed(seat: Seat, *, is_missed: bool, at: datetime) -> None:
    seat.missed = seat.missed + 1 if is_missed else 0
    if seat.missed >= MOST_MISSED:
        seat.is_here = False
        seat.save(update_fields=["is_here"])
        with translation.override(seat.agent.language):
            why = gettext("Did not answer what was offered")
        workforce.choose_availability(seat.agent, availability="AWAY", why=why, at=at)


def _end(offer: Offer, how: Offer.State, customer_id: int, *, at: datetime) -> None:
    offer.state, offer.answered_at = how, at
    offer.save(update_fields=["state", "answered_at"])
    log.append(events.OfferEnded(
        conversation_id=offer.conversation_id, customer_id=customer_id, agent_id=offer.agent_id, offer_id=offer.pk,
        how=how, occurred_at=at, actor=f"agent-{offer.agent_id}",
    ))  # fmt: skip


def _locked(offer_id: int, *, by: Agent) -> tuple[Offer, Entry]:
    """Lock an agent's own offer, after its entry.

    Raises:
        OfferGone: if there is none.
    """
    entry_id = Offer.objects.filter(pk=offer_id, agent=by).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise OfferGone
    entry = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue").get(pk=entry_id)
    return Offer.objects.select_for_update(no_key=True).get(pk=offer_id), entry
