"""Why something happened: which programs led to it. Whoever acts on the log sees by it that they chase themselves.

While a program acts `on_behalf_of` a chain, whatever is written to the log carries it, in the payload under `chain`;
so does what subscribers write when they are fed such a row. The chain of a row is read with `chain_of`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final

FIELD: Final = "chain"
_CHAIN: ContextVar[tuple[str, ...]] = ContextVar("chain of causes", default=())


@contextlib.contextmanager
def on_behalf_of(chain: Sequence[str]) -> Iterator[None]:
    """Let everything written to the log within carry this chain: names of programs, the first cause first."""
    token = _CHAIN.set(tuple(chain))
    try:
        yield
    finally:
        _CHAIN.reset(token)


def chain_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the chain a row of the log carries; empty where people or customers began it."""
    given = payload.get(FIELD)
    return tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()


def marked(payload: dict[str, Any]) -> dict[str, Any]:
    """Return what is written to the log for a payload: with the chain, where there is one."""
    chain = _CHAIN.get()
    return {**payload, FIELD: list(chain)} if chain else payload
