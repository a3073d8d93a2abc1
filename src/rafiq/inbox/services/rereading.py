"""Reads messages anew, a few at a time, when what they are found under has changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from rafiq.inbox.models import Message, Rereading
from rafiq.platform import text

AT_ONCE: Final = 500
SECONDS: Final = 20.0
"""How long one run may take: other jobs wait for their turn."""
_READ: Final = """
    SELECT id, text, coalesce(extras ->> 'subject', '') FROM inbox_message WHERE id < %s ORDER BY id DESC LIMIT %s
"""
# Whoever changes a message meanwhile writes its terms as well: those must not be replaced by the ones of before.
_WRITE: Final = """
    UPDATE inbox_message AS message SET terms = array_to_tsvector(string_to_array(fresh.terms, ' '))
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS fresh (id, text, terms)
    WHERE message.id = fresh.id AND message.text = fresh.text
        AND message.terms IS DISTINCT FROM array_to_tsvector(string_to_array(fresh.terms, ' '))
"""


def reread_messages(*, at: datetime, seconds: float = SECONDS, limit: int = AT_ONCE) -> Rereading:
    """Go on reading messages anew for so many seconds, the newest first; return how far it has come.

    Every step is a short transaction of its own that locks only the messages it changes; it goes on where it ended,
    and two at a time do not hinder each other.
    """
    until = time.monotonic() + seconds
    while not (run := _step(at=at, limit=limit)).finished_at and time.monotonic() < until:
        pass
    return run


@transaction.atomic
def _step(*, at: datetime, limit: int) -> Rereading:
    run = _begun(at=at)
    if run.finished_at:
        return run
    Rereading.objects.select_for_update(no_key=True).get(pk=run.pk)
    run.refresh_from_db()
    rows = _below(run.below, limit)
    if rows:
        _write(rows)
        run.below = rows[-1][0]
    else:
        run.below, run.finished_at = 0, at
    run.save(update_fields=["below", "finished_at"])
    return run


def _begun(*, at: datetime) -> Rereading:
    run = Rereading.objects.filter(version=text.TERMS_VERSION).first()
    if run:
        return run
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    first = {"first": newest + 1, "below": newest + 1} if newest else {"first": 0, "below": 0, "finished_at": at}
    return Rereading.objects.get_or_create(version=text.TERMS_VERSION, defaults=first)[0]


def _below(message_id: int, limit: int) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [message_id, limit])
        return list(cursor.fetchall())


def _write(rows: Sequence[tuple[int, str, str]]) -> None:
    terms = [" ".join(text.search_terms(f"{subject} {said}" if subject else said)) for _, said, subject in rows]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [[pk for pk, _, _ in rows], [said for _, said, _ in rows], terms])
