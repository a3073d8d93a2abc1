"""A way in and out: one row for each widget, mailbox, number …; the adapter of its kind does the talking."""

from __future__ import annotations

import secrets

from django.db import models


def new_key() -> str:
    """Return a public, unguessable name for a channel."""
    return f"rk_{secrets.token_urlsafe(12)}"


class Channel(models.Model):
    """One configured way in and out. `settings` belongs to the adapter of its kind; `secret` is encrypted."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    paused_until = models.DateTimeField(null=True, help_text="The provider is away or asks for patience until then.")
    pause_reason = models.CharField(max_length=300, blank=True, db_default="")

    def __str__(self) -> str:
        return self.name
