"""Where others add to a customer's page: conversations, later visits, points, invoices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rafiq.accounts.models import Agent
from rafiq.customers.models import Customer, Organisation
from rafiq.customers.segmenting import Filterable, all_filterables


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


@dataclass(frozen=True, slots=True)
class OrganisationPanel:
    """A card on a company's page."""

    template: str
    read: Callable[[Agent, Organisation], dict[str, Any]]


_ORGANISATION_PANELS: list[OrganisationPanel] = []
_FILTERABLES: list[Callable[[Agent], Iterable[Filterable]]] = []


def register_organisation_panel(panel: OrganisationPanel) -> None:
    """Add a card to every company's page; called once from `apps.ready()`."""
    _ORGANISATION_PANELS.append(panel)


def organisation_panels() -> tuple[OrganisationPanel, ...]:
    """List the cards of a company's page in the order in which they were added."""
    return tuple(_ORGANISATION_PANELS)


def register_filterables(made_for: Callable[[Agent], Iterable[Filterable]]) -> None:
    """Let customers be filtered by what another room knows of them; called once from `apps.ready()`.

    They are made for the agent who looks, and look only at what this agent may see.
    """
    _FILTERABLES.append(made_for)


def filterables(agent: Agent) -> dict[str, Filterable]:
    """List by key everything an agent can filter customers by."""
    return all_filterables(one for made_for in _FILTERABLES for one in made_for(agent))
