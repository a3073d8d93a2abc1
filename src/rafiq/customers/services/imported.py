"""One line of a list becomes one customer, or more about one who is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rafiq.customers import custom, mapping
from rafiq.customers.models import Customer, CustomField, Identity, Import
from rafiq.customers.reading import Record
from rafiq.customers.services.identities import NotAnAddress, holder_of, normal_value
from rafiq.customers.services.merging import lock
from rafiq.customers.services.people import Facts, change, create, refresh_search_key
from rafiq.platform import text

type Problem = tuple[str, str, str]

_KINDS = {"email": "EMAIL", "phone": "PHONE", "external_id": "EXTERNAL", "handle": "HANDLE"}
_LIMITS = {"name": 120, "company_name": 120, "city": 80, "about": 4000}
# Several addresses in one cell; Google writes " ::: " between them.
_SEVERAL = re.compile(r":::|[;,،؛\n]")


@dataclass(slots=True)
class Outcome:
    """What became of a line (created, updated, skipped, failed), and (code, column, value) of what was wrong."""

    kind: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Said:
    """What a line says, in the forms in which it is kept."""

    fields: dict[str, str] = field(default_factory=dict)
    language: str = ""
    custom: dict[str, Any] = field(default_factory=dict)
    addresses: dict[tuple[str, str], None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def take(one: Import, record: Record, fields: dict[str, CustomField], *, at: datetime) -> Outcome:
    """Take one line in, inside the caller's transaction; says what it did and what was wrong with single values."""
    said = _understood(record, fields, country=one.country)
    if not said.addresses and not said.fields.get("name"):
        return Outcome("failed", said.problems or [("nothing", "", "")])
    known = _known(said)
    if len(known) > 1:
        numbers = " · ".join(f"#{pk}" for pk in sorted(one.pk for one in known))
        return Outcome("failed", [*said.problems, ("several", "", numbers)])
    if known and one.existing == "SKIP":
        return Outcome("skipped", said.problems)
    actor = f"agent-{one.by_id}" if one.by_id else "system"
    customer = known[0] if known else None
    kind = "updated" if customer else "created"
    if customer is None:
        customer = create(facts=Facts(name=said.fields.get("name", "")), language=said.language, at=at, actor=actor)
    _add_addresses(customer, said, is_vouched=one.is_vouched, at=at)
    _write(customer, said, overwrite=one.existing == "OVERWRITE", actor=actor, at=at)
    return Outcome(kind, said.problems)


def _understood(record: Record, fields: dict[str, CustomField], *, country: str) -> _Said:
    said = _Said()
    names: dict[str, str] = {}
    for name, value in record.pairs:
        if name in _KINDS:
            _address(said, name, value, country=country)
        elif name in {"first_name", "last_name", "name"}:
            names.setdefault(name, " ".join(value.split()))
        elif name == "language":
            said.language = mapping.language_of(value)
        elif name in fields:
            _custom(said, fields[name], value)
        elif name in {"company", "city", "about"}:
            key = "company_name" if name == "company" else name
            words = value if key == "about" else " ".join(value.split())
            said.fields.setdefault(key, text.clean(words, limit=_LIMITS[key]))
    whole = names.get("name") or f"{names.get('first_name', '')} {names.get('last_name', '')}".strip()
    said.fields["name"] = text.clean(whole, limit=_LIMITS["name"])
    return said


def _address(said: _Said, name: str, value: str, *, country: str) -> None:
    several = _SEVERAL.split(value) if name in {"email", "phone"} else [value]
    for raw in filter(None, (part.strip() for part in several)):
        try:
            said.addresses[_KINDS[name], normal_value(_KINDS[name], raw, country=country)] = None
        except NotAnAddress:
            said.problems.append((f"bad_{name}", name, raw))


def _custom(said: _Said, one: CustomField, value: str) -> None:
    try:
        typed = custom.typed(one, value)
    except custom.BadValue as error:
        said.problems.append((f"bad_{error.kind.lower()}", one.label, value))
        return
    if typed is not None:
        said.custom[one.key] = typed


def _known(said: _Said) -> list[Customer]:
    """Find and lock the customers the line's addresses lead to; again if somebody was merged while we waited."""
    locked: dict[int, Customer] = {}
    while not (known := _holders(said)) <= locked.keys():
        locked |= {one.pk: one for one in lock(known)}
    return [locked[pk] for pk in known]


def _holders(said: _Said) -> set[int]:
    holders = (holder_of(kind, value) for kind, value in said.addresses)
    return {holder for holder in holders if holder is not None}


def _add_addresses(customer: Customer, said: _Said, *, is_vouched: bool, at: datetime) -> None:
    for kind, value in said.addresses:
        label = f"@{value}" if kind == "HANDLE" else ""
        row, _ = Identity.objects.get_or_create(
            customer=customer, kind=kind, value=value, defaults={"added_at": at, "label": label}
        )
        if is_vouched and not row.is_verified:
            row.is_verified = True
            row.save(update_fields=["is_verified"])


def _write(customer: Customer, said: _Said, *, overwrite: bool, actor: str, at: datetime) -> None:
    def chosen(name: str) -> str:
        ours, theirs = getattr(customer, name), said.fields.get(name, "")
        return theirs if theirs and (overwrite or not ours) else ours

    own = customer.custom
    values = {**own, **said.custom} if overwrite else {**said.custom, **own}
    language = said.language if said.language and (overwrite or not customer.language) else customer.language
    change(
        customer, name=chosen("name"), company_name=chosen("company_name"), city=chosen("city"), about=chosen("about"),
        actor=actor, at=at, custom=values, language=language,
    )  # fmt: skip
    refresh_search_key(customer)
