"""One of everything around customers, for those who visit every address."""

from __future__ import annotations

from datetime import datetime

from rafiq.accounts.models import Agent
from rafiq.customers import custom, services
from rafiq.customers.models import Customer, Identity, LikelyPair
from rafiq.customers.segmenting import Condition
from tests.makers import NOON


def furnish_people(customer: Customer, boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Fill all that surrounds a customer with these words; return the ids that addresses name."""
    kinds = ("TEXT", "NUMBER", "DATE", "CHOICE", "YES_NO", "LINK")
    made = [
        services.save_field(None, subject="CUSTOMER", label=f"{words[:50]} {place}", kind=kind, choices=[words[:100]])
        for place, kind in zip("ابپتثج", kinds, strict=True)
    ]
    said = (words, "7", "2026-03-21", words[:100], "1", "https://narvan.example/x")
    values = {one.key: custom.typed(one, raw) for one, raw in zip(made, said, strict=True)}
    company = services.save_organisation(
        None, name=f"{words} یک"[:120], domain="narvan.example", about=words, custom={}, at=at
    )
    known = {"name": customer.name, "city": words[:80], "about": customer.about, "company_name": company.name}
    services.change(customer, actor=boss.actor, at=at, custom=values, preferred_kind="sms", **known)
    note = services.add_note(customer=customer, words=words, is_pinned=True, by=boss, at=at)
    identity = Identity.objects.create(customer=customer, kind="PHONE", value="+989121112233", added_at=at)
    other, gone = (
        services.create(facts=services.Facts(name=words), language="ar", at=at, actor=boss.actor) for _ in range(2)
    )
    services.change(other, name=words, company_name=f"{words} دو"[:120], city="", about=words, actor=boss.actor, at=at)
    merge = services.merge(source=gone, into=customer, at=at, by=boss)
    low, high = sorted([customer.pk, other.pk])
    reasons = [{"kind": "name", "weight": 0.5, "value": words}, {"kind": "other_number", "weight": -0.6, "value": ""}]
    pair, _ = LikelyPair.objects.update_or_create(
        low_id=low, high_id=high, defaults={"score": 0.7, "reasons": reasons, "found_at": at, "state": "OPEN"}
    )
    conditions = [Condition("name", "has", "x"), Condition(made[3].key, "is", words[:100]), Condition("tag", "is", "0")]
    segment = services.save_segment(
        None, name=words[:80], is_shared=True, is_any=True, conditions=conditions, by=boss, at=at
    )
    return {
        "note": note.pk, "identity": identity.pk, "other": other.pk, "merge": merge.pk, "pair": pair.pk,
        "organisation": company.pk, "field": made[3].pk, "segment": segment.pk,
        "import": services.put_down(name=words, content=f"{words},ایمیل\nالف,ب\n".encode(), by=boss, at=at).pk,
    }  # fmt: skip
