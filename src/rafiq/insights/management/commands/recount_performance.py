"""Counts all conversations anew from the log; for whoever mended something that was counted wrongly."""

from __future__ import annotations

from typing import Any, override

from django.core.management.base import BaseCommand
from django.utils import timezone

from rafiq.insights import services
from rafiq.insights.models import Backfill


class Command(BaseCommand):
    """`recount_performance`: tells how far it has come; cut off, the product itself goes on where it was."""

    help = __doc__

    @override
    def handle(self, *args: object, **options: Any) -> None:
        services.count_everything(at=timezone.now(), tell=self._tell)
        self.stderr.write("performance | all conversations are counted")

    def _tell(self, run: Backfill) -> None:
        self.stderr.write(f"performance | {run.share:.0%} ({run.below:,} to go)")
