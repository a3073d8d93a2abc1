"""Rows of the product in the shapes of the public interface."""

from __future__ import annotations

from typing import Any

from rafiq.customers.queries import CustomerRow
from rafiq.inbox.queries import ConversationRow, MessageRow
from rafiq.platform.files import serving
from rafiq.platform.log.reader import Row


def customer(row: CustomerRow) -> dict[str, Any]:
    """Show a customer."""
    names = ("id", "name", "company_name", "city", "language", "created_at")
    identities = [
        {"kind": one.kind.lower(), "value": one.value, "is_verified": one.is_verified} for one in row.identities
    ]
    return {name: getattr(row, name) for name in names} | {"identities": identities}


def conversation(row: ConversationRow) -> dict[str, Any]:
    """Show a conversation."""
    state = "closed" if row.resolved_at else "snoozed" if row.snoozed_until else "open"
    names = (
        "id", "customer_id", "subject", "assignee_id", "waiting_since", "snoozed_until", "resolved_at", "last_at",
        "last_text",
    )  # fmt: skip
    plain = {name: getattr(row, name) for name in names}
    return plain | {
        "state": state,
        "channel": row.channel_kind,
        "team": row.team_name,
        "tags": [t for t, _ in row.tags],
    }


def message(row: MessageRow) -> dict[str, Any]:
    """Show a message or a note."""
    files = [
        {
            "name": one.name,
            "content_type": one.content_type,
            "size": one.size,
            "path": serving.file_url(one.token, one.name),
        }
        for one in row.files
    ]
    return {
        "id": row.id, "kind": row.kind.lower(), "text": row.text, "author_id": row.author_id,
        "author": row.author_name, "said_at": row.said_at, "delivery": row.delivery.lower(), "failure": row.failure,
        "files": files,
    }  # fmt: skip


def event(row: Row) -> dict[str, Any]:
    """Show a fact of the log."""
    return {
        "id": row.entry_id, "event": row.kind, "about": row.key, "customer_id": row.customer_id, "actor": row.actor,
        "data": row.payload, "occurred_at": row.occurred_at,
    }  # fmt: skip
