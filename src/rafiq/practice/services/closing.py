"""What is asked before a conversation is closed: fields, steps of procedures, approvals; asked in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Lacking
from rafiq.inbox.models import Conversation
from rafiq.knowledge import markdown
from rafiq.practice.models import Unready
from rafiq.practice.naming import called_lazily
from rafiq.practice.queries.approvals import held_up_by
from rafiq.practice.queries.checklists import followed
from rafiq.practice.queries.fields import fields_of
from rafiq.practice.services.checklists import tick
from rafiq.practice.services.fields import fill


def find_lacking(conversation: Conversation, at: datetime) -> Iterator[Lacking]:
    """List what is lacking before a conversation may be closed; the inbox asks in the transaction that closes it."""
    for one in fields_of(conversation):
        if one.is_lacking:
            yield Lacking("field", f"field-{one.standard_id}", called_lazily(one.names))
    for procedure in followed(conversation):
        for step in procedure.lacking:
            words = {language: markdown.plain(said) for language, said in step.texts.items()}
            named = format_lazy("{}: {}", called_lazily(procedure.version.names), called_lazily(words))
            yield Lacking("step", f"step-{procedure.version.standard_id}-{step.key}", named)
    for approval in held_up_by(conversation):
        named = format_lazy("{}: {}", _("Waiting for approval"), called_lazily(approval.version.names))
        yield Lacking("approval", f"approval-{approval.pk}", named)


def close(
    conversation: Conversation,
    *,
    values: Mapping[str, str],
    steps: Sequence[tuple[int, str, str]],
    by: Agent,
    at: datetime,
) -> Conversation:
    """Fill in fields, do steps (each a procedure's standard, a step's key, an answer), then close.

    What is filled in and done is so at once or not at all, and stays even where closing is refused: an answer may bring
    further steps, and nobody has to say again what they have said.

    Raises:
        BadValues: if values are none of their fields' kinds.
        NoSuchField: if a key is that of no field of this conversation.
        NoSuchStep: if a step is not there.
        NoAnswer: if a step that asks was not answered.
        NotReady: if something is lacking still.
        AlreadyResolved: if somebody closed it first.
    """
    with transaction.atomic():
        fill(conversation, values, by=by, at=at)
        for standard_id, step, answer in steps:
            tick(conversation, standard_id=standard_id, step=step, answer=answer, by=by, at=at)
    return inbox.resolve(conversation=conversation, by=by, at=at)


def note_unready(conversation_id: int, *, lacking: Sequence[str], actor: str, at: datetime) -> None:
    """Keep what a program closed a conversation without. Repeating it changes nothing."""
    said = {"actor": actor, "lacking": list(lacking)}
    Unready.objects.get_or_create(conversation_id=conversation_id, closed_at=at, defaults=said)
