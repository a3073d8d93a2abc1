"""Following the log costs a few statements a row, however much is promised."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafiq.inbox import services as inbox
from rafiq.platform.log.reader import Row
from rafiq.promises import services, subscribers
from tests.makers import NOON, make_agent, make_conversation, make_reply
from tests.promises.world import _ALL, make_policy, only, says

pytestmark = pytest.mark.django_db


def followed():
    """Hand over the log row by row; list each kind of row beside how many statements it took."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [[kind.name for kind in services.FOLLOWED]])
        rows = cursor.fetchall()
    for entry_id, xid, kind, key, customer_id, actor, payload, at in rows:
        row = Row(entry_id, xid, kind, key, customer_id, actor, json.loads(payload), at)
        with CaptureQueriesContext(connection) as asked:
            subscribers.follow_log(row)
        found.append((kind.removeprefix("inbox."), len(asked)))
    return found


def test_a_whole_conversation_takes_about_five_a_row():
    for name in ("Mail", "Letters", "Post"):
        make_policy(name, conditions={"kinds": ["mail"]}, resolution_seconds=7200)
    make_policy("All", resolution_seconds=7200, first_seconds=3600, next_seconds=3600)
    sara, talk = make_agent(), make_conversation()
    make_reply(talk, sara, at=NOON + timedelta(minutes=1))
    says(talk, at=NOON + timedelta(minutes=2))
    says(talk, at=NOON + timedelta(minutes=3))
    make_reply(talk, sara, at=NOON + timedelta(minutes=4))
    inbox.resolve(conversation=talk, by=sara, at=NOON + timedelta(minutes=5))

    assert followed() == [
        ("conversation.opened", 3), ("message.received", 8), ("reply.written", 5), ("conversation.assigned", 4),
        ("message.received", 9), ("message.received", 3), ("reply.written", 5), ("conversation.resolved", 5),
    ]  # fmt: skip
    assert only(kind="NEXT_ANSWER").ending == "KEPT"


def test_what_nobody_promises_anything_of_takes_two():
    make_conversation()

    assert followed() == [("conversation.opened", 2), ("message.received", 2)]
