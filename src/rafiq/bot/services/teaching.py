"""Intents and actions are written, and published: until then nothing of it reaches customers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.bot.declaring import Parameter
from rafiq.bot.models import Action, Intent, IntentExample
from rafiq.platform import db, text
from rafiq.platform import secrets as vault

MOST_EXAMPLES = 500
EXAMPLE_LONGEST = 300


class NameTaken(Exception):
    """Another intent (or action) has this name."""


@transaction.atomic
def save_intent(
    intent: Intent | None, values: Mapping[str, Any], *, examples: Iterable[tuple[str, str]] | None = None, at: datetime
) -> Intent:
    """Make or change an intent: fields by name, and its written examples as (language, text) if they are given.

    What was learned from corrections stays, unless `examples` leave it out, too.

    Raises:
        NameTaken: if another intent is called so.
    """
    found = intent or Intent()
    for name, value in values.items():
        setattr(found, name, value)
    found.changed_at = at
    with db.refused_as(NameTaken, constraint="intent_name_unique"):
        found.save()
    if examples is not None:
        _set_examples(found, examples, at=at)
    return found


@transaction.atomic
def learn(intent: Intent, *, words: str, language: str, at: datetime) -> IntentExample | None:
    """Keep a way of saying an intent that a correction showed; None where there is nothing to keep."""
    said = text.clean(words, limit=EXAMPLE_LONGEST)
    if not said:
        return None
    row, _ = IntentExample.objects.get_or_create(
        intent=intent, language=language, text=said,
        defaults={"source": IntentExample.Source.CORRECTION, "added_at": at},
    )  # fmt: skip
    return row


def remove_intent(intent: Intent) -> None:
    """Remove an intent with its examples; what is live knows it until the next publication."""
    intent.delete()


@transaction.atomic
def save_action(
    action: Action | None, values: Mapping[str, Any], *, parameters: Iterable[Parameter] | None = None, at: datetime
) -> tuple[Action, str]:
    """Make or change an action; for a new one its secret is returned, this once.

    Raises:
        NameTaken: if another action is called so.
    """
    plain = "" if action else f"whsec_{secrets.token_urlsafe(24)}"
    found = action or Action(secret=vault.encrypt(plain))
    for name, value in values.items():
        setattr(found, name, value)
    if parameters is not None:
        found.parameters = [one.plain() for one in parameters]
    found.changed_at = at
    with db.refused_as(NameTaken, constraint="action_name_unique"):
        found.save()
    return found, plain


def remove_action(action: Action) -> None:
    """Remove an action; what is live knows it until the next publication."""
    action.delete()


def snapshot() -> dict[str, Any]:
    """Copy everything that a publication holds (`declaring.Taught` as JSON)."""
    intents = Intent.objects.filter(is_active=True).select_related("action").prefetch_related("examples")
    return {
        "intents": [_intent(one) for one in intents.order_by("name")],
        "actions": [_action(one) for one in Action.objects.order_by("name")],
    }


def _intent(intent: Intent) -> dict[str, Any]:
    examples = sorted(intent.examples.all(), key=lambda one: one.pk)
    return {
        "name": intent.name, "does": intent.does, "titles": intent.titles, "answers": intent.answers,
        "article_key": intent.article_key, "action": intent.action.name if intent.action else "",
        "examples": [(one.language, one.text) for one in examples],
    }  # fmt: skip


def _action(action: Action) -> dict[str, Any]:
    return {
        "name": action.name, "titles": action.titles, "parameters": action.parameters, "url": action.url,
        "method": action.method, "secret": action.secret, "who": action.who,
        "needs_confirmation": action.needs_confirmation, "results": action.results,
    }  # fmt: skip


def _set_examples(intent: Intent, examples: Iterable[tuple[str, str]], *, at: datetime) -> None:
    cleaned = ((language, text.clean(words, limit=EXAMPLE_LONGEST)) for language, words in examples)
    wanted = list(dict.fromkeys(one for one in cleaned if one[1]))[:MOST_EXAMPLES]
    there = {(one.language, one.text): one for one in intent.examples.all()}
    IntentExample.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in wanted]).delete()
    IntentExample.objects.bulk_create(
        IntentExample(intent=intent, language=language, text=words, added_at=at)
        for language, words in wanted
        if (language, words) not in there
    )
