"""What the demo company answers with: its help centre, its bot, and what ninety days of questions left behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HELP = Path(__file__).parents[1] / "help"
LANGUAGES = ("fa", "ar", "en")


def lines(name: str, *, folder: Path = Path(__file__).parent) -> list[dict[str, Any]]:
    """Read a file of the demo's texts, a JSON object a line."""
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]
