"""Jobs: what talks to the outside, waits, or is scheduled. Procrastinate runs them on the same database.

A job is enqueued in the caller's transaction, so it exists exactly if the change does.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

__all__ = ["app"]
