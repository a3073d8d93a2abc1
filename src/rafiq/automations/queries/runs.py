"""Reads of what rules did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from rafiq.accounts.models import Agent
from rafiq.automations.models import Result, Rule, Run
from rafiq.inbox import queries as inbox

PAGE = 30
LATELY = timedelta(days=7)


def rules() -> QuerySet[Rule]:
    """List the rules in their order; those that were removed are left out."""
    return Rule.objects.filter(removed_at=None).order_by("position")


def runs_of(rule: Rule, *, before: int | None = None) -> list[Run]:
    """List a page of what a rule did, the newest first; `before` is the last one shown."""
    found = Run.objects.filter(rule=rule).select_related("conversation__customer").order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:PAGE])


def run_for(agent: Agent, run_id: int) -> Run | None:
    """Find a run in a conversation that this agent may see."""
    run = Run.objects.select_related("rule", "conversation__customer").filter(pk=run_id).first()
    return run if run is not None and inbox.may_see(agent, [run.conversation_id]) else None


def counts(rule_ids: Iterable[int], *, at: datetime) -> dict[int, dict[str, int]]:
    """Count what rules did in the last seven days, by rule and result."""
    found: dict[int, dict[str, int]] = {}
    lately = Run.objects.filter(rule__in=list(rule_ids), ran_at__gt=at - LATELY).order_by()
    for rule_id, result, count in lately.values_list("rule", "result").annotate(count=Count("pk")):
        found.setdefault(rule_id, {})[Result(result).value] = count
    return found
