"""How a customer is called on a page."""

from __future__ import annotations

from django import template

from rafiq.customers.presentation import known_as

register = template.Library()

register.filter("known_as", known_as)
