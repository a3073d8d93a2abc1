"""What SMS adds to a customer's page: over which channels this person wants no messages."""

from __future__ import annotations

from typing import Any

from rafiq.accounts.models import Agent
from rafiq.channels.sms import numbers, opting
from rafiq.customers.models import Customer
from rafiq.customers.registry import Panel


def _read(agent: Agent, customer: Customer) -> dict[str, Any]:
    found = [one.value for one in customer.identities.all() if one.kind == numbers.PHONE]
    return {"rows": opting.of_numbers(found)}


OPTED_OUT = Panel("sms/_opted_out_panel.html", _read)
