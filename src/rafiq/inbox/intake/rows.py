"""The plain rows of a batch: locks, ids, messages, attachments."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

from rafiq.inbox.contracts import Inbound, Receipt
from rafiq.inbox.intake.plan import Plan, Thread
from rafiq.platform import db, text
from rafiq.platform.db import Cursor, Send

LOCK_SPACE, GATE_SPACE = 0x52464E42, 0x52464E43  # keep these advisory locks apart from anybody else's
_EMPTY = "{}"
SUBJECT = 500
MOST_LOCKS = 1_200  # the server has room for some thousands at a time, for all its sessions together

_LOCK = """
    SELECT pg_advisory_xact_lock_shared(%s, 0),
           (SELECT count(pg_advisory_xact_lock(%s, slot)) FROM unnest(%s::int[]) AS slot)
"""
_LOCK_ALL = "SELECT pg_advisory_xact_lock(%s, 0)"
_RECEIVED = """
    SELECT m.channel_id, m.external_id, m.id, m.conversation_id, c.customer_id, m.said_at
    FROM unnest(%s::bigint[], %s::text[]) AS wanted (channel_id, external_id)
    JOIN inbox_message m ON m.channel_id = wanted.channel_id AND m.external_id = wanted.external_id
    JOIN inbox_conversation c ON c.id = m.conversation_id
"""
_MESSAGE_IDS = "SELECT nextval('inbox_message_id_seq') FROM generate_series(1, %s)"
_IDS = """
    SELECT ARRAY(SELECT nextval('customers_customer_id_seq') FROM generate_series(1, %s)),
           ARRAY(SELECT nextval('inbox_conversation_id_seq') FROM generate_series(1, %s))
"""
_MESSAGES = """
    INSERT INTO inbox_message
        (id, conversation_id, channel_id, thread, kind, text, said_at, external_id, delivery, failure, attempts, extras,
         terms)
    SELECT id, conversation_id, channel_id, thread, 'INBOUND', text, said_at, external_id,
           '', '', 0, extras, array_to_tsvector(string_to_array(terms, ' '))
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::text[],
                %s::jsonb[], %s::text[])
        AS new (id, conversation_id, channel_id, thread, text, said_at, external_id, extras, terms)
"""
_FILES = """
    INSERT INTO inbox_attachment (message_id, file_id)
    SELECT wanted.message_id, f.id
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS wanted (message_id, token, owner)
    JOIN platform_file f ON f.token = wanted.token AND f.owner = wanted.owner
    ON CONFLICT (file_id) DO NOTHING
"""


def lock_senders(send: Send, batch: Sequence[Inbound]) -> None:
    """Make batches that share a sender or a thread wait for each other, so that none is made twice.

    Locks are taken in ascending order, so two batches cannot wait for one another. Batches with more names
    than the server has room for wait for all others, and all others for them.
    """
    names = {"\0".join(message.sender) for message in batch}
    names |= {f"{message.channel_id}\0{message.thread}" for message in batch}
    if len(names) > MOST_LOCKS:
        send(_LOCK_ALL, [GATE_SPACE])
        return
    slots = sorted(zlib.crc32(name.encode()) - 2**31 for name in names)
    send(_LOCK, [GATE_SPACE, LOCK_SPACE, db.array(slots)])


def ask_received(send: Send, batch: Sequence[Inbound]) -> Cursor:
    """Look for the messages of the batch that came before; `received` takes the answer."""
    return send(_RECEIVED, [db.array([m.channel_id for m in batch]), db.texts([m.external_id for m in batch])])


def received(found: Cursor) -> dict[tuple[int, str], Receipt]:
    """Return the receipts of messages that came before."""
    return {
        (channel_id, external_id): Receipt(message_id, conversation_id, customer_id, said_at, False)
        for channel_id, external_id, message_id, conversation_id, customer_id, said_at in found.fetchall()
    }


def ask_ids(send: Send, count: int) -> Cursor:
    """Draw ids for so many messages. Drawn after the locks, so they grow with the commits of a thread."""
    return send(_MESSAGE_IDS, [count])


def take_ids(send: Send, plan: Plan, drawn: Cursor) -> None:
    """Give ids to all messages, and to customers and conversations that are new."""
    plan.message_ids = [message_id for (message_id,) in drawn.fetchall()][: len(plan.messages)]
    people, threads = plan.new_people(), plan.new_threads()
    if not (people or threads):
        return
    customer_ids, conversation_ids = send(_IDS, [len(people), len(threads)]).fetchone()
    for person, customer_id in zip(people, customer_ids, strict=True):
        person.customer_id = customer_id
    for thread, conversation_id in zip(threads, conversation_ids, strict=True):
        thread.conversation_id = conversation_id


def search_terms(batch: Sequence[Inbound]) -> dict[tuple[int, str], str]:
    """Take all texts apart into the words they are found under."""
    return {
        (m.channel_id, m.external_id): " ".join(text.search_terms(f"{m.subject} {m.text}" if m.subject else m.text))
        for m in batch
    }


def write_messages(send: Send, plan: Plan, terms: Mapping[tuple[int, str], str]) -> None:
    """Write all messages with one statement."""
    said = plan.messages
    columns = [
        db.array(plan.message_ids),
        db.array([thread.conversation_id for thread in plan.thread_of]),
        db.array([message.channel_id for message in said]),
        db.texts([message.thread for message in said]),
        db.texts([message.text for message in said]),
        db.array([message.said_at for message in said]),
        db.texts([message.external_id for message in said]),
        db.texts(map(_extras, said, plan.thread_of)),
        db.texts([terms[message.channel_id, message.external_id] for message in said]),
    ]
    send(_MESSAGES, columns)


def _extras(message: Inbound, thread: Thread) -> str:
    """Keep what a message has besides its words: a subject, somebody else who said it, that it was a machine."""
    extras = dict(message.extras)
    if message.subject:
        extras.setdefault("subject", message.subject[:SUBJECT])
    if thread.owner_id != thread.person.customer_id:
        extras.setdefault("from", message.sender_label or message.sender[1])
    if message.is_automatic:
        extras.setdefault("is_automatic", True)
    return json.dumps(extras) if extras else _EMPTY


def attach_files(send: Send, plan: Plan) -> None:
    """Attach the files that belong to their senders; anybody else's are passed over."""
    wanted = [
        (message_id, token, message.file_owner)
        for message, message_id in zip(plan.messages, plan.message_ids, strict=True)
        for token in message.files
    ]
    if wanted:
        ids, tokens, owners = zip(*wanted, strict=True)
        send(_FILES, [db.array(ids), db.texts(tokens), db.texts(owners)])
