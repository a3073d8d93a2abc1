"""Answers are measured on a folder by the code that answers customers; a folder that is wrong is told where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rafiq.bot import evaluation
from rafiq.platform.search.models import Entry

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TITLES = {"refund": "When the money comes back", "hours": "Opening hours", "fridge": "The fridge does not cool"}
ASKED = {
    "refund": ["where is my money", "refund pls", "money back when"],
    "hours": ["when do you open", "opening hours on friday", "are you open now"],
    "fridge": ["fridge is warm inside", "my fridge does not cool", "fridge not cold"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [{"id": key, "lang": "en", "title": title, "body": title} for key, title in TITLES.items()]
    write(tmp_path / "articles.jsonl", lines)
    asked = [
        {"id": words, "lang": "en", "text": words, "articles": [key]} for key, some in ASKED.items() for words in some
    ]
    nothing = [{"id": words, "lang": "en", "text": words, "articles": []} for words in ("tell me a joke", "who won")]
    write(tmp_path / "questions.jsonl", asked + nothing)
    return tmp_path


def write(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")


@pytest.mark.django_db
def test_everything_is_asked_counted_and_removed(folder: Path):
    figures = evaluation.evaluate(evaluation.read(folder), at=AT, error=0.1)

    assert (figures["questions"], figures["answerable"]) == (11, 9)
    assert figures["accuracy_at_1"] >= 0.7 and figures["recall_at_5"] == 1
    assert 0 <= figures["wrong_among_answered"] <= 1
    assert {"mrr_at_10", "p95_ms", "abstained_on_unanswerable", "lost_answerable", "memory_mb"} <= set(figures)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_of_questions_that_are_split_the_figures_are_those_of_the_unseen_half(folder: Path):
    lines = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    write(
        folder / "questions.jsonl", [line | {"split": ("tune", "test")[place % 2]} for place, line in enumerate(lines)]
    )

    assert evaluation.evaluate(evaluation.read(folder), at=AT)["questions"] == 5


@pytest.mark.parametrize(
    ("line", "says"),
    [("{", "questions.jsonl:1"), ("[]", "not an object"), ('{"text": 1, "lang": "en", "articles": []}', "text")],
)
def test_a_line_that_is_wrong_is_named(folder: Path, line: str, says: str):
    (folder / "questions.jsonl").write_text(line)
    with pytest.raises(evaluation.BadFolder, match=says):
        evaluation.read(folder)


def test_the_command_prints_one_object_and_refuses_what_is_no_folder(folder: Path, tmp_path: Path):
    write(folder / "questions.jsonl", [{"id": "1", "lang": "en", "text": "opening hours", "articles": ["hours"]}])
    answer = command(str(folder), "--json")
    assert json.loads(answer.stdout.splitlines()[-1])["accuracy_at_1"] == 1

    (empty := tmp_path / "empty").mkdir()
    refused = command(str(empty))
    assert refused.returncode == 2 and "neither articles.jsonl" in refused.stderr
    assert command("/nowhere").returncode == 2


def command(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    rafiq = [sys.executable, "-m", "rafiq", "answers", "evaluate", *words]
    return subprocess.run(rafiq, capture_output=True, text=True, env=environment, timeout=300)
