"""Trying an action against the company's own address, for an administrator; no conversation has part in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from rafiq.bot.models import Action
from rafiq.bot.services import requesting
from rafiq.bot.services.requesting import Answer


def call(action: Action, values: Mapping[str, Any], *, language: str, at: datetime) -> Answer:
    """Send a request as the bot would, marked as a test, and return what came back. Asks the network."""
    sent = {"id": str(uuid4()), "action": action.name, "values": dict(values), "language": language, "test": True}
    return requesting.ask(action, sent, more={"test": "1"}, at=at)
