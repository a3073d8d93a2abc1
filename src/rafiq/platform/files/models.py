"""One stored file. Who may see it is decided by holding its unguessable token."""

from __future__ import annotations

import secrets

from django.db import models


def new_token() -> str:
    """Return an unguessable name for a file (192 bits)."""
    return secrets.token_urlsafe(24)


class StoredFile(models.Model):
    """A file on the storage, with what a page must know to show it."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    owner = models.CharField(max_length=80, db_index=True, help_text="Who put it there: agent-3, visitor-<thread>.")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=200)
    thumbnail_path = models.CharField(max_length=200, blank=True, default="")
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "platform_file"

    def __str__(self) -> str:
        return self.name
