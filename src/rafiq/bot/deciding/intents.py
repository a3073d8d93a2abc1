"""What customers want, learned in seconds from a company's own examples, in Persian, Arabic and English.

Words, concepts of customer care and parts of words always count; vectors of meaning as well where the extra `meaning`
is installed (docs/intents.md says how much each is worth).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rafiq.bot.deciding import _elsewhere, _meaning, _reading, _state, _wishes, learning
from rafiq.bot.deciding._calibrating import Calibration
from rafiq.bot.deciding._state import Outdated as Outdated
from rafiq.bot.deciding.learning import Knowledge, Material, Text

_READ_IN_FULL: Final = 2
"""Of so many wordings that join the examples, one is read for its meaning: that takes 25 ms each."""
NONE: Final = ""
"""The intent of a text that fits none, in examples and in guesses."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something customers say, its language (fa, ar, en), and the name of the intent it stands for, or `NONE`."""

    text: str
    language: str
    intent: str


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent (or `NONE`) and how probable it is (0 … 1)."""

    intent: str
    probability: float


class Classifier:
    """Tells what a message wants. Never changes after it was learned, so threads may share it."""

    def __init__(
        self, intents: Sequence[str], reader: _reading.Reader, knowledge: Knowledge,
        calibrations: tuple[Calibration, Calibration], vectors: dict[str, Any],
    ) -> None:  # fmt: skip
        self.intents = tuple(intents)
        self._reader = reader
        self._knowledge = knowledge
        self._together, self._alone = calibrations
        self._vectors = vectors

    @property
    def threshold(self) -> float:
        """Return from which probability of `NONE` on it is best to say that nothing fits, as the examples tell."""
        return (self._together if self._uses_meaning else self._alone).threshold

    @property
    def _uses_meaning(self) -> bool:
        return self._knowledge.meaning is not None and _meaning.is_installed()

    def guess(self, text: str, language: str) -> list[Guess]:
        """Return all intents and `NONE`, the likeliest first; the probabilities add up to 1."""
        if not self.intents:
            return [Guess(NONE, 1.0)]
        reading = self._reader.read(text, language)
        if not reading.counts["w"]:
            return [Guess(NONE, 1.0), *(Guess(intent, 0.0) for intent in self.intents)]
        vector = _meaning.read(reading.wording) if self._uses_meaning else None
        scores = self._knowledge.scores(Text(reading, vector))
        shares, none = (self._together if scores.meaning else self._alone).probabilities(scores)
        guesses = [Guess(NONE, none), *map(Guess, self.intents, shares)]
        return sorted(guesses, key=lambda guess: (-guess.probability, guess.intent))

    def to_bytes(self) -> bytes:
        """Return all of it, to be stored and read back by `from_bytes`; plain JSON and numbers, compressed."""
        return _state.write(
            self.intents, self._reader, self._knowledge, (self._together, self._alone), vectors=self._vectors
        )

    @classmethod
    def from_bytes(cls, state: bytes) -> Classifier:
        """Read back what `to_bytes` returned.

        Raises:
            Outdated: if another version wrote it, or it is damaged; then learn again from the examples.
        """
        return cls(*_state.read(state))


def learn(examples: Sequence[Example], *, before: Classifier | None = None) -> Classifier:
    """Learn from examples; with a classifier learned `before`, only vectors of new wordings are read.

    Intents that are common wishes learn those wishes' usual wordings, too (`_wishes`). The same examples give the same
    classifier. Those with the intent `NONE` teach what fits nothing. Takes seconds, plus about 25 ms for each wording
    whose vector is read.
    """
    own = [example for example in examples if example.intent != NONE]
    joined = _wishes.join((example.text, example.language, example.intent) for example in own)
    inside = [*own, *(Example(*one) for one in joined.inside)]
    reader = learning.reader_for([(example.text, example.language) for example in inside])
    intents = sorted({example.intent for example in inside})
    if not intents:
        empty = Knowledge({}, {}, None, 0)
        return Classifier((), reader, empty, (Calibration(), Calibration()), {})
    vectors = _Vectors(before)

    def text(words: str, language: str, *, is_meant: bool = True) -> Text:
        reading = reader.read(words, language)
        return Text(reading, vectors.of(reading.wording) if is_meant else None)

    number = {intent: place for place, intent in enumerate(intents)}
    material = Material(
        texts=[
            text(example.text, example.language, is_meant=place < len(own) or (place - len(own)) % _READ_IN_FULL == 0)
            for place, example in enumerate(inside)
        ],
        wanted=[number[example.intent] for example in inside],
        intents=len(intents),
        names=_names(intents, {example.language for example in inside}, text),
        elsewhere=[
            text(phrase, language)
            for language in sorted({example.language for example in inside})
            for phrase in _elsewhere.phrases(language)
        ]
        + [text(*one) for one in joined.elsewhere],
        unfitting=[text(example.text, example.language) for example in examples if example.intent == NONE],
    )
    return Classifier(intents, reader, learning.know(material), learning.calibrate(material), vectors.kept)


def wordings_digest() -> str:
    """Return what changes whenever the usual wordings of common wishes do: then learn again."""
    return _wishes.digest()


def _names(intents: Sequence[str], languages: set[str], text: Callable[[str, str], Text]) -> dict[int, Text]:
    """Read the names of intents, which are English: to examples in other languages only their concepts speak."""
    found = {}
    for place, intent in enumerate(intents):
        if words := _reading.name_as_text(intent):
            read = text(words, "en")
            kinds = read.reading.counts if "en" in languages else {"w": Counter(), "#": read.reading.counts["#"]}
            found[place] = Text(_reading.Reading(kinds, read.reading.wording), read.vector)
    return found


class _Vectors:
    """The vectors of wordings, read once each; nothing where the extra is not installed."""

    def __init__(self, before: Classifier | None) -> None:
        self._known = before._vectors if before else {}
        self.kept: dict[str, Any] = {}

    def of(self, wording: str) -> Any:  # noqa: ANN401  # a numpy array
        """Return the vector of a wording."""
        if not _meaning.is_installed():
            return None
        if wording not in self.kept:
            known = self._known.get(wording)
            self.kept[wording] = _meaning.read(wording) if known is None else known
        return self.kept[wording]
