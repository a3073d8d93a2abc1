"""What was promised to one conversation beside what policies promise by themselves."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection

from rafiq.inbox.events import ConversationResolved
from rafiq.promises.events import PolicyGiven
from rafiq.promises.models import Version
from rafiq.promises.queries import policies

_LAST = "SELECT kind, payload::text FROM platform_log WHERE key = %s AND kind = ANY(%s) ORDER BY id DESC LIMIT 1"


def given_policy(conversation_id: int) -> int | None:
    """Return the policy that was given to a conversation since it was closed last; None where none was.

    Asks the log: promises are made as it is followed, a moment after it is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [f"conversation-{conversation_id}", [PolicyGiven.name, ConversationResolved.name]])
        row = cursor.fetchone()
    if row is None or row[0] != PolicyGiven.name:
        return None
    return json.loads(row[1])["policy_id"] or None


def to_give(*, at: datetime) -> list[Version]:
    """List the policies that count only where they are given, in order."""
    return [one for one in policies.in_force(at=at) if one.is_active and one.is_given]
