"""The command `answers`: measures the answers on a company's own articles and questions."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
            return _evaluate(folder, data, server.url, given)
        finally:
            server.stop()


def _evaluate(folder: Path, data: Path, url: str, given: argparse.Namespace) -> int:
    """Measure in a database of its own, so that neither the company's data nor its statistics are touched."""
    environment = os.environ | {"DATABASE_URL": url, "RAFIQ_DATA": str(data), "RAFIQ_SECRET_KEY": "for-measuring-only"}
    rafiq = [sys.executable, "-m", "rafiq"]
    subprocess.run([*rafiq, "prepare"], check=True, env=environment, stdout=sys.stderr)
    words = [*rafiq, "manage", "evaluate_answers", str(folder), "--error", str(given.error)]
    return subprocess.run([*words, "--json"] if given.json else words, check=False, env=environment).returncode


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
