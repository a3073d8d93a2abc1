"""The senders of a batch: found by their verified identity, or made."""

from __future__ import annotations

from collections.abc import Sequence

from rafiq.customers import services as customers
from rafiq.customers.events import CustomerCreated
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.intake.plan import Person, Plan
from rafiq.platform import db
from rafiq.platform.db import Cursor, Send
from rafiq.platform.events import Event

_FIND = """
    SELECT i.kind, i.value, i.customer_id
    FROM unnest(%s::text[], %s::text[]) AS wanted (kind, value)
    JOIN customers_identity i ON i.kind = wanted.kind AND i.value = wanted.value AND i.is_verified
"""
_INSERT = """
    INSERT INTO customers_customer (id, name, known_by, search_key, language, company_name, city, about, created_at)
    SELECT id, name, known_by, search_key, language, '', '', '', %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS new (id, name, known_by, search_key, language)
"""
_IDENTITIES = """
    INSERT INTO customers_identity (customer_id, kind, value, label, is_verified, added_at)
    SELECT customer_id, kind, value, label, is_verified, %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::boolean[])
        AS new (customer_id, kind, value, label, is_verified)
    ON CONFLICT DO NOTHING
"""
_CLAIMS = """
    UPDATE customers_customer c
    SET name = CASE WHEN c.name = '' THEN claim.name ELSE c.name END,
        known_by = CASE WHEN c.known_by = '' THEN claim.known_by ELSE c.known_by END,
        search_key = left(c.search_key || ' ' || claim.search_key, 2000)
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS claim (customer_id, name, known_by, search_key)
    WHERE c.id = claim.customer_id AND strpos(c.search_key, claim.search_key) = 0
"""


def ask(send: Send, batch: Sequence[Inbound]) -> Cursor:
    """Look all senders up with one statement; `learn` takes the answer."""
    kinds, values = zip(*{message.sender for message in batch}, strict=True)
    return send(_FIND, [db.texts(kinds), db.texts(values)])


def learn(plan: Plan, found: Cursor) -> None:
    """Take the known senders' ids; those not found are new."""
    known = {(kind, value): customer_id for kind, value, customer_id in found.fetchall()}
    for sender, person in plan.people.items():
        person.customer_id = known.get(sender, 0)
        person.is_new = not person.customer_id


def write(send: Send, plan: Plan) -> None:
    """Write new customers, their identities, and what known ones claim about themselves."""
    new = plan.new_people()
    if new:
        _write_new(send, plan, new)
    claiming = [person for person in plan.people.values() if _claims_something(person.first)]
    identities = [(p.customer_id, *p.sender, p.first.sender_label[:120], True) for p in new]
    identities += [(p.customer_id, kind, value, "", False) for p in claiming for kind, value in _claims(p)]
    if identities:
        owners, kinds, values, labels, verified = zip(*identities, strict=True)
        columns = [db.array(owners), db.texts(kinds), db.texts(values), db.texts(labels), db.array(verified)]
        send(_IDENTITIES, [plan.at, *columns])
    known = [person for person in claiming if not person.is_new]
    if known:
        ids = [person.customer_id for person in known]
        names = [person.first.name[:120] for person in known]
        send(_CLAIMS, [db.array(ids), db.texts(names), db.texts(map(_known_by, known)), db.texts(map(_key, known))])


def facts(plan: Plan) -> list[Event]:
    """Tell who was heard from for the first time."""
    return [
        CustomerCreated(customer_id=p.customer_id, occurred_at=p.first.said_at, actor=f"customer-{p.customer_id}")
        for p in plan.new_people()
    ]


def _write_new(send: Send, plan: Plan, new: list[Person]) -> None:
    ids = [person.customer_id for person in new]
    names = [person.first.name[:120] for person in new]
    languages = [person.first.language for person in new]
    columns = [db.texts(names), db.texts(map(_known_by, new)), db.texts(map(_key, new)), db.texts(languages)]
    send(_INSERT, [plan.at, db.array(ids), *columns])


def _claims_something(first: Inbound) -> bool:
    return bool(first.name or first.email or first.phone)


def _claims(person: Person) -> list[tuple[str, str]]:
    """List the e-mail and phone a sender only says to have; they lead to nobody until verified."""
    claimed = customers.Facts(email=person.first.email, phone=person.first.phone).identities()
    return [pair for pair in claimed if pair != person.sender]


def _known_by(person: Person) -> str:
    """Return what shows for a name while there is none: the sender's own address, else the first one they claim."""
    addresses = [(*person.sender, person.first.sender_label[:120]), *((*pair, "") for pair in _claims(person))]
    return next((words for one in addresses if (words := customers.shown_address(*one))), "")


def _key(person: Person) -> str:
    first = person.first
    if not (_claims_something(first) or first.sender_label or person.sender[0] in {"EMAIL", "PHONE"}):
        return ""
    readable = person.sender[1] if person.sender[0] in {"EMAIL", "PHONE"} else first.sender_label
    return customers.search_key(first.name, readable, *(value for _, value in _claims(person)))
