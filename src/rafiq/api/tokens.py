"""Tokens: made, shown once, recognised, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from rafiq.accounts.models import Agent
from rafiq.api.models import Token
from rafiq.api.scopes import Scope

PREFIX = "rfq_"
HINT = 4
NOTED_EVERY = timedelta(minutes=5)


def make(
    *, name: str, agent: Agent, scopes: Collection[Scope], by: Agent, at: datetime, expires_at: datetime | None = None
) -> tuple[Token, str]:
    """Make a token that acts as an agent; the plain text is returned this once and never kept."""
    plain = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name, agent=agent, digest=digest(plain), hint=plain[-HINT:], scopes=sorted(scopes), created_by=by,
        created_at=at, expires_at=expires_at,
    )  # fmt: skip
    return token, plain


def recognise(plain: str, *, at: datetime) -> Token | None:
    """Find the token that is in force, of an agent who is; note now and then that it is used."""
    found = Token.objects.select_related("agent").filter(digest=digest(plain), revoked_at=None, agent__is_active=True)
    token = found.filter(Q(expires_at=None) | Q(expires_at__gt=at)).first()
    if token and (token.used_at is None or at - token.used_at > NOTED_EVERY):
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def revoke(token: Token, *, at: datetime) -> None:
    """Shut a token out at once. Repeating it changes nothing."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)


def digest(plain: str) -> str:
    """Return what is kept of a token; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(plain.encode()).hexdigest()
