"""Makers for tests of the ways things are done."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from rafiq.accounts.models import Agent, Role
from rafiq.practice import services
from rafiq.practice.asked import Asked
from rafiq.practice.content import Choice, Field, Macro, Procedure, Step, Terms
from rafiq.practice.models import Kind, Standard
from rafiq.routing.conditions import Conditions
from tests.makers import NOON, make_agent


def make_standard(
    name: str, content: Any, *, kind: str, about: Asked | None = None, by: Agent | None = None,
    standard: Standard | None = None, at: datetime = NOON, owner: Agent | None = None, is_active: bool = True,
) -> Standard:  # fmt: skip
    draft = services.Draft({"en": name}, content, about or Asked(), is_active)
    by = by or make_agent("Chief", role=Role.SUPERVISOR)
    return services.save(standard, draft, kind=kind, by=by, at=at, owner=owner)


def make_field(name: str = "Reason", *, choices: tuple[str, ...] = (), **named: Any) -> Standard:
    kind = "CHOICE" if choices else named.pop("field_kind", "TEXT")
    offered = tuple(Choice(f"c{place}", {"en": one}) for place, one in enumerate(choices, 1))
    content = Field(kind, named.pop("is_required", True), offered)
    return make_standard(name, content, kind=Kind.FIELD, **named)


def make_procedure(*steps: Step, name: str = "Fridge", **named: Any) -> Standard:
    return make_standard(name, Procedure(steps or (make_step("s1"), make_step("s2"))), kind=Kind.PROCEDURE, **named)


def make_step(key: str, *, choices: tuple[str, ...] = (), **named: Any) -> Step:
    offered = tuple(Choice(f"c{place}", {"en": one}) for place, one in enumerate(choices, 1))
    return Step(key, {"en": f"Do **{key}**"}, choices=offered, **named)


def make_approval(name: str = "Refund", *, about: Asked | None = None, **terms: Any) -> Standard:
    given = {"asks_amount": True, "unit": {"en": "toman"}, "least": Decimal(100), "roles": (Role.SUPERVISOR.value,)}
    return make_standard(name, Terms(**{**given, **terms}), kind=Kind.APPROVAL, about=about)


def make_macro(*steps: tuple[str, dict[str, Any]], name: str = "Thank", **named: Any) -> Standard:
    told = tuple({"action": action, "params": params} for action, params in steps)
    content = Macro(group=named.pop("group", ""), teams=named.pop("teams", ()), steps=told)
    return make_standard(name, content, kind=Kind.MACRO, **named)


def tagged(*tag_ids: int) -> Asked:
    return Asked(Conditions(tags=tag_ids))
