"""The tests themselves: in how many processes, each on a database server of its own."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from rafiq.cli import testing


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], (3, [])),
        (["-q", "--durations=5"], (3, ["-q", "--durations=5"])),
        (["tests/cli", "-q"], (1, ["tests/cli", "-q"])),
        (["-k", "mail"], (1, ["-k", "mail"])),
        (["-n", "0"], (0, [])),
        (["-n", "2", "tests/bot"], (2, ["tests/bot"])),
    ],
)
def test_only_the_whole_suite_runs_in_several_processes_unasked(monkeypatch, words, wanted):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)

    assert testing._workers(words) == wanted


def test_somebody_elses_database_is_never_shared_by_several_processes(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/rafiq")

    assert testing._workers([]) == (1, [])


@pytest.mark.django_db
def test_a_process_keeps_to_its_own_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT datname) FROM pg_stat_activity WHERE datname LIKE '%test%'")
        assert cursor.fetchone() == (1,)
