"""Learns intents from examples: what both means know, and how far to trust them, found on examples held out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rafiq.bot.deciding import _calibrating, _lexical, _meaning, _reading
from rafiq.bot.deciding._calibrating import Calibration, Sample, Scores
from rafiq.bot.deciding._reading import Reader, Reading

FEW: Final = 600
"""Up to so many examples are held out in turn, one in five each time; of more, one in five once."""
_WITH_LETTERS: Final = 2_000
"""Up to so many examples, parts of words are features too; with more, whole words say enough."""
_FOLDS: Final = 5
_LEAST_LEFT: Final = 3
"""Intents that must remain for others to be left out."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read, with its vector where the extra is installed."""

    reading: Reading
    vector: Any = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was learned to tell intents apart."""

    rarities: Mapping[str, float]
    weights: _lexical.Weights
    meaning: _meaning.Learned | None
    intents: int

    def scores(self, text: Text) -> Scores:
        """Return what speaks for each intent."""
        row = _reading.vector(text.reading, self.rarities)
        meant: tuple[list[float], float] = ([], 0.0)
        if self.meaning is not None and text.vector is not None:
            meant = self.meaning.scores(text.vector)
        return Scores(_lexical.scores(self.weights, row, self.intents), meant[0], self._known(text.reading), meant[1])

    def _known(self, reading: Reading) -> float:
        words = reading.counts["w"]
        return sum("w" + word in self.rarities for word in words) / len(words) if words else 0.0


@dataclass(frozen=True, slots=True)
class Material:
    """What to learn from: texts, the number of each one's intent, and texts known to fit none."""

    texts: Sequence[Text]
    wanted: Sequence[int]
    intents: int
    names: Mapping[int, Text] = field(default_factory=dict)
    """The name of an intent is an example of it, where it has words."""
    elsewhere: Sequence[Text] = ()
    unfitting: Sequence[Text] = ()
    """Of `elsewhere`, but given by the company itself."""


def reader_for(texts: Sequence[tuple[str, str]]) -> Reader:
    """Make the reader for (text, language) pairs."""
    return Reader(_reading.words_of(texts), with_letters=len(texts) <= _WITH_LETTERS)


def know(material: Material, chosen: Sequence[int] | None = None, without: frozenset[int] = frozenset()) -> Knowledge:
    """Learn from the chosen texts, leaving out some intents altogether; the names of the others are examples, too."""
    places = range(len(material.texts)) if chosen is None else chosen
    texts = [material.texts[place] for place in places]
    wanted = [material.wanted[place] for place in places]
    for number, name in material.names.items():
        if number not in without:
            texts.append(name)
            wanted.append(number)
    kept = sorted(set(wanted))
    rarities = _reading.rarity([text.reading for text in texts], least=1 if len(texts) <= _WITH_LETTERS else 2)
    rows = [_reading.vector(text.reading, rarities) for text in texts]
    weights = _lexical.learn(rows, [kept.index(one) for one in wanted], len(kept))
    del rows
    meaning = None
    read = [(text.vector, kept.index(one)) for text, one in zip(texts, wanted, strict=True) if text.vector is not None]
    if read:
        vectors, meant = zip(*read, strict=True)
        meaning = _meaning.learn(_meaning.np().stack(vectors), meant, len(kept))
    return Knowledge(rarities, weights, meaning, len(kept))


def calibrate(material: Material) -> tuple[Calibration, Calibration]:
    """Return calibrations for both means together and for words alone, from texts held out while learning."""
    samples = [sample for fold in _folds(material) for sample in _tried(material, *fold)]
    together = _calibrating.fit(samples, with_meaning=bool(samples and samples[0].scores.meaning))
    alone = [Sample(Scores(one.scores.lexical, [], one.scores.known, 0.0), one.wanted, one.weight) for one in samples]
    return together, _calibrating.fit(alone, with_meaning=False)


def _folds(material: Material) -> list[tuple[list[int], frozenset[int]]]:
    """Return (places held out, intents left out) of each round; chosen at random, always the same way."""
    shuffler = random.Random(1)  # noqa: S311  # a choice, no secret
    places = list(range(len(material.texts)))
    shuffler.shuffle(places)
    places.sort(key=lambda place: material.wanted[place])
    order = list(range(material.intents))
    shuffler.shuffle(order)
    folds = []
    for number in range(_FOLDS):
        left = frozenset(order[number::_FOLDS]) if material.intents >= _LEAST_LEFT + 2 else frozenset()
        folds.append((sorted(places[number::_FOLDS]), left))
    if len(places) > FEW:
        held, left = folds[0]
        return [(held, frozenset(sorted(left)[: max(1, material.intents // 10)]) if left else left)]
    return [fold for fold in folds if fold[0]]


def _tried(material: Material, held: Sequence[int], left: frozenset[int]) -> list[Sample]:
    """Learn without what is held out, and score it, and everything that fits no intent."""
    out = frozenset(held)
    chosen = [place for place, wanted in enumerate(material.wanted) if place not in out and wanted not in left]
    if not chosen:
        return []
    knowledge = know(material, chosen, left)
    kept = sorted({material.wanted[place] for place in chosen} | (material.names.keys() - left))
    inside = [place for place in held if material.wanted[place] in kept]
    strangers = [place for place in held if material.wanted[place] not in kept]
    if knowledge.meaning is not None:  # what was not read for its meaning says nothing about both means together
        inside = [place for place in inside if material.texts[place].vector is not None]
        strangers = [place for place in strangers if material.texts[place].vector is not None]
    samples = [Sample(knowledge.scores(material.texts[place]), kept.index(material.wanted[place])) for place in inside]
    groups = [[material.texts[place] for place in strangers], list(material.elsewhere), list(material.unfitting)]
    for texts, weight in zip(groups, _weights(groups), strict=True):
        samples += [Sample(knowledge.scores(text), None, weight) for text in texts]
    return samples


def _weights(groups: Sequence[Sequence[Text]]) -> tuple[float, ...]:
    """Weigh texts that fit nothing: those the company gave say most, once there are enough of them."""
    strangers, elsewhere, unfitting = map(len, groups)
    own = min(1.0, unfitting / 20)
    return (
        (1 - own) * 0.5 / max(1, strangers),
        (1 - own) * 0.5 / max(1, elsewhere) + 1e-6,
        own / max(1, unfitting) + 1e-6,
    )
