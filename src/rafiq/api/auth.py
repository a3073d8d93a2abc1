"""Who asks: a bearer token in force, and whether it may do what it asks for."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from rafiq.accounts.models import Agent
from rafiq.api import tokens
from rafiq.api.models import Token
from rafiq.api.problems import Problem
from rafiq.api.scopes import Scope


class ApiRequest(HttpRequest):
    """A request of a program that was let in."""

    auth: Token


class Bearer(HttpBearer):
    """`Authorization: Bearer rfq_…` (RFC 6750), of a token with a scope where one is needed."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Find the token; None refuses the request.

        Raises:
            Problem: if it lacks the scope.
        """
        found = tokens.recognise(token, at=timezone.now()) if token.startswith(tokens.PREFIX) else None
        if found and self.scope and self.scope not in found.scopes:
            raise Problem(403, "missing_scope", self.scope)
        return found


def needs(scope: Scope) -> Bearer:
    """Let in only tokens with a scope; given to an operation as its `auth`."""
    return Bearer(scope)


def agent_of(request: HttpRequest) -> Agent:
    """Return the agent a program acts as."""
    return token_of(request).agent


def token_of(request: HttpRequest) -> Token:
    """Return the token a request came with."""
    return cast(ApiRequest, request).auth
