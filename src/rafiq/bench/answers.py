"""How well and how fast questions are answered: every set of questions there is, beside the simplest way; and searches.

The sets are folders of the format that `rafiq answers evaluate` reads: those beside the checkout, where there are any,
and the project's own. `floor` is what PostgreSQL does without any of this: its full text in the configuration `simple`,
and the nearest training example by trigrams.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rafiq.bench import _finding, _product, _report, _simplest
from rafiq.bench._report import Figures, Measured, Size, say
from rafiq.cli import places

FEW: Final = 12
"""Articles and questions of a set when only trying whether the measurement works."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sets to ask, by the beginning of their names, how many lines of each (0: all), and whether to search."""

    sets: tuple[str, ...]
    lines: int
    size: Size


PLANS: Final = {
    Size.FULL: Plan(("",), 0, Size.FULL),
    Size.QUICK: Plan(("narvan-en",), 0, Size.QUICK),
    Size.TINY: Plan(("narvan-en",), FEW, Size.TINY),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="answers", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Evaluate each set by the product's own command, then by the simplest way; then search among very much."""
    figures: Figures = {}
    floor: Figures = {}
    ratios: dict[str, float] = {}
    with _product.folder() as scratch:
        for folder in _sets(plan):
            say(f"{folder.name} …")
            asked = _cut(folder, scratch, plan.lines) if plan.lines else folder
            figures[folder.name], floor[folder.name] = _evaluated(asked), _simplest.evaluate(asked)
            ratios |= _ratios(folder.name, figures[folder.name], floor[folder.name])
    figures["p95_ms"] = max((one["p95_ms"] for one in figures.values() if isinstance(one, dict)), default=0.0)
    return Measured(figures | _finding.measure(_finding.PLANS[plan.size]), floor=floor, ratios=ratios)


def _sets(plan: Plan) -> Iterator[Path]:
    root = places.required_checkout()
    for where in (root.parent / "shared" / "answers", root / "tests" / "data"):
        if not where.is_dir():
            say(f"NO SETS in {where.name}: left out")
            continue
        for folder in sorted(where.iterdir()):
            if folder.is_dir() and folder.name.startswith(plan.sets):
                yield folder


def _evaluated(folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "rafiq", "answers", "evaluate", str(folder), "--json"]
    answer = subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
    return found


def _ratios(name: str, figures: dict[str, Any], floor: dict[str, Any]) -> dict[str, float]:
    kinds = ("accuracy_at_1", "intent_accuracy")
    return {f"{name}_{kind}": round(figures[kind] / floor[kind], 2) for kind in kinds if floor.get(kind)}


def _cut(folder: Path, scratch: Path, lines: int) -> Path:
    """Write the first lines of a set's files into a folder of their own."""
    smaller = scratch / folder.name
    smaller.mkdir()
    for path in folder.glob("*.jsonl"):
        kept = path.read_text("utf-8").splitlines()
        chosen = kept[:lines] if path.stem != "intents" else kept[::6]
        (smaller / path.name).write_text("\n".join(chosen), "utf-8")
    return smaller
