"""The threads of a batch: the open conversation of each, one opened again, or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rafiq.inbox import events
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.intake.plan import Plan, Thread
from rafiq.platform import db, text
from rafiq.platform.db import Cursor, Send
from rafiq.platform.events import Event

LAST_TEXT, SUBJECT, SUBJECT_OF_TEXT = 140, 200, 80

# A line leads elsewhere while that conversation is open; else the newest begun in the thread itself goes on,
# and where none ever began the line still tells which one to open again. One that was emptied into another is none.
_FIND = """
    SELECT wanted.channel_id, wanted.thread, c.id, c.resolved_at, c.snoozed_until IS NOT NULL, c.customer_id
    FROM unnest(%s::bigint[], %s::text[]) AS wanted (channel_id, thread)
    LEFT JOIN inbox_line AS line ON line.channel_id = wanted.channel_id AND line.thread = wanted.thread
    LEFT JOIN inbox_conversation AS led ON led.id = line.conversation_id
    CROSS JOIN LATERAL (
        SELECT found.id FROM (
            (SELECT begun.id FROM inbox_conversation AS begun
             WHERE begun.channel_id = wanted.channel_id AND begun.thread = wanted.thread AND NOT EXISTS (
                 SELECT FROM inbox_joining AS gone WHERE gone.source_id = begun.id AND gone.parted_at IS NULL)
             ORDER BY begun.id DESC LIMIT 1)
            UNION ALL SELECT led.id WHERE led.id IS NOT NULL
        ) AS found
        ORDER BY (found.id = led.id AND led.resolved_at IS NULL) DESC NULLS LAST, found.id DESC LIMIT 1
    ) AS one
    JOIN inbox_conversation AS c ON c.id = one.id
    ORDER BY c.id
    FOR NO KEY UPDATE OF c
"""
_INSERT = """
    INSERT INTO inbox_conversation
        (id, customer_id, channel_id, thread, begun_by, subject, language, waiting_since, created_at,
         last_at, last_text, last_kind, seen_message_id)
    SELECT id, customer_id, channel_id, thread, begun_by, subject, language, CASE WHEN is_owed THEN first_at END,
           first_at, last_at, last_text, 'INBOUND', 0
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[],
                %s::timestamptz[], %s::timestamptz[], %s::text[])
        AS new (id, customer_id, channel_id, thread, begun_by, subject, language, is_owed, first_at, last_at, last_text)
"""
_UPDATE = """
    UPDATE inbox_conversation c
    SET resolved_at = CASE WHEN NOT is_owed THEN c.resolved_at END,
        snoozed_until = CASE WHEN NOT is_owed THEN c.snoozed_until END,
        waiting_since = CASE WHEN is_owed THEN COALESCE(c.waiting_since, heard.first_at) ELSE c.waiting_since END,
        last_at = GREATEST(c.last_at, heard.last_at), last_text = heard.last_text, last_kind = 'INBOUND'
    FROM unnest(%s::bigint[], %s::boolean[], %s::timestamptz[], %s::timestamptz[], %s::text[])
        AS heard (id, is_owed, first_at, last_at, last_text)
    WHERE c.id = heard.id
"""


def ask(send: Send, batch: Sequence[Inbound]) -> Cursor:
    """Find and lock the newest conversation of every thread with one statement; `learn` takes the answer."""
    channels, names = zip(*{(message.channel_id, message.thread) for message in batch}, strict=True)
    return send(_FIND, [db.array(channels), db.texts(names)])


def learn(plan: Plan, found: Cursor) -> None:
    """Tell which conversations go on, which are opened again, and which begin."""
    for channel_id, name, conversation_id, resolved_at, is_snoozed, customer_id in found.fetchall():
        thread = plan.threads.get((channel_id, name))
        if thread and (resolved_at is None or resolved_at >= plan.reopen_after or not thread.is_owed):
            thread.conversation_id, thread.found_owner_id = conversation_id, customer_id
            thread.is_reopened = resolved_at is not None and thread.is_owed
            thread.is_woken = is_snoozed and thread.is_owed
    for thread in plan.threads.values():
        thread.is_new = not thread.conversation_id


def write(send: Send, plan: Plan) -> None:
    """Write new conversations, and in known ones that the customer is waiting."""
    if new := plan.new_threads():
        _write_new(send, new)
    heard = [thread for thread in plan.threads.values() if not thread.is_new]
    if heard:
        columns = [
            db.array([thread.conversation_id for thread in heard]),
            db.array([thread.is_owed for thread in heard]),
            db.array([thread.messages[0].said_at for thread in heard]),
            db.array(map(_newest, heard)),
            db.texts(map(_last_text, heard)),
        ]
        send(_UPDATE, columns)


def facts(plan: Plan) -> list[Event]:
    """Tell which conversations were opened, opened again, or woken."""
    told: list[Event] = []
    for thread in plan.threads.values():
        first_at = thread.messages[0].said_at
        ids = {"conversation_id": thread.conversation_id, "customer_id": thread.owner_id}
        actor = f"customer-{thread.person.customer_id}"
        if thread.is_new:
            opened = events.ConversationOpened(**ids, channel_id=thread.channel_id, occurred_at=first_at, actor=actor)
            told.append(opened)
        if thread.is_reopened:
            told.append(events.ConversationReopened(**ids, occurred_at=first_at, actor=actor))
        if thread.is_woken:
            told.append(events.ConversationWoken(**ids, occurred_at=first_at, actor=actor))
    return told


def _write_new(send: Send, new: list[Thread]) -> None:
    first = [thread.messages[0] for thread in new]
    columns = [
        db.array([thread.conversation_id for thread in new]),
        db.array([thread.person.customer_id for thread in new]),
        db.array([thread.channel_id for thread in new]),
        db.texts([thread.name for thread in new]),
        db.texts([" ".join(thread.person.sender) for thread in new]),
        db.texts(
            [
                text.excerpt(message.subject or message.text, length=SUBJECT if message.subject else SUBJECT_OF_TEXT)
                for message in first
            ]
        ),
        db.texts([text.guess_language(message.text) or message.language for message in first]),
        db.array([thread.is_owed for thread in new]),
        db.array([message.said_at for message in first]),
        db.array(map(_newest, new)),
        db.texts(map(_last_text, new)),
    ]
    send(_INSERT, columns)


def _newest(thread: Thread) -> datetime:
    return max(message.said_at for message in thread.messages)


def _last_text(thread: Thread) -> str:
    return text.excerpt(thread.messages[-1].text, length=LAST_TEXT)
