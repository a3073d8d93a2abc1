"""What a company notes of conversations in fields of its own, and what may be asked of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from rafiq.api import schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.problems import Problem
from rafiq.api.routes.conversations import find
from rafiq.api.scopes import Scope
from rafiq.inbox.models import Conversation
from rafiq.practice import queries, services

router = Router(tags=["conversations"])
READ = needs(Scope.CONVERSATIONS_READ)
WRITE = needs(Scope.CONVERSATIONS_WRITE)


@router.get(
    "/{conversation_id}/fields", response=list[schemas.FieldOut], summary="Read a conversation's fields", auth=READ
)
def read_fields(request: HttpRequest, conversation_id: schemas.Id) -> list[dict[str, Any]]:
    """Read the fields meant for one conversation, and those it has a value of."""
    return _shown(find(agent_of(request), conversation_id))


@router.patch(
    "/{conversation_id}/fields", response=list[schemas.FieldOut], summary="Fill in a conversation's fields", auth=WRITE
)
def fill_fields(
    request: HttpRequest, conversation_id: schemas.Id, payload: schemas.FieldsIn
) -> list[dict[str, Any]]:  # fmt: skip
    """Fill in fields by their keys, as people write them; "" empties, what is left out stays."""
    agent = agent_of(request)
    conversation = find(agent, conversation_id)
    try:
        services.fill(conversation, payload.values, by=agent, at=timezone.now())
    except services.BadValues as error:
        errors = [{"field": key, "code": kind.lower(), "detail": _("This value is not valid here.")}
                  for key, kind in error.kinds.items()]  # fmt: skip
        raise Problem(422, "invalid", errors=errors) from error
    except services.NoSuchField as error:
        raise Problem(422, "invalid", _("There is no such field."), field="values") from error
    return _shown(conversation)


def _shown(conversation: Conversation) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key, "names": dict(one.names), "kind": one.field.kind.lower(), "value": one.value,
            "is_required": one.is_meant and one.field.is_required,
            "choices": [{"key": each.key, "names": dict(each.names)} for each in one.field.offered()],
        }
        for one in queries.fields_of(conversation)
    ]  # fmt: skip
