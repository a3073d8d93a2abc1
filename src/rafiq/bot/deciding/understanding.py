"""The classifier of what is live, learned once and kept: by all processes in the database, by each in its memory."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import datetime
from typing import Final

from rafiq.bot.deciding import intents
from rafiq.bot.deciding.intents import NONE, Classifier, Example, Guess
from rafiq.bot.declaring import Taught
from rafiq.bot.models import Learned

KEPT: Final = 4
"""Classifiers that a process, and the database, remember."""
_lock: Final = threading.Lock()
_memory: dict[str, Classifier] = {}


def guess(question: str, *, language: str, taught: Taught, at: datetime) -> Guess | None:
    """Return the intent that fits a message, None where none does surely enough."""
    classifier = classifier_of(taught, at=at)
    if classifier is None:
        return None
    found = classifier.guess(question, language)
    none = next(one.probability for one in found if one.intent == NONE)
    best = next((one for one in found if one.intent != NONE), None)
    return best if best and none <= classifier.threshold else None


def classifier_of(taught: Taught, *, at: datetime) -> Classifier | None:
    """Return what was learned from these intents; learned now (seconds) where nobody has yet."""
    examples = [
        Example(words, language, name)
        for name, one in sorted(taught.intents.items())
        for language, words in one.examples
    ]
    if not examples:
        return None
    digest = _digest(examples)
    with _lock:  # two threads that learn the same would take twice as long
        if digest not in _memory:
            while len(_memory) >= KEPT:
                _memory.pop(next(iter(_memory)))
            _memory[digest] = _stored(digest) or _learned(digest, examples, at=at)
        return _memory[digest]


def _digest(examples: list[Example]) -> str:
    """Return what changes with the examples, and with the wordings that may join them."""
    plain = json.dumps([[one.text, one.language, one.intent] for one in examples], ensure_ascii=False)
    return hashlib.sha256(f"{intents.wordings_digest()}{plain}".encode()).hexdigest()


def _stored(digest: str) -> Classifier | None:
    row = Learned.objects.filter(digest=digest).first()
    try:
        return Classifier.from_bytes(bytes(row.state)) if row else None
    except intents.Outdated:
        return None


def _learned(digest: str, examples: list[Example], *, at: datetime) -> Classifier:
    """Learn, starting from the vectors of what was learned last."""
    newest = Learned.objects.order_by("-pk").first()
    try:
        before = Classifier.from_bytes(bytes(newest.state)) if newest else None
    except intents.Outdated:
        before = None
    learned = intents.learn(examples, before=before)
    Learned.objects.update_or_create(digest=digest, defaults={"state": learned.to_bytes(), "learned_at": at})
    old = Learned.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Learned.objects.filter(pk__in=list(old)).delete()
    return learned
