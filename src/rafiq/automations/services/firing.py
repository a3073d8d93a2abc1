"""A rule holds for something that happened: what it says is done, once, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from rafiq.automations import conditions
from rafiq.automations.contracts import Outcome, State, steps_from
from rafiq.automations.events import RuleRan
from rafiq.automations.models import Result, Rule, Run
from rafiq.automations.queries.facts import Told, facts_of
from rafiq.automations.services.running import run_steps
from rafiq.inbox.models import Conversation
from rafiq.platform import log

DEEPEST: Final = 5
"""Programs that may lead to each other, one after the other."""
MOST_A_RULE: Final = 10
MOST_A_TALK: Final = 30
HOUR: Final = timedelta(hours=1)

CHASES = gettext_noop("What led here was done by this rule itself: it would chase its own tail.")
TOO_DEEP = gettext_noop("Too many rules led to each other, one after the other.")
TOO_OFTEN = gettext_noop("This rule did something in this conversation too often within an hour.")
TOO_MUCH = gettext_noop("Rules did too much in this conversation within an hour.")
BROKE = gettext_noop("Something unforeseen went wrong, again and again.")


@transaction.atomic
def fire(rule_id: int, fact: Told, *, occasion: str, at: datetime) -> Run | None:
    """Let a rule that is on do what it says because of a fact of the log, if it holds; return the record of it.

    The conversation is locked first, so of several workers one does it and the others find that it is done. Nothing is
    done twice for the same `occasion`, in a chain that this rule is part of, or too often; that is written down, too.
    """
    conversation = _locked(fact.conversation_id)
    rule = Rule.objects.filter(pk=rule_id, is_on=True).first()
    if conversation is None or rule is None or _ran(rule, conversation, occasion):
        return None
    if not _holds(rule, fact, conversation, at=at):
        return None
    chain = log.chain_of(fact.payload)
    if problem := _held_up(rule, conversation, chain, at=at):
        return _stop(rule, fact, conversation, problem, occasion=occasion, at=at)
    with log.on_behalf_of([*chain, rule.actor]):
        outcomes = run_steps(
            steps_from(rule.steps), conversation_id=conversation.pk, actor=rule.actor, at=at,
            key=f"automation:{rule.pk}:{conversation.pk}:{occasion}", name=rule.name,
        )  # fmt: skip
        return _note(rule, fact, conversation, outcomes, occasion=occasion, at=at)


@transaction.atomic
def give_up(rule_id: int, fact: Told, *, occasion: str, at: datetime) -> Run | None:
    """Write down that a rule could not be followed, whatever was tried."""
    conversation, rule = _locked(fact.conversation_id), Rule.objects.filter(pk=rule_id).first()
    if conversation is None or rule is None or _ran(rule, conversation, occasion):
        return None
    return _write(rule, fact, conversation, Result.FAILED, occasion=occasion, at=at, reason=BROKE)


def result_of(outcomes: Sequence[Outcome]) -> Result:
    """Tell what became of all steps together."""
    states = {one.state for one in outcomes}
    if State.FAILED in states:
        return Result.FAILED
    return Result.DONE if State.DONE in states else Result.SAME


def _locked(conversation_id: int) -> Conversation | None:
    found = Conversation.objects.select_for_update(no_key=True, of=("self",)).select_related("channel")
    return found.filter(pk=conversation_id).first()


def _ran(rule: Rule, conversation: Conversation, occasion: str) -> bool:
    return Run.objects.filter(rule=rule, conversation=conversation, occasion=occasion).exists()


def _holds(rule: Rule, fact: Told, conversation: Conversation, *, at: datetime) -> bool:
    try:
        asked = conditions.parse(rule.conditions)
    except conditions.BadConditions:
        return False  # the page of the rules says so
    [facts] = facts_of([(fact, conversation)], [asked], at=at)
    return conditions.hold(asked, facts)


def _held_up(rule: Rule, conversation: Conversation, chain: Sequence[str], *, at: datetime) -> str:
    """Say in English why a rule must not do anything now; "" if it may."""
    if rule.actor in chain:
        return CHASES
    if len(chain) >= DEEPEST:
        return TOO_DEEP
    lately = Run.objects.filter(conversation=conversation, ran_at__gt=at - HOUR).exclude(result=Result.STOPPED)
    if lately.filter(rule=rule).count() >= MOST_A_RULE:
        return TOO_OFTEN
    return TOO_MUCH if lately.count() >= MOST_A_TALK else ""


def _stop(
    rule: Rule, fact: Told, conversation: Conversation, problem: str, *, occasion: str, at: datetime
) -> Run | None:  # fmt: skip
    """Write down that a rule held itself up; one that does so again and again is told of once an hour."""
    if problem in {TOO_OFTEN, TOO_MUCH}:
        occasion = f"hour-{int(at.timestamp() // HOUR.total_seconds())}"
        if _ran(rule, conversation, occasion):
            return None
    return _write(rule, fact, conversation, Result.STOPPED, occasion=occasion, at=at, reason=problem)


def _note(
    rule: Rule, fact: Told, conversation: Conversation, outcomes: Sequence[Outcome], *, occasion: str, at: datetime
) -> Run:  # fmt: skip
    reason = next((one.reason for one in outcomes if one.state == State.FAILED), "")
    run = _write(rule, fact, conversation, result_of(outcomes), occasion=occasion, at=at, reason=reason)
    run.outcomes = [one.plain() for one in outcomes]
    run.save(update_fields=["outcomes"])
    return run


def _write(  # noqa: PLR0913  # each is a fact of its own
    rule: Rule, fact: Told, conversation: Conversation, result: Result, *, occasion: str, at: datetime, reason: str
) -> Run:  # fmt: skip
    """Write the record of a run, and tell the log of it; where nothing was to change nobody needs to read of it."""
    run = Run.objects.create(
        rule=rule, version=rule.version, conversation=conversation, occasion=occasion, event=rule.event, result=result,
        reason=reason, chain=list(log.chain_of(fact.payload)), happened_at=fact.occurred_at, ran_at=at,
    )  # fmt: skip
    if result != Result.SAME:
        log.append(
            RuleRan(
                conversation_id=conversation.pk, customer_id=conversation.customer_id, rule_id=rule.pk, run_id=run.pk,
                rule=rule.name, result=result.value, occurred_at=at, actor=rule.actor,
            )
        )  # fmt: skip
    return run
