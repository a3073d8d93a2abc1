"""Webhooks, managed by programs as by people in the settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from rafiq.api import paging, schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.idempotency import once
from rafiq.api.models import Dispatch, Endpoint
from rafiq.api.problems import Problem, missing
from rafiq.api.scopes import Scope
from rafiq.api.webhooks import services

router = Router(tags=["webhooks"])
MANAGE = needs(Scope.WEBHOOKS)


@router.get("", response=list[schemas.EndpointOut], summary="List webhooks", auth=MANAGE)
def list_webhooks(request: HttpRequest) -> list[dict[str, Any]]:
    """List the addresses that hear of what happens."""
    _only_administrators(request)
    return [_shown(one) for one in Endpoint.objects.order_by("pk")]


@router.post("", response={201: schemas.EndpointOut}, summary="Make a webhook", auth=MANAGE)
@once
def make_webhook(request: HttpRequest, payload: schemas.EndpointIn) -> Status[dict[str, Any]]:
    """Make a webhook; the secret that signs what it gets is told this once."""
    _only_administrators(request)
    endpoint, secret = _saved(None, payload)
    return Status(201, _shown(endpoint) | {"secret": secret})


@router.put("/{webhook_id}", response=schemas.EndpointOut, summary="Change a webhook", auth=MANAGE)
def change_webhook(request: HttpRequest, webhook_id: schemas.Id, payload: schemas.EndpointIn) -> dict[str, Any]:
    """Change address, events, or whether it is told anything at all."""
    _only_administrators(request)
    endpoint, _secret = _saved(_find(webhook_id), payload)
    return _shown(endpoint)


@router.delete("/{webhook_id}", response={204: None}, summary="Remove a webhook", auth=MANAGE)
def remove_webhook(request: HttpRequest, webhook_id: schemas.Id) -> Status[None]:
    """Remove a webhook and the record of what it was sent."""
    _only_administrators(request)
    services.remove(_find(webhook_id))
    return Status(204, None)


@router.get(
    "/{webhook_id}/deliveries",
    response=schemas.DispatchPage,
    summary="What a webhook was sent",
    auth=MANAGE,
)
def list_deliveries(
    request: HttpRequest, webhook_id: schemas.Id, after: paging.After = "", limit: paging.Limit = 50
) -> dict[str, Any]:
    """List what was sent, the newest first, with the answers."""
    _only_administrators(request)
    found = Dispatch.objects.filter(endpoint=_find(webhook_id)).order_by("-pk")
    if place := paging.decode(after, int):
        found = found.filter(pk__lt=place[0])
    return paging.page(list(found[: limit + 1]), limit=limit, place=lambda row: paging.encode(row.pk), show=_dispatch)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redelivery",
    response={202: None},
    summary="Send one again",
    auth=MANAGE,
)
def send_again(request: HttpRequest, webhook_id: schemas.Id, delivery_id: schemas.Id) -> Status[None]:
    """Send one event again, whatever became of it before."""
    _only_administrators(request)
    dispatch = Dispatch.objects.filter(endpoint=_find(webhook_id), pk=delivery_id).first()
    if dispatch is None:
        raise missing()
    services.send_again(dispatch)
    return Status(202, None)


@router.post(
    "/{webhook_id}/replay",
    response={202: schemas.ReplayOut},
    summary="Send all again since a moment",
    auth=MANAGE,
)
def replay(request: HttpRequest, webhook_id: schemas.Id, payload: schemas.ReplayIn) -> Status[dict[str, int]]:
    """Read the log again from a moment on and send all of it, in order; receivers know repetitions by `id`."""
    _only_administrators(request)
    if timezone.is_naive(payload.since):
        raise Problem(422, "invalid", _("This must be a moment with its time zone."), field="since")
    return Status(202, {"count": services.replay(_find(webhook_id), since=payload.since, at=timezone.now())})


def _only_administrators(request: HttpRequest) -> None:
    if not agent_of(request).is_administrator:
        raise Problem(403, "not_for_agents")


def _saved(endpoint: Endpoint | None, payload: schemas.EndpointIn) -> tuple[Endpoint, str]:
    try:
        return services.save(
            endpoint, url=payload.url, events=payload.events, is_active=payload.is_active, at=timezone.now()
        )
    except services.BadAddress as error:
        raise Problem(422, "invalid", _("This must be an http or https address."), field="url") from error
    except services.UnknownEvent as error:
        raise Problem(
            422, "invalid", _("There is no event called %(name)s.") % {"name": error}, field="events"
        ) from error


def _find(webhook_id: int) -> Endpoint:
    found = Endpoint.objects.filter(pk=webhook_id).first()
    if found is None:
        raise missing()
    return found


def _shown(endpoint: Endpoint) -> dict[str, Any]:
    names = ("id", "url", "events", "is_active", "failing_since", "created_at")
    return {name: getattr(endpoint, name) for name in names}


def _dispatch(row: Dispatch) -> dict[str, Any]:
    names = ("id", "event", "attempts", "status", "answer", "created_at", "tried_at")
    return {name: getattr(row, name) for name in names} | {"event_id": row.entry_id, "state": row.state.lower()}
