"""Measures the answers on a folder; `rafiq answers evaluate` runs it beside a database that is thrown away."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rafiq.bot import evaluation
from rafiq.bot.evaluation.measuring import Figures


class Command(BaseCommand):
    """Prints one JSON object, or a table."""

    help = "Measure the answers on a folder of articles and questions."

    @override
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--error", type=float, default=0.05)
        parser.add_argument("--json", action="store_true")

    @override
    def handle(self, *args: Any, **given: Any) -> None:
        try:
            folder = evaluation.read(given["folder"])
        except evaluation.BadFolder as reason:
            raise CommandError(str(reason), returncode=2) from reason
        figures = evaluation.evaluate(folder, at=timezone.now(), error=given["error"], tell=self._tell)
        self.stdout.write(json.dumps(figures, ensure_ascii=False) if given["json"] else _table(figures))

    def _tell(self, progress: str) -> None:
        self.stderr.write(f"answers | {progress}")


def _table(figures: Figures) -> str:
    wide = max(map(len, figures), default=0)
    return "\n".join(f"{name:{wide}}  {value}" for name, value in figures.items())
