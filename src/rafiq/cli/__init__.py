"""The command `rafiq`: finds the module of a subcommand and hands it the remaining words.

Each subcommand is loaded only when it is called, so that the supervisor, which stays in memory as
long as Rafiq runs, carries none of the others.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rafiq.cli import freshness, places
from rafiq.platform.postgres import PostgresError

NEEDS_ASSETS = {"demo", "serve", "dev", "doctor", "test", "check", "bench"}
NEEDS_TEST_ASSETS = {"test", "check", "bench"}


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: the function that runs it, and its line in the help."""

    target: str
    help: str


COMMANDS = {
    "demo": Command("rafiq.cli.serve:demo", "start Rafiq with the demo company and open its shop"),
    "serve": Command("rafiq.cli.serve:serve", "start Rafiq"),
    "dev": Command("rafiq.cli.serve:dev", "start Rafiq and restart it when its code changes"),
    "doctor": Command("rafiq.cli.doctor:main", "check that everything Rafiq needs is in order"),
    "test": Command("rafiq.cli.testing:main", "run the tests; further words go to pytest"),
    "check": Command("rafiq.cli.checks:main", "run everything that the project's CI runs"),
    "licences": Command("rafiq.cli.licences:main", "check the licences of all we build on (check does)"),
    "sizes": Command("rafiq.cli.sizes:main", "print and check the sizes of widget, files and functions (check does)"),
    "bench": Command("rafiq.cli.bench:main", "measure: bench NAME [--quick] [--json]"),
    "mail": Command("rafiq.cli.mail:main", "look into a mail: mail inspect FILE [--json]"),
    "answers": Command("rafiq.cli.answers:main", "measure answers: answers evaluate DIR [--error 0.05] [--json]"),
    "manage": Command("rafiq.cli.manage:main", "run a command of Django's management"),
    "migrate": Command("rafiq.cli.manage:migrate", "bring the database up to date"),
    "build": Command("rafiq.cli.build:main", "make the installable wheel in dist/"),
    "assets": Command("rafiq.cli.assets:main", "fetch and copy the front-end files, compile the translations"),
    "makemessages": Command("rafiq.cli.messages:main", "collect translatable texts into the .po files"),
    "prepare": Command("rafiq.cli.prepare:main", "check the database and migrate it (serve and demo do)"),
    "web": Command("rafiq.cli.web:main", "run only the web server (serve and demo do)"),
    "worker": Command("rafiq.cli.prepare:worker", "run only the worker (serve and demo do)"),
    "fill-demo": Command("rafiq.cli.prepare:fill_demo", "write the demo company into an empty database (demo does)"),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run the subcommand that `words` (the program's own arguments by default) begin with; return the exit code."""
    name, *rest = list(sys.argv[1:] if words is None else words) or ["--help"]
    if name in {"-h", "--help", "help"}:
        print(_help())
        return 0
    if name not in COMMANDS:
        print(f"rafiq: there is no command “{name}”.\n\n{_help()}", file=sys.stderr)
        return 2
    os.environ.setdefault("RAFIQ_DATA", str(places.default_data_dir()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
    try:
        if name in NEEDS_ASSETS:
            freshness.ensure(with_tests=name in NEEDS_TEST_ASSETS)
        return _load(COMMANDS[name].target)(rest)
    except PostgresError as error:
        print(f"rafiq: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _load(target: str) -> Callable[[list[str]], int]:
    module, _, function = target.partition(":")
    loaded: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return loaded


def _help() -> str:
    lines = [f"  {name:<13}{command.help}" for name, command in COMMANDS.items()]
    return "Usage: rafiq COMMAND [OPTIONS]\n\n" + "\n".join(lines) + "\n\nrafiq COMMAND --help tells more."
