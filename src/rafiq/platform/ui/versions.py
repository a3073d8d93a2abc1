"""Two people editing the same thing: the second is told instead of overwriting the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


class ChangedMeanwhile(Exception):
    """What was shown when the form was opened is not what is stored now."""


def version_of(state: Mapping[str, object]) -> str:
    """Return a short name of the state a form shows; it changes exactly when the state does."""
    written = json.dumps(state, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def check_version(shown: str, *, state: Mapping[str, object]) -> None:
    """Compare the version a form was opened with to what is stored; the caller holds the row's lock.

    Raises:
        ChangedMeanwhile: if somebody saved something else since.
    """
    if shown != version_of(state):
        raise ChangedMeanwhile
