"""What was learned, as bytes for the database: JSON with numbers as base64, compressed. Nothing in it is ever run."""

from __future__ import annotations

import base64
import binascii
import json
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from rafiq.bot.deciding import _meaning
from rafiq.bot.deciding._calibrating import Calibration
from rafiq.bot.deciding._reading import Reader
from rafiq.bot.deciding.learning import Knowledge

VERSION: Final = 1
"""To be raised whenever features or their weights change, so that old states are learned anew."""
MOST: Final = 256 * 1024 * 1024
_BEGINNING: Final = b"rafiq-intents\n"


class Outdated(Exception):
    """A stored state is not of this version, or damaged."""


type Parts = tuple[Sequence[str], Reader, Knowledge, tuple[Calibration, Calibration], dict[str, Any]]


def write(
    intents: Sequence[str], reader: Reader, knowledge: Knowledge, calibrations: tuple[Calibration, Calibration], *,
    vectors: Mapping[str, Any],
) -> bytes:  # fmt: skip
    """Return the parts of a classifier as bytes."""
    features = sorted(knowledge.weights)
    meaning = knowledge.meaning
    state = {
        "version": VERSION, "intents": list(intents), "words": reader.words, "letters": reader.with_letters,
        "features": features, "rarities": [knowledge.rarities[one] for one in features],
        "weights": _packed(number for one in features for number in knowledge.weights[one]),
        "calibrations": [asdict(one) for one in calibrations],
        "meaning": meaning and [
            _array_out(part) for part in (meaning.middle, meaning.examples.astype("f2"), meaning.says)
        ],
        "wordings": list(vectors),
        "vectors": _array_out(_meaning.np().stack(list(vectors.values()))) if vectors else None,
    }  # fmt: skip
    return _BEGINNING + zlib.compress(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def read(state: bytes) -> Parts:
    """Return the parts of a classifier. Vectors are left out where they cannot be used.

    Raises:
        Outdated: if another version wrote it, or it is damaged.
    """
    if not state.startswith(_BEGINNING):
        raise Outdated("no state of intents")
    try:
        unpacker = zlib.decompressobj()
        found = json.loads(unpacker.decompress(state[len(_BEGINNING) :], MOST))
        if found["version"] != VERSION:
            raise Outdated(f"version {found['version']} instead of {VERSION}")
        return _parts(found)
    except (zlib.error, ValueError, KeyError, TypeError, LookupError, binascii.Error) as error:
        raise Outdated("damaged") from error


def _parts(found: Mapping[str, Any]) -> Parts:
    intents = [str(intent) for intent in found["intents"]]
    reader = Reader(found["words"], with_letters=bool(found["letters"]))
    numbers, many = _unpacked(found["weights"]), len(intents)
    weights = {one: numbers[place * many : (place + 1) * many] for place, one in enumerate(found["features"])}
    rarities = dict(zip(found["features"], found["rarities"], strict=True))
    installed = _meaning.is_installed()
    meaning = _learned(found["meaning"]) if found["meaning"] and installed else None
    together, alone = (Calibration(**{**one, "curve": tuple(one["curve"])}) for one in found["calibrations"])
    vectors: dict[str, Any] = {}
    if found["vectors"] and installed:
        vectors = dict(zip(found["wordings"], _array_in(found["vectors"]), strict=True))
    return intents, reader, Knowledge(rarities, weights, meaning, many), (together, alone), vectors


def _learned(written: Sequence[Any]) -> _meaning.Learned:
    middle, examples, says = map(_array_in, written)
    return _meaning.Learned(middle, examples.astype("f4"), says)


def _packed(numbers: Any) -> str:  # noqa: ANN401  # any iterable of numbers
    packed = array("f", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode()


def _unpacked(text: str) -> array[float]:
    packed = array("f", base64.b64decode(text, validate=True))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed


def _array_out(numbers: Any) -> list[Any]:  # noqa: ANN401  # a numpy array
    kind = "<f2" if numbers.dtype.itemsize == 2 else "<f4"
    return [kind, list(numbers.shape), base64.b64encode(numbers.astype(kind).tobytes()).decode()]


def _array_in(written: Sequence[Any]) -> Any:  # noqa: ANN401
    kind, shape, text = written
    if kind not in {"<f2", "<f4"}:
        raise Outdated(f"numbers of kind {kind}")
    return _meaning.np().frombuffer(base64.b64decode(text, validate=True), dtype=kind).reshape(shape)
