"""The command `answers`: measures the answers on a company's own articles and questions."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from rafiq.platform import postgres


def main(words: list[str]) -> int:
    """Run the sub-command; 0, or 2 where there is nothing to measure with."""
    given = _arguments(words)
    folder = Path(given.folder)
    if not folder.is_dir():
        print(f"rafiq answers evaluate: {folder} is not a folder", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="rafiq-answers-", ignore_cleanup_errors=True) as name:
        data = Path(name)
        data.chmod(0o711)  # as root, the database runs as a user of its own
        server = postgres.start(data, throwaway=True)
        try:
            return _evaluate(folder, data, server.url, error=given.error, is_json=given.json)
        finally:
            server.stop()


def _evaluate(folder: Path, data: Path, url: str, *, error: float, is_json: bool) -> int:
    """Measure in a database of its own, so that neither the company's data nor its statistics are touched."""
    os.environ |= {"DATABASE_URL": url, "RAFIQ_DATA": str(data), "RAFIQ_SECRET_KEY": "for-measuring-only"}
    subprocess.run([sys.executable, "-m", "rafiq", "prepare"], check=True, env=os.environ, stdout=sys.stderr)
    django.setup()
    from rafiq.bot import evaluation  # noqa: PLC0415  # models can be loaded only now

    try:
        found = evaluation.read(folder)
    except evaluation.BadFolder as reason:
        print(f"rafiq answers evaluate: {reason}", file=sys.stderr)
        return 2
    figures = evaluation.evaluate(found, error=error, tell=_tell)
    print(json.dumps(figures, ensure_ascii=False) if is_json else _table(figures), flush=True)
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rafiq answers", description="Look into the answers to customers' questions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    evaluate = commands.add_parser("evaluate", help="measure on a folder of articles and questions")
    evaluate.add_argument("folder", metavar="DIR", help="with articles.jsonl and questions.jsonl, or intents.jsonl")
    evaluate.add_argument(
        "--error", type=_share, default=0.05, metavar="SHARE", help="of what is answered so much may be wrong (0.05)"
    )
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(words)


def _share(words: str) -> float:
    share = float(words)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError("must lie between 0 and 1")
    return share


def _tell(progress: str) -> None:
    print(f"answers | {progress}", file=sys.stderr, flush=True)


def _table(figures: dict[str, float | int | str]) -> str:
    wide = max(map(len, figures), default=0)
    return "\n".join(f"{name:{wide}}  {value}" for name, value in figures.items())
