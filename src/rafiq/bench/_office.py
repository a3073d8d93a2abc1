"""Furnishes the measured product through its own services: a helper process, since it needs Django."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from rafiq.bench import _orders  # noqa: E402  # models can be imported only now
from rafiq.inbox import services as inbox  # noqa: E402


def open_channel() -> dict[str, Any]:
    """Make a web chat channel; return its public key."""
    channel = inbox.save_channel(None, kind="webchat", name="Shop", settings={}, at=datetime.now(UTC))
    return {"key": channel.key}


if __name__ == "__main__":
    _orders.serve({"open_channel": open_channel})
