"""Processes that need Django, apart from the supervisor so that it stays small."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from rafiq.cli import database_health


def main(words: list[str]) -> int:
    """Check the database's version and bring its tables up to date."""
    del words
    django.setup()
    try:
        database_health.version()
    except database_health.Unwell as reason:
        print(f"rafiq: the database cannot be used: {reason}", file=sys.stderr)
        return 1
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("rafiq: preparing the database …", file=sys.stderr)
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if import_string("rafiq.platform.starting.set_right")(at=datetime.now(UTC)):
        print("rafiq: this database was restored from another server; the log's order was mended", file=sys.stderr)
    return 0


def worker(words: list[str]) -> int:
    """Run jobs, receivers, and the readers of the log and of the journal until told to stop."""
    del words
    os.environ.setdefault("RAFIQ_POOL", "16")  # all of these at a time; settings read it
    django.setup()
    import_string("rafiq.platform.worker.main")()
    return 0


def fill_demo(words: list[str]) -> int:
    """Write the demo company into an empty database, showing progress."""
    django.setup()
    call_command("fill_demo", *words)
    return 0
