"""Who reads the log: functions registered by name, each with a durable cursor of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reader: its durable name and the function that takes each event."""

    name: str
    kinds: tuple[str, ...]
    take: Callable[[Any], None]


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


def all_subscriptions() -> list[Subscription]:
    """List every registered reader."""
    return list(_SUBSCRIPTIONS.values())
