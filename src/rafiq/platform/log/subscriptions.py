"""Who reads the log: functions registered by name, each with a durable cursor of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rafiq.platform.events import Event
from rafiq.platform.log.reader import Row


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reader: its durable name and the function that takes each event."""

    name: str
    kinds: tuple[str, ...]
    take: Callable[[Any], None]
    takes_rows: bool = False


_SUBSCRIPTIONS: dict[str, Subscription] = {}


def subscribe[E: Event](*kinds: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function of a `subscribers.py` as a reader of these events.

    It gets them in order, at least once, inside a transaction that also moves its cursor;
    so what it writes to this database happens exactly once.
    """

    def register(take: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{take.__module__}.{take.__name__}"
        _SUBSCRIPTIONS[name] = Subscription(name, tuple(kind.name for kind in kinds), take)
        return take

    return register


def subscribe_rows(*kinds: type[Event]) -> Callable[[Callable[[Row], None]], Callable[[Row], None]]:
    """Register a reader, as `subscribe` does, that gets the rows as stored: with their ids, whatever they tell of."""

    def register(take: Callable[[Row], None]) -> Callable[[Row], None]:
        name = f"{take.__module__}.{take.__name__}"
        _SUBSCRIPTIONS[name] = Subscription(name, tuple(kind.name for kind in kinds), take, takes_rows=True)
        return take

    return register


def all_subscriptions() -> list[Subscription]:
    """List every registered reader."""
    return list(_SUBSCRIPTIONS.values())
