import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from rafiq.platform import postgres, processes


@pytest.fixture
def folder(monkeypatch):
    """A short path: pytest's own are too long for a socket."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    path = Path(tempfile.mkdtemp(prefix="rafiq-pg-"))
    path.chmod(0o711)
    yield path / "data"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def server(folder):
    started = postgres.start(folder, throwaway=True)
    yield started
    started.stop()


def ask(url, *statements):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            answer = connection.execute(statement)
        return answer.fetchone()[0]


def test_it_is_recent_enough_and_knows_persian_letters(server):
    assert ask(server.url, "SELECT current_setting('server_version_num')::int") >= 160000
    with psycopg.connect(server.url, autocommit=True) as connection:
        for extension in ("pg_trgm", "btree_gin", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")
    assert ask(server.url, "SELECT similarity('سفارش', 'سفارشم')") > 0.5
    assert ask(server.url, "SELECT lower('É')") == "é"


def test_what_was_committed_is_there_after_a_restart(folder):
    server = postgres.start(folder)
    assert ask(server.url, "SHOW fsync") == "on"
    assert ask(server.url, "SHOW synchronous_commit") == "on"
    ask(server.url, "CREATE TABLE kept (seven int)", "INSERT INTO kept VALUES (7) RETURNING seven")
    server.stop()
    assert not processes.is_alive(server.process.pid)

    again = postgres.start(folder)
    assert ask(again.url, "SELECT seven FROM kept") == 7
    again.stop()


def test_a_second_server_on_the_same_data_is_refused_with_the_reason(server, folder):
    with pytest.raises(postgres.AlreadyRunning, match="--data"):
        postgres.start(folder)


def test_a_command_uses_the_server_that_already_runs(server, folder):
    with postgres.at_hand(folder) as url:
        assert url == server.url
    assert postgres.running_url(folder) == server.url


def test_a_command_stops_the_server_it_had_to_start(folder):
    with postgres.at_hand(folder, throwaway=True) as url:
        assert ask(url, "SELECT 1") == 1
    assert postgres.running_url(folder) is None


def test_a_given_address_is_used_as_it_is(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/rafiq")
    with postgres.at_hand(folder) as url:
        assert url == "postgresql://elsewhere/rafiq"
    assert not folder.exists()


def test_a_lock_file_left_by_a_crash_does_not_matter(folder):
    server = postgres.start(folder, throwaway=True)
    left = (folder / "postgres" / "postmaster.pid").read_text().replace(str(server.process.pid), str(os.getpid()))
    server.stop()
    (folder / "postgres" / "postmaster.pid").write_text(left)

    again = postgres.start(folder, throwaway=True)
    assert ask(again.url, "SELECT 1") == 1
    again.stop()


def test_long_folder_names_and_spaces_work(folder):
    server = postgres.start(folder / ("very long name " * 12).strip(), throwaway=True)
    assert ask(server.url, "SELECT 1") == 1
    server.stop()


def test_data_of_another_version_is_refused(folder):
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(postgres.PostgresError, match="written by PostgreSQL 9"):
        postgres.start(folder)


def test_a_server_that_cannot_start_says_why(folder):
    postgres.start(folder, throwaway=True).stop()
    (folder / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(postgres.PostgresError, match="no_such_setting"):
        postgres.start(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_the_server_ends_when_its_starter_is_killed(folder):
    program = "import sys, pathlib; from rafiq.platform import postgres; "
    program += "print(postgres.start(pathlib.Path(sys.argv[1])).process.pid, flush=True); sys.stdin.read()"
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    pid = int(starter.stdout.readline())
    starter.send_signal(signal.SIGKILL)
    starter.wait()

    for _ in range(100):
        if not processes.is_alive(pid):
            break
        time.sleep(0.1)
    assert not processes.is_alive(pid)
