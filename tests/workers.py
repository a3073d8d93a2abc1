"""Real workers of the product on the tests' database, to be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
END_SECONDS = 120  # the machine may be busy; nothing is timed here

type Start = Callable[[], subprocess.Popen[bytes]]


@contextlib.contextmanager
def starting(module: str) -> Iterator[Start]:
    """Give what starts a worker by a module of the tests; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module]
        started.append(subprocess.Popen(command, cwd=ROOT, env=_environment(), start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
    for process in started:
        process.wait(END_SECONDS)
    with connection.cursor() as cursor:
        # Flushing leaves the library's own tables alone, and the next test's threads have the same names.
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def _environment() -> dict[str, str]:
    parts = connection.settings_dict
    query = {"host": parts["HOST"], "user": parts["USER"], "port": parts["PORT"], "password": parts["PASSWORD"]}
    url = f"postgresql:///{parts['NAME']}?{urlencode({name: value for name, value in query.items() if value})}"
    return os.environ | {
        "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "RAFIQ_DATA": str(settings.DATA_DIR),
    }  # fmt: skip


def killed_in_the_middle(program: str, *words: object) -> None:
    """Let another process run a program on the tests' database until it says so, and kill it (-9) before it commits."""
    given = [sys.executable, "-c", program, connection.settings_dict["NAME"], *map(str, words)]
    process = subprocess.Popen(given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == "in the middle\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stdin.close()
