"""Companies of customers: found by their name however it is written, made, changed, joined and left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.customers.models import Customer, Organisation
from rafiq.platform import db, text

# Where anybody may have an address: such a domain says nothing about the company.
_PUBLIC = """
    gmail.com googlemail.com yahoo.com ymail.com hotmail.com outlook.com live.com msn.com icloud.com me.com aol.com
    proton.me protonmail.com gmx.com gmx.de mail.com mail.ru yandex.ru yandex.com zoho.com chmail.ir mihanmail.ir
    yahoo.co.uk hotmail.co.uk hotmail.fr yahoo.fr rocketmail.com fastmail.com tutanota.com
"""
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())


class NameTaken(Exception):
    """Another company has this name, however it is written."""


class DomainTaken(Exception):
    """Another company has its mail there."""


def company_key(name: str) -> str:
    """Return what all writings of a company's name have in common."""
    return text.fold(name)[:240]


def find_or_make(name: str, *, at: datetime) -> Organisation:
    """Return the company of this name, made if there was none; two at once make one."""
    made, _ = Organisation.objects.get_or_create(key=company_key(name), defaults={"name": name[:120], "created_at": at})
    return made


@transaction.atomic
def save_organisation(
    organisation: Organisation | None, *, name: str, domain: str, about: str, custom: dict[str, Any], at: datetime
) -> Organisation:
    """Make or change a company; its people carry the new name at once.

    Raises:
        NameTaken: if another company is called so.
        DomainTaken: if another company has this domain.
    """
    found = organisation or Organisation(created_at=at)
    is_renamed = found.pk is not None and found.name != name
    found.name, found.key, found.domain, found.about = name, company_key(name), domain, about
    found.custom = custom
    with (
        db.refused_as(NameTaken, constraint="organisation_once"),
        db.refused_as(DomainTaken, constraint="organisation_domain_once"),
    ):
        found.save()
    if is_renamed:
        Customer.objects.filter(organisation=found).update(company_name=name)
    return found


@transaction.atomic
def remove_organisation(organisation: Organisation) -> None:
    """Remove a company; its people stay and belong to none."""
    Customer.objects.filter(organisation=organisation).update(organisation=None, company_name="")
    organisation.delete()


def domain_of(email: str) -> str:
    """Return the domain of an address where it may tell a company, else an empty text."""
    domain = email.rpartition("@")[2]
    return "" if domain in PUBLIC_DOMAINS else domain
