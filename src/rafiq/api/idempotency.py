"""Repeated requests: the same Idempotency-Key does something once and gets the first answer again.

The key is claimed by a unique constraint inside the transaction of the change itself: of two requests at the same
moment the second waits for the first, and a process that dies in between leaves neither claim nor change.
See draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.decorators import decorate_view

from rafiq.api import problems, tokens
from rafiq.api.models import KeptAnswer
from rafiq.platform import secrets

KEPT = timedelta(days=1)
LONGEST_KEY = 200
FAILED = 400

type View = Callable[..., HttpResponse]

_CLAIM = """
    INSERT INTO api_keptanswer (token_id, key, digest, status, body, asked_at) VALUES (%s, %s, %s, 0, '', %s)
    ON CONFLICT (token_id, key) DO NOTHING RETURNING id
"""


def once[F: Callable[..., Any]](operation: F) -> F:
    """Make an operation of the interface honour the header Idempotency-Key."""
    return decorate_view(_kept)(operation)


def forget_old(*, at: datetime) -> int:
    """Remove the answers kept longer than a day; return how many."""
    return KeptAnswer.objects.filter(asked_at__lt=at - KEPT).delete()[0]


def _kept(view: View) -> View:
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # passed on
        key = request.headers.get("Idempotency-Key", "")
        token = tokens.recognise(_bearer(request), at=timezone.now()) if key else None
        if token is None:
            return view(request, *args, **kwargs)
        if len(key) > LONGEST_KEY or not key.isprintable():
            return problems.answer(400, "bad_idempotency_key")
        with transaction.atomic():
            kept = _claim(token.pk, key, _digest(request))
            if isinstance(kept, HttpResponse):
                return kept
            response = view(request, *args, **kwargs)
            if response.status_code >= FAILED:
                transaction.set_rollback(True)  # nothing happened: the key is free again
            else:
                body = secrets.encrypt(response.content.decode())  # it may tell a secret that is told only once
                KeptAnswer.objects.filter(pk=kept).update(status=response.status_code, body=body)
            return response

    return run


def _claim(token_id: int, key: str, digest: str) -> int | HttpResponse:
    """Return the id of a fresh claim, or the answer to give instead."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [token_id, key, digest, timezone.now()])
        if claimed := cursor.fetchone():
            return int(claimed[0])
    kept = KeptAnswer.objects.get(token=token_id, key=key)
    if kept.digest != digest:
        return problems.answer(422, "idempotency_key_reused")
    content_type = "application/json; charset=utf-8"
    return HttpResponse(
        secrets.decrypt(kept.body),
        status=kept.status,
        content_type=content_type,
        headers={"Idempotency-Replayed": "true"},
    )


def _bearer(request: HttpRequest) -> str:
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    return plain.strip() if scheme.lower() == "bearer" else ""


def _digest(request: HttpRequest) -> str:
    parts = [request.method or "", request.get_full_path(), hashlib.sha256(request.body).hexdigest()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
