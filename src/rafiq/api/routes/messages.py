"""Messages and notes of a conversation, and its tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from rafiq.api import paging, schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.idempotency import once
from rafiq.api.problems import Problem, missing
from rafiq.api.routes import shapes
from rafiq.api.routes.conversations import find
from rafiq.api.scopes import Scope
from rafiq.inbox import queries, services
from rafiq.inbox.models import Message, Tag

router = Router(tags=["messages"])
READ = needs(Scope.CONVERSATIONS_READ)
WRITE = needs(Scope.CONVERSATIONS_WRITE)


@router.get(
    "/{conversation_id}/messages",
    response=schemas.MessagePage,
    summary="List messages and notes",
    auth=READ,
)
def list_messages(
    request: HttpRequest, conversation_id: schemas.Id, after: paging.After = "", limit: paging.Limit = 50
) -> dict[str, Any]:
    """List messages and notes, the newest first."""
    conversation = find(agent_of(request), conversation_id)
    place = paging.decode(after, int)
    rows = queries.messages(conversation, before=place[0] if place else None, limit=limit + 1)[::-1]
    return paging.page(rows, limit=limit, place=lambda row: paging.encode(row.id), show=shapes.message)


@router.post(
    "/{conversation_id}/messages",
    response={201: schemas.MessageOut},
    summary="Answer the customer",
    auth=WRITE,
)
@once
def answer(request: HttpRequest, conversation_id: schemas.Id, payload: schemas.MessageIn) -> Status[dict[str, Any]]:
    """Write an answer as the token's agent and send it over the conversation's channel."""
    return _written(request, conversation_id, payload, services.reply)


@router.post(
    "/{conversation_id}/notes",
    response={201: schemas.MessageOut},
    summary="Leave a note",
    auth=WRITE,
)
@once
def note(request: HttpRequest, conversation_id: schemas.Id, payload: schemas.MessageIn) -> Status[dict[str, Any]]:
    """Leave a note that only the staff sees."""
    return _written(request, conversation_id, payload, services.write_note)


@router.put(
    "/{conversation_id}/tags/{tag_id}",
    response={204: None},
    summary="Put a tag on",
    auth=WRITE,
)
def put_tag(request: HttpRequest, conversation_id: schemas.Id, tag_id: schemas.Id) -> Status[None]:
    """Put a tag on a conversation; repeating it changes nothing."""
    agent = agent_of(request)
    conversation = find(agent, conversation_id)
    services.tag(conversation=conversation, tag=_tag(tag_id), by=agent, at=timezone.now())
    return Status(204, None)


@router.delete(
    "/{conversation_id}/tags/{tag_id}",
    response={204: None},
    summary="Take a tag off",
    auth=WRITE,
)
def take_tag(request: HttpRequest, conversation_id: schemas.Id, tag_id: schemas.Id) -> Status[None]:
    """Take a tag off a conversation; repeating it changes nothing."""
    agent = agent_of(request)
    conversation = find(agent, conversation_id)
    services.untag(conversation=conversation, tag=_tag(tag_id), by=agent, at=timezone.now())
    return Status(204, None)


def _written(
    request: HttpRequest, conversation_id: int, payload: schemas.MessageIn, write: Callable[..., Message]
) -> Status[dict[str, Any]]:
    """Write an answer or a note as the token's agent.

    Raises:
        Problem: if there is nothing in it, or the conversation went into another one.
    """
    agent = agent_of(request)
    conversation = find(agent, conversation_id)
    try:
        message = write(
            conversation=conversation, author=agent, body=payload.text, client_id=uuid4(), at=timezone.now()
        )
    except services.EmptyMessage as error:
        raise Problem(422, "invalid", _("There is nothing in it."), field="text") from error
    except services.AlreadyJoined as error:
        raise Problem(409, "joined", _("This conversation was joined into another one. Answer there.")) from error
    return Status(201, _one(message))


def _tag(tag_id: int) -> Tag:
    found = Tag.objects.filter(pk=tag_id).first()
    if found is None:
        raise missing()
    return found


def _one(message: Message) -> dict[str, Any]:
    rows = queries.messages(message.conversation, since=message.pk, limit=50)
    return next(shapes.message(row) for row in rows if row.id == message.pk)
