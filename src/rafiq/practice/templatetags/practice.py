"""What templates of the ways things are done look up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from rafiq.practice import presentation
from rafiq.practice.naming import called

register = template.Library()


@register.filter
def named(names: Mapping[str, str]) -> str:
    """Return words in the page's language, else in whichever there are."""
    return called(names)


@register.filter
def amount(value: Decimal | None, unit: str) -> str:
    """Write an amount with its unit."""
    return presentation.amount(value, unit)


@register.filter
def in_short(texts: Mapping[str, str]) -> str:
    """Write the beginning of a step."""
    return presentation.short(texts)
