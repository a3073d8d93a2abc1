"""Customers as a CSV that spreadsheets open as it is meant."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from rafiq.customers import custom
from rafiq.customers.models import Customer, CustomField, Identity

# A cell that begins so would be run as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula; taking the list in again undoes it."""
    written = str(cell)
    return f"'{written}" if written.startswith(_FORMULAS) else written


class _Line:
    """Catches the line the CSV writer has just made."""

    def write(self, line: str) -> str:
        return line


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table of safe cells, after the mark that tells spreadsheets it is UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([safe(cell) for cell in head])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def lines(people: Iterable[tuple[Customer, list[Identity]]], fields: list[CustomField]) -> Iterator[str]:
    """Yield customers as lines, one cell for all addresses of a kind."""
    head = [
        _("Number"), _("Name"), _("E-mail"), _("Phone"), _("Number in the shop"), _("Company"), _("City"),
        _("Language"), _("About"), *(one.label for one in fields),
    ]  # fmt: skip
    return table(head, (_cells(customer, addresses, fields) for customer, addresses in people))


def _cells(customer: Customer, addresses: list[Identity], fields: list[CustomField]) -> list[object]:
    kinds = ("EMAIL", "PHONE", "EXTERNAL")
    reach = ["; ".join(one.value for one in addresses if one.kind == kind) for kind in kinds]
    own = [custom.plain(customer.custom.get(one.key)) for one in fields]
    known = [customer.company_name, customer.city, customer.language, customer.about]
    return [customer.pk, customer.name, *reach, *known, *own]
