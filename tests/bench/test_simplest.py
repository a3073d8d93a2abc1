"""What the figures of answers are compared with really answers."""

from __future__ import annotations

import json

from rafiq.bench import _simplest

ARTICLES = [
    {"id": "fridge", "title": "The fridge does not cool", "body": "Clean the coil; it isn't hard."},
    {"id": "bill", "title": "Your bill", "body": "It comes by mail."},
]
QUESTIONS = [
    {"text": "my fridge isn't cool & it's warm", "articles": ["fridge"], "split": "test"},
    {"text": "bill", "articles": ["fridge"]},
    {"text": "never counted", "articles": ["bill"], "split": "tune"},
    {"text": "!?", "articles": ["bill"]},
    {"text": "nothing answers it", "articles": []},
]
INTENTS = [
    {"text": "where is my order", "intent": "track", "split": "train"},
    {"text": "send me the bill", "intent": "bill", "split": "train"},
    {"text": "where's the order", "intent": "track", "split": "test"},
]


def test_it_finds_by_words_and_names_the_nearest_example(tmp_path):
    for name, lines in (("articles", ARTICLES), ("questions", QUESTIONS), ("intents", INTENTS)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    found = _simplest.evaluate(tmp_path)
    assert found == {
        "accuracy_at_1": 0.3333, "recall_at_5": 0.3333, "mrr_at_10": 0.3333, "intent_accuracy": 1.0, "intents_asked": 1
    }  # fmt: skip


def test_a_folder_without_anything_has_no_figures(tmp_path):
    assert _simplest.evaluate(tmp_path) == {}
