"""Fills an empty installation with the demo company."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from typing import override

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from rafiq.bot import services as bot
from rafiq.demo import automations, board, fill, practice, routing
from rafiq.insights import services as insights
from rafiq.promises import services as promises


class Command(BaseCommand):
    """`fill_demo [--conversations N]`: nothing happens where there are agents already.

    With `RAFIQ_DEMO_RULES=0` its rules are switched off: everybody takes from the list, nobody is asked, and nothing
    happens by itself.
    """

    help = __doc__

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--conversations", type=int, default=600)

    @override
    def handle(self, *args: object, conversations: int, **options: object) -> None:
        if fill.is_filled():
            self.stderr.write("There is a company here already; nothing was changed.")
            return
        summary = fill.fill(at=timezone.now(), conversations=conversations, tell=_tell)
        bot.read_from_here()  # ninety days that never were need no answers
        are_on = os.environ.get("RAFIQ_DEMO_RULES") != "0"
        routing.write_queues(are_on=are_on, at=timezone.now())
        automations.write_rules(are_on=are_on, at=timezone.now())
        practice.write_practice(are_on=are_on, at=timezone.now())
        promises.follow_past()
        insights.count_everything(at=timezone.now())  # but they are counted
        board.write_board(at=timezone.now())
        (settings.DATA_DIR / "demo.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2))


def _tell(done: int, total: int, what: str) -> None:
    """Draw the progress on one line of a terminal, on lines of their own elsewhere."""
    bar = "█" * (20 * done // total) + "░" * (20 - 20 * done // total)
    end = "\r" if sys.stderr.isatty() and done < total else "\n"
    print(f"rafiq: filling the demo company {bar} {what:<28}", end=end, file=sys.stderr, flush=True)
