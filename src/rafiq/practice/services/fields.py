"""The company's own fields of a conversation are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers import custom
from rafiq.inbox.models import Conversation
from rafiq.platform import log, text
from rafiq.practice import events
from rafiq.practice.models import Sheet
from rafiq.practice.queries.fields import Noted, fields_of
from rafiq.practice.services.locking import locked


class BadValues(ValueError):
    """Some values are none of their fields' kinds; `kinds` says by key what was meant."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = dict(kinds)


class NoSuchField(LookupError):
    """A conversation has no field of this key."""


@transaction.atomic
def fill(conversation: Conversation, raw: Mapping[str, str], *, by: Agent, at: datetime) -> None:
    """Note values as people write them, by the keys of fields; "" empties, what is not named stays as it is.

    Only what changes is written, so two who fill in different fields do not undo each other's.

    Raises:
        BadValues: if some are none of their kinds; then nothing is noted.
        NoSuchField: if a key is that of no field of this conversation.
    """
    found = locked(conversation.pk)
    there_are = {one.key: one for one in fields_of(found)}
    if unknown := raw.keys() - there_are.keys():
        raise NoSuchField(", ".join(sorted(unknown)))
    typed = _typed(there_are, raw)
    changed = {key: value for key, value in typed.items() if value != there_are[key].value}
    if not changed:
        return
    sheet, _ = Sheet.objects.get_or_create(conversation=found, defaults={"changed_at": at})
    sheet.values = {key: value for key, value in {**sheet.values, **changed}.items() if value is not None}
    sheet.changed_at = at
    sheet.save(update_fields=["values", "changed_at"])
    log.append(*(_filled(found, there_are[key], value, by=by, at=at) for key, value in changed.items()))


def _typed(there_are: Mapping[str, Noted], raw: Mapping[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key, words in raw.items():
        one = there_are[key]
        try:
            typed[key] = custom.typed(one.as_custom(), _key_of_choice(one, words))
        except custom.BadValue as error:
            wrong[key] = error.kind
    if wrong:
        raise BadValues(wrong)
    return typed


def _key_of_choice(one: Noted, words: str) -> str:
    """Return the key of a choice that is told by one of its names; what is chosen already may be gone."""
    if one.field.kind != "CHOICE":
        return words
    meant = text.fold(words)
    allowed = [each for each in one.field.choices if not each.is_gone or each.key == one.value]
    if any(each.key == words for each in allowed):
        return words
    found = (each.key for each in allowed for name in each.names.values() if text.fold(name) == meant)
    # What is gone is offered to nobody, so its key is no value any more.
    return next(found, "" if not meant else f"-{words}")


def _filled(found: Conversation, one: Noted, value: object, *, by: Agent, at: datetime) -> events.FieldFilled:
    return events.FieldFilled(
        conversation_id=found.pk, customer_id=found.customer_id, standard_id=one.standard_id, names=dict(one.names),
        is_empty=value is None, occurred_at=at, actor=by.actor,
    )  # fmt: skip
