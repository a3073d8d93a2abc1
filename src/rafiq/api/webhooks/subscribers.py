"""Webhooks read the log: every public event becomes a dispatch for each endpoint that wants it."""

from __future__ import annotations

from rafiq.api.webhooks import catalogue, services
from rafiq.api.webhooks.calling import WebhookCalled
from rafiq.platform.log import subscribe_rows
from rafiq.platform.log.reader import Row


@subscribe_rows(*catalogue.PUBLIC)
def note_for_endpoints(row: Row) -> None:
    """Write down what is to be sent; a job sends it."""
    services.take(row)


@subscribe_rows(WebhookCalled)
def note_call(row: Row) -> None:
    """A rule or macro calls one endpoint: write it down; a job sends it."""
    services.take_call(row)
