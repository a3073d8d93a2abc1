"""The month's budget: what a question may cost is held before it is asked, and becomes what it did cost afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from rafiq.bot.model.outcomes import NoAnswer
from rafiq.bot.models import LanguageModel, ModelUse

MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """Tokens and costs (millionths) that belong to a question under way."""

    month: date
    tokens: int
    cost: int


def month_of(at: datetime) -> date:
    """Return the month a moment belongs to, as providers bill it."""
    return at.date().replace(day=1)


def cost_of(model: LanguageModel, *, tokens_in: int, tokens_out: int) -> int:
    """Return what so many tokens cost, in millionths; prices are of a million tokens."""
    return round(model.price_in * tokens_in + model.price_out * tokens_out)


def hold(model: LanguageModel, *, tokens_in: int, tokens_out: int, at: datetime) -> Held:
    """Hold what a question may cost, by one statement, so that no two take the same last of it.

    It refuses to be part of a transaction: what follows is asked outside, and may take seconds.

    Raises:
        NoAnswer: if that is more than is left of the month's budget.
    """
    held = Held(month_of(at), tokens_in + tokens_out, cost_of(model, tokens_in=tokens_in, tokens_out=tokens_out))
    with transaction.atomic(durable=True):
        ModelUse.objects.get_or_create(month=held.month)
        rows = ModelUse.objects.filter(month=held.month)
        if model.monthly_tokens is not None:
            rows = rows.alias(used=F("tokens_in") + F("tokens_out") + F("held_tokens"))
            rows = rows.filter(used__lte=model.monthly_tokens - held.tokens)
        if model.monthly_cost is not None:
            most = int(model.monthly_cost * MILLIONTHS)
            rows = rows.alias(spent=F("cost") + F("held_cost")).filter(spent__lte=most - held.cost)
        if not rows.update(
            asked=F("asked") + 1,
            held_tokens=F("held_tokens") + held.tokens,
            held_cost=F("held_cost") + held.cost,
        ):
            raise NoAnswer("BUDGET")
    return held


def settle(model: LanguageModel, held: Held, *, tokens_in: int, tokens_out: int, has_failed: bool = False) -> None:
    """Put what a question did cost in the place of what was held."""
    ModelUse.objects.filter(month=held.month).update(
        failed=F("failed") + int(has_failed),
        tokens_in=F("tokens_in") + tokens_in,
        tokens_out=F("tokens_out") + tokens_out,
        cost=F("cost") + cost_of(model, tokens_in=tokens_in, tokens_out=tokens_out),
        held_tokens=F("held_tokens") - held.tokens,
        held_cost=F("held_cost") - held.cost,
    )


def note_rejected(*, at: datetime) -> None:
    """Count an answer that did not keep to what was given."""
    ModelUse.objects.filter(month=month_of(at)).update(rejected=F("rejected") + 1)


def use_of(*, at: datetime) -> ModelUse:
    """Return what was used in a month so far."""
    return ModelUse.objects.filter(month=month_of(at)).first() or ModelUse(month=month_of(at))
