"""Tables of the log: the rows, one cursor a subscriber, and the rows a subscriber could not take."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One fact. Partitioned by month of `recorded_at`; made by a migration in SQL, never changed."""

    pk = models.CompositePrimaryKey("id", "recorded_at")
    id = models.BigIntegerField()
    xid = models.BigIntegerField(help_text="The writing transaction (xid8): readers order by it, see reader.py.")
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    customer_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=40)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "platform_log"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Cursor(models.Model):
    """How far one subscriber has read: everything up to (xid, entry_id) is done."""

    subscriber = models.CharField(max_length=120, unique=True)
    xid = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        db_table = "platform_log_cursor"

    def __str__(self) -> str:
        return f"{self.subscriber} at {self.xid}/{self.entry_id}"


class Poison(models.Model):
    """A row which a subscriber failed to take again and again; put aside visibly, so that the rest goes on."""

    subscriber = models.CharField(max_length=120)
    entry_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    error = models.TextField()
    put_aside_at = models.DateTimeField()

    class Meta:
        db_table = "platform_log_poison"
        constraints = [models.UniqueConstraint(fields=["subscriber", "entry_id"], name="poison_once")]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.kind} {self.entry_id}"
