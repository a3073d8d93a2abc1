"""What happened to a customer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.customers.queries import Fact
from rafiq.platform import text

_ICONS = {
    "customers.customer.created": "user-plus",
    "customers.customer.changed": "edit",
    "customers.customer.identified": "shield",
    "customers.customer.merged": "merge",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, ready to show."""

    icon: str
    words: str
    at: datetime


def known_as(name: str, customer_id: int) -> str:
    """Return a customer's name, or what to call somebody who has not said it."""
    number = text.digits(customer_id, language=translation.get_language() or "en")
    return name or _("Visitor %(number)s") % {"number": number}


def facts(found: list[Fact]) -> list[Line]:
    """Tell facts in words, in the order given."""
    return [Line(_ICONS[fact.kind], _words(fact), fact.occurred_at) for fact in found]


def _words(fact: Fact) -> str:
    names = {"name": _("Name"), "company_name": _("Company"), "city": _("City"), "about": _("About")}
    match fact.kind:
        case "customers.customer.created":
            return _("Heard from for the first time")
        case "customers.customer.identified":
            return _("The shop vouched for who this is")
        case "customers.customer.merged":
            return _("Somebody we knew apart turned out to be the same person")
        case _:
            changed = " · ".join(names.get(field, field) for field in fact.payload.get("fields", []))
            return _("Corrected: %(fields)s") % {"fields": changed}
