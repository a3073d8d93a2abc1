"""Conversations: listed, begun, moved; always those the token's agent may see."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Team
from rafiq.api import paging, schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.idempotency import once
from rafiq.api.problems import Problem, missing
from rafiq.api.routes import shapes
from rafiq.api.scopes import Scope
from rafiq.customers import queries as customers
from rafiq.inbox import intake, queries, services
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.models import Channel, Conversation
from rafiq.inbox.queries import View

router = Router(tags=["conversations"])
READ = needs(Scope.CONVERSATIONS_READ)
WRITE = needs(Scope.CONVERSATIONS_WRITE)
OPEN_TO_PROGRAMS = "webhook"  # the kind of channel whose conversations programs may begin


@router.get("", response=schemas.ConversationPage, summary="List conversations", auth=READ)
def list_conversations(  # noqa: PLR0913, PLR0917  # one parameter a filter
    request: HttpRequest,
    state: Literal["open", "snoozed", "closed"] = "open",
    assignee: Annotated[Literal["anybody", "me", "nobody"], Query()] = "anybody",
    team_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    tag_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    after: paging.After = "",
    limit: paging.Limit = 50,
) -> dict[str, Any]:
    """List conversations, the latest word first; snoozed ones come with the one that wakes first, and on one page."""
    view = _view(state, assignee)
    place = paging.decode(after, _moment, int)
    rows = queries.conversation_list(
        agent_of(request), view=view, team_id=team_id, tag_id=tag_id, after=place, limit=limit + 1
    )
    if view == View.SNOOZED:
        return {"items": [shapes.conversation(row) for row in rows], "next": None}
    return paging.page(
        rows, limit=limit, place=lambda row: paging.encode(row.last_at.isoformat(), row.id), show=shapes.conversation
    )


@router.post(
    "",
    response={201: schemas.ConversationOut},
    summary="Take in what a customer said elsewhere",
    auth=WRITE,
)
@once
def begin_conversation(request: HttpRequest, payload: schemas.ConversationIn) -> Status[dict[str, Any]]:
    """Take in a message of a customer over a channel of the kind `webhook`; answers leave through that channel."""
    agent = agent_of(request)
    channel = Channel.objects.filter(pk=payload.channel_id, kind=OPEN_TO_PROGRAMS, is_active=True).first()
    if channel is None:
        raise Problem(
            422, "invalid", _("Programs can write into channels of the kind “webhook” only."), field="channel_id"
        )
    customer = customers.living().filter(pk=payload.customer_id).first()
    if customer is None:
        raise Problem(422, "invalid", _("There is no such customer."), field="customer_id")
    sender = customer.identities.filter(is_verified=True).order_by("pk").values_list("kind", "value").first()
    if sender is None:
        raise Problem(409, "no_address", _("This customer has no verified address to answer to."))
    said = Inbound(
        channel_id=channel.pk, thread=f"customer-{customer.pk}", external_id=f"api:{payload.external_id}",
        sender=(sender[0], sender[1]), text=payload.text, subject=payload.subject,
        said_at=payload.said_at or timezone.now(),
    )  # fmt: skip
    [receipt] = intake.receive([said], at=timezone.now())
    return Status(201, shapes.conversation(_row(agent, receipt.conversation_id)))


@router.get(
    "/{conversation_id}",
    response=schemas.ConversationOut,
    summary="Read a conversation",
    auth=READ,
)
def read_conversation(request: HttpRequest, conversation_id: schemas.Id) -> dict[str, Any]:
    """Read one conversation."""
    return shapes.conversation(_row(agent_of(request), conversation_id))


@router.patch(
    "/{conversation_id}",
    response=schemas.ConversationOut,
    summary="Move a conversation",
    auth=WRITE,
)
def change_conversation(
    request: HttpRequest, conversation_id: schemas.Id, payload: schemas.ConversationChange
) -> dict[str, Any]:
    """Hand over, settle, open again, put aside until later; what is left out stays."""
    agent, given = agent_of(request), payload.dict(exclude_unset=True)
    conversation = find(agent, conversation_id)
    if given.keys() & {"assignee_id", "team_id"}:
        _assign(conversation, given, by=agent)
    if "snoozed_until" in given:
        _snooze(conversation, given["snoozed_until"], by=agent)
    if state := given.get("state"):
        _settle(conversation, state, by=agent)
    if not queries.may_see(agent, [conversation_id]):  # handed over to a private team
        raise Problem(403, "moved_out_of_sight", _("It was handed over to a team this agent does not belong to."))
    return shapes.conversation(_row(agent, conversation_id))


def find(agent: Agent, conversation_id: int) -> Conversation:
    """Find a conversation this agent may see.

    Raises:
        Problem: if there is none.
    """
    found = queries.visible_to(agent).filter(pk=conversation_id).first()
    if found is None:
        raise missing()
    return found


def _row(agent: Agent, conversation_id: int) -> queries.ConversationRow:
    rows = queries.conversation_rows(queries.visible_to(agent).filter(pk=conversation_id))
    if not rows:
        raise missing()
    return rows[0]


def _assign(conversation: Conversation, given: dict[str, Any], *, by: Agent) -> None:
    assignee, team = conversation.assignee, conversation.team
    if "assignee_id" in given:
        assignee = accounts.agent(given["assignee_id"]) if given["assignee_id"] else None
        if given["assignee_id"] and assignee is None:
            raise Problem(422, "invalid", _("There is no such agent."), field="assignee_id")
    if "team_id" in given:
        team = Team.objects.filter(pk=given["team_id"]).first() if given["team_id"] else None
        if given["team_id"] and team is None:
            raise Problem(422, "invalid", _("There is no such team."), field="team_id")
    services.assign(conversation=conversation, assignee=assignee, team=team, by=by, at=timezone.now())


def _snooze(conversation: Conversation, until: datetime | None, *, by: Agent) -> None:
    now = timezone.now()
    if until is None:
        services.wake(conversation=conversation, by=by, at=now)
        return
    if timezone.is_naive(until) or until <= now:
        raise Problem(422, "invalid", _("This must be a moment to come, with its time zone."), field="snoozed_until")
    try:
        services.snooze(conversation=conversation, until=until, by=by, at=now)
    except services.NotOpen as error:
        raise Problem(409, "not_open", _("It is closed.")) from error


def _settle(conversation: Conversation, state: str, *, by: Agent) -> None:
    now = timezone.now()
    try:
        if state == "closed":
            services.resolve(conversation=conversation, by=by, at=now)
        else:
            services.reopen(conversation=conversation, by=by, at=now)
    except services.AlreadyResolved:
        return  # said twice, done once
    except services.NotReady as refusal:
        errors = [{"field": one.key, "code": one.code, "detail": str(one.words)} for one in refusal.lacking]
        raise Problem(409, "not_ready", _("Something is lacking before it may be closed."), errors=errors) from refusal
    except services.AlreadyJoined as error:
        raise Problem(409, "joined", _("It was joined into another conversation. Part them first.")) from error
    except services.NotOpen as error:
        raise Problem(
            409, "newer_conversation", _("The customer began a newer conversation; that one is open.")
        ) from error


def _view(state: str, assignee: str) -> View:
    if state == "snoozed":
        return View.SNOOZED
    if state == "closed":
        return View.CLOSED
    return {"me": View.MINE, "nobody": View.UNASSIGNED}.get(assignee, View.OPEN)


def _moment(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    if timezone.is_naive(moment):
        raise ValueError(raw)
    return moment
