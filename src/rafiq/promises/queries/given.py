"""What was promised to one conversation beside what policies promise by themselves."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection

from rafiq.inbox.events import ConversationResolved
from rafiq.promises.events import PolicyGiven
from rafiq.promises.models import Version
from rafiq.promises.queries import policies

# What stands was read from the log up to a row; what was written behind it decides.
_GIVEN = """
    SELECT told.kind, told.payload::text, standing.given_policy_id
    FROM (SELECT 1) one
    LEFT JOIN promises_standing standing ON standing.conversation_id = %s
    LEFT JOIN LATERAL (
        SELECT kind, payload FROM platform_log
        WHERE key = %s AND kind = ANY(%s) AND id > coalesce(standing.entry_id, 0) ORDER BY id DESC LIMIT 1
    ) told ON true
"""


def given_policy(conversation_id: int) -> int | None:
    """Return the policy that was given to a conversation since it was closed last; None where none was."""
    kinds = [PolicyGiven.name, ConversationResolved.name]
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [conversation_id, f"conversation-{conversation_id}", kinds])
        kind, payload, known = cursor.fetchone()
    if kind is None:
        return int(known) if known else None
    return json.loads(payload)["policy_id"] or None if kind == PolicyGiven.name else None


def to_give(*, at: datetime) -> list[Version]:
    """List the policies that count only where they are given, in order."""
    return [one for one in policies.in_force(at=at) if one.is_active and one.is_given]
