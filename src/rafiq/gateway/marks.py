"""The signs that a visitor got and read what agents wrote, stored one at a time, the newest of each kind only."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from rafiq.gateway.core import Core
from rafiq.gateway.frames import Mark
from rafiq.gateway.ports import MarkKind, Visitor


class Marks:
    """The marks of one socket on their way to the database."""

    __slots__ = ("_core", "_is_storing", "_told", "_waiting")

    def __init__(self, core: Core) -> None:
        self._core = core
        self._told: dict[MarkKind, int] = {}
        self._waiting: dict[MarkKind, int] = {}
        self._is_storing = False

    def take(self, mark: Mark) -> bool:
        """Note a mark; return whether `store` should be started."""
        if mark.upto <= self._told.get(mark.kind, 0):
            return False
        self._told[mark.kind] = self._waiting[mark.kind] = mark.upto
        return not self._is_storing

    async def store(self, visitor: Visitor) -> None:
        """Store what waits, and then what came meanwhile."""
        self._is_storing = True
        try:
            while self._waiting:
                marks, self._waiting = self._waiting, {}
                await self._core.run(partial(self._put, visitor, marks))
        finally:
            self._is_storing = False

    def _put(self, visitor: Visitor, marks: dict[MarkKind, int]) -> None:
        for kind, upto in marks.items():
            self._core.domain.mark(visitor, kind=kind, upto=upto, at=datetime.now(UTC))
