"""What the inbox adds to a customer's page: everything that was ever said with them."""

from __future__ import annotations

from typing import Any

from rafiq.accounts.models import Agent
from rafiq.customers.models import Customer, Organisation
from rafiq.customers.registry import OrganisationPanel, Panel
from rafiq.inbox import queries, registry

MOST = 50


def _read(agent: Agent, customer: Customer) -> dict[str, Any]:
    rows = queries.conversations_of(agent, customer_id=customer.pk, limit=MOST)
    verdicts = registry.verdicts_of(row.id for row in rows)
    return {"rows": [(row, verdicts.get(row.id)) for row in rows]}


CONVERSATIONS = Panel("inbox/_customer_panel.html", _read)


def _read_of_company(agent: Agent, organisation: Organisation) -> dict[str, Any]:
    rows = queries.open_conversations_of(agent, organisation_id=organisation.pk, limit=MOST)
    return {"rows": [(row, None) for row in rows], "is_open_only": True}


ORGANISATION_CONVERSATIONS = OrganisationPanel("inbox/_customer_panel.html", _read_of_company)


def _nothing_yet(agent: Agent, customer: Customer) -> dict[str, Any]:
    """The page asks for it by itself: it costs more than the rest of the page together."""
    return {}


EVERYTHING = Panel("inbox/_person_panel.html", _nothing_yet)
