"""Takes a batch of inbound messages in, whoever sent them and however many they are.

The number of SQL statements does not depend on the size of the batch (tests/inbox/test_intake.py counts them),
which is what makes group commit pay: one round of statements and one fsync for hundreds of messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import psycopg.errors
from django.db import OperationalError, transaction

from rafiq.inbox import events
from rafiq.inbox.contracts import Inbound, Receipt
from rafiq.inbox.intake import people, rows, threads
from rafiq.inbox.intake.plan import Plan
from rafiq.platform import db
from rafiq.platform.events import Event
from rafiq.platform.log.append import append_all

REOPEN_WITHIN = timedelta(days=3)
DEADLOCK_TRIES = 4


def receive(batch: Sequence[Inbound], *, at: datetime) -> list[Receipt]:
    """Store messages, finding or making their customers and conversations; one transaction, all or nothing.

    Returns one receipt per message, in order. Receiving the same (channel, external id) again, in the same
    batch or a later one, changes nothing and returns the first receipt's ids. A conversation that was
    settled less than three days ago is opened again; after that the customer begins a new one.
    Within one conversation message ids follow the order of commits.
    """
    if not batch:
        return []
    for attempt in range(1, DEADLOCK_TRIES + 1):
        try:
            with transaction.atomic():
                return _receive(batch, at=at)
        except OperationalError as error:
            if attempt == DEADLOCK_TRIES or not isinstance(error.__cause__, psycopg.errors.DeadlockDetected):
                raise
    raise AssertionError("unreachable")


def _receive(batch: Sequence[Inbound], *, at: datetime) -> list[Receipt]:
    with db.pipeline() as send:
        rows.lock_senders(send, batch)
        known, senders, talks = rows.ask_received(send, batch), people.ask(send, batch), threads.ask(send, batch)
        ids = rows.ask_ids(send, len(batch))
        terms = rows.search_terms(batch)  # the most work of all on our side, while the database looks things up
        receipts = rows.received(known)
        fresh = _first_of_each(batch, receipts)
        if fresh:
            plan = Plan(fresh, at=at, reopen_after=at - REOPEN_WITHIN)
            people.learn(plan, senders)
            threads.learn(plan, talks)
            rows.take_ids(send, plan, ids)
            people.write(send, plan)
            threads.write(send, plan)
            rows.write_messages(send, plan, terms)
            rows.attach_files(send, plan)
            append_all(_facts(plan))
            receipts |= plan.receipts()
    return [receipts[message.channel_id, message.external_id] for message in batch]


def _first_of_each(batch: Sequence[Inbound], known: dict[tuple[int, str], Receipt]) -> list[Inbound]:
    """Keep the messages never seen before, each once."""
    first: dict[tuple[int, str], Inbound] = {}
    for message in batch:
        key = (message.channel_id, message.external_id)
        if key not in known:
            first.setdefault(key, message)
    return list(first.values())


def _facts(plan: Plan) -> list[Event]:
    """List what happened, each conversation's own facts before the messages in it."""
    facts: list[Event] = list(people.facts(plan))
    facts += threads.facts(plan)
    for message, thread, message_id in zip(plan.messages, plan.thread_of, plan.message_ids, strict=True):
        facts.append(
            events.MessageReceived(
                conversation_id=thread.conversation_id,
                customer_id=thread.owner_id,
                message_id=message_id,
                is_automatic=message.is_automatic,
                occurred_at=message.said_at,
                actor=f"customer-{thread.person.customer_id}",
            )
        )
    return facts
