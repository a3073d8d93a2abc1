"""Where others add to a customer's page: conversations, later visits, points, invoices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rafiq.accounts.models import Agent
from rafiq.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on a customer's page: a template, and how to read what it shows to one agent."""

    template: str
    read: Callable[[Agent, Customer], dict[str, Any]]


_PANELS: list[Panel] = []


def register_panel(panel: Panel) -> None:
    """Add a card to every customer's page; called once from `apps.ready()`."""
    _PANELS.append(panel)


def panels() -> tuple[Panel, ...]:
    """List the cards in the order in which they were added."""
    return tuple(_PANELS)
