"""How well intents are understood, measured on a folder's `intents.jsonl` with the very code that customers meet."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from typing import Any

from rafiq.bot.deciding import intents
from rafiq.bot.deciding.intents import NONE, Classifier, Example


def evaluate(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Learn from the lines with the split "train", and measure on those with "test".

    A line has text, intent (null: fits none), split and lang. Returns `intent_accuracy` (first intent, over those that
    have one, whatever the threshold), `oos_recall` and `falsely_rejected` at the threshold that cross-validation on the
    training lines suggests (null where there is nothing to count), `p95_ms` of a guess, `learned_in_s`, counts.
    """
    lines = list(lines)
    began = time.perf_counter()
    classifier = intents.learn([_example(line) for line in lines if line["split"] == "train"])
    learned = time.perf_counter() - began
    tests = [_example(line) for line in lines if line["split"] == "test"]
    found = [_tried(classifier, example) for example in tests]
    within = [(right, rejected) for example, (right, rejected, _) in zip(tests, found, strict=True) if example.intent]
    beyond = [rejected for example, (_, rejected, _) in zip(tests, found, strict=True) if not example.intent]
    times = sorted(taken for _, _, taken in found)
    return {
        "intent_accuracy": _share([right for right, _ in within]),
        "oos_recall": _share(beyond),
        "falsely_rejected": _share([rejected for _, rejected in within]),
        "threshold": round(classifier.threshold, 4),
        "p95_ms": round(1000 * times[math.ceil(0.95 * len(times)) - 1], 2) if times else None,
        "learned_in_s": round(learned, 2),
        "intents": len(classifier.intents), "in_scope": len(within), "out_of_scope": len(beyond),
    }  # fmt: skip


def _example(line: Mapping[str, Any]) -> Example:
    return Example(str(line["text"]), str(line["lang"]), line["intent"] or NONE)


def _tried(classifier: Classifier, example: Example) -> tuple[bool, bool, float]:
    """Return whether the first intent is right, whether nothing is said to fit, and the seconds it took."""
    began = time.perf_counter()
    guesses = classifier.guess(example.text, example.language)
    taken = time.perf_counter() - began
    first = next((guess.intent for guess in guesses if guess.intent != NONE), NONE)
    none = next(guess.probability for guess in guesses if guess.intent == NONE)
    return first == example.intent, none > classifier.threshold, taken


def _share(found: list[bool]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None
