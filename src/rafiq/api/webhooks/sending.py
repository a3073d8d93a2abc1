"""Hands waiting events to an endpoint, in the order of the log, each signed.

`Rafiq-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of `<seconds>.<body>` under the endpoint's secret.
An endpoint that cannot be reached, or answers 408, 429 or 5xx, keeps everything waiting in order; one that refuses
an event (other 4xx) is asked five times, then that event is put aside and the next ones go on.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from rafiq.api.models import Dispatch, Endpoint
from rafiq.platform import http
from rafiq.platform import secrets as vault
from rafiq.platform.signing import signature as signature

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
REFUSALS = 5
GIVEN_UP_AFTER = timedelta(days=3)
PAUSES = (5, 15, 60, 300, 900, 1800)  # seconds before the next try
MOST_AT_ONCE = 500
EXCERPT = 500
PATIENCE = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one try came to; `is_away` says that it is the endpoint's state, not this event."""

    status: int | None
    words: str
    is_done: bool
    is_away: bool
    retry_after: int = 0


def send_waiting(endpoint_id: int, *, at: datetime) -> int:
    """Send what waits at an endpoint; return after how many seconds to try again, 0 if nothing is left to do."""
    endpoint = Endpoint.objects.filter(pk=endpoint_id, is_active=True).first()
    if endpoint is None:
        return 0
    secret, began = vault.decrypt(endpoint.secret), time.monotonic()
    with http.client(timeout=TIMEOUT) as client:
        for _turn in range(MOST_AT_ONCE):
            dispatch = (
                Dispatch.objects.filter(endpoint=endpoint, state=Dispatch.State.WAITING).order_by("entry_id").first()
            )
            if dispatch is None:
                return 0
            now = at + timedelta(seconds=time.monotonic() - began)  # receivers look how old a signature is
            outcome = _try(client, endpoint.url, secret, dispatch, at=now)
            if pause := _note(endpoint, dispatch, outcome, at=now):
                return pause
    return 1


def _try(client: httpx.Client, url: str, secret: str, dispatch: Dispatch, *, at: datetime) -> Outcome:
    body = json.dumps(dispatch.body, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json", "User-Agent": "Rafiq", "Rafiq-Event": dispatch.event,
        "Rafiq-Delivery": str(dispatch.entry_id), "Rafiq-Signature": signature(body, secret=secret, at=at),
    }  # fmt: skip
    try:
        with client.stream("POST", url, content=body, headers=headers) as response:
            said = _excerpt(response)
            return _outcome(response, said)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:EXCERPT], is_done=False, is_away=True)


def _excerpt(response: httpx.Response) -> str:
    """Read the beginning of the answer, however long it is."""
    for chunk in response.iter_bytes(4096):
        return chunk.decode(errors="replace").replace("\0", "")[:EXCERPT]
    return ""


def _outcome(response: httpx.Response, said: str) -> Outcome:
    status = response.status_code
    is_away = status >= 500 or status in PATIENCE
    after = response.headers.get("Retry-After", "")
    return Outcome(
        status, said, is_done=response.is_success, is_away=is_away,
        retry_after=min(int(after), 3600) if after.isascii() and after.isdigit() else 0,
    )  # fmt: skip


def _note(endpoint: Endpoint, dispatch: Dispatch, outcome: Outcome, *, at: datetime) -> int:
    """Write down what a try came to; return how many seconds to wait, 0 to go on with the next event."""
    dispatch.attempts = min(dispatch.attempts + 1, 30_000)
    dispatch.status, dispatch.answer, dispatch.tried_at = outcome.status, outcome.words, at
    is_refused = not (outcome.is_done or outcome.is_away)
    if outcome.is_done:
        dispatch.state = Dispatch.State.DONE
    elif is_refused and dispatch.attempts >= REFUSALS:
        dispatch.state = Dispatch.State.FAILED
    dispatch.save(update_fields=["attempts", "status", "answer", "tried_at", "state"])
    _note_endpoint(endpoint, is_failing=not outcome.is_done, at=at)
    if dispatch.state != Dispatch.State.WAITING:
        return 0
    return outcome.retry_after or PAUSES[min(dispatch.attempts - 1, len(PAUSES) - 1)]


def _note_endpoint(endpoint: Endpoint, *, is_failing: bool, at: datetime) -> None:
    if not is_failing:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    if endpoint.failing_since is None:
        endpoint.failing_since = at
    elif at - endpoint.failing_since > GIVEN_UP_AFTER:
        logger.warning("Webhook %s has failed for three days and is switched off: %s", endpoint.pk, endpoint.url)
        endpoint.is_active = False
    endpoint.save(update_fields=["failing_since", "is_active"])
