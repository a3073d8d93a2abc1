"""What a merge did, in enough detail to take it back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Merge(models.Model):
    """One merge: `source` became `into`. `record` is what `services.merging` needs to undo it (see there)."""

    source = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    record = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=40, help_text="Actor: agent-3, system.")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="merge_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.into_id}"


class MergeMove(models.Model):
    """One row of some table that came along with a merge; `thing` names the table: `inbox.conversation`."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves", db_index=False)
    thing = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "thing", "thing_id"], name="merge_move_once")]

    def __str__(self) -> str:
        return f"{self.thing} {self.thing_id} with {self.merge_id}"
