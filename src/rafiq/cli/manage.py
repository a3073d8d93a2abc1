"""Runs Django's management commands against the database at hand."""

from __future__ import annotations

import os

from django.core.management import execute_from_command_line

from rafiq.cli import places
from rafiq.platform import postgres

WITHOUT_DATABASE = {"--help", "help", "--version", "version"}


def main(words: list[str]) -> int:
    """Run one management command, with the running database, or one started for its duration."""
    if not words or words[0] in WITHOUT_DATABASE:
        execute_from_command_line(["rafiq manage", *words])
        return 0
    with postgres.at_hand(places.data_dir()) as url:
        os.environ["DATABASE_URL"] = url
        execute_from_command_line(["rafiq manage", *words])
    return 0


def migrate(words: list[str]) -> int:
    """Bring the database's tables up to date."""
    return main(["migrate", *words])
