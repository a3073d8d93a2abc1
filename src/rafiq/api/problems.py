"""Errors as problem+json (RFC 9457), in the language the program asks for (Accept-Language)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rafiq.platform.db import AWAY

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request is not understood"),
    401: gettext_lazy("No valid token"),
    403: gettext_lazy("The token may not do this"),
    404: gettext_lazy("There is no such thing here"),
    405: gettext_lazy("This address does not take this method"),
    409: gettext_lazy("This does not fit with what is there"),
    413: gettext_lazy("Too large"),
    422: gettext_lazy("Some values are not valid"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something broke on our side"),
    503: gettext_lazy("The database is away for the moment"),
}


_LONG, _SHORT = gettext_lazy("This is longer than %(most)s."), gettext_lazy("This is shorter than %(least)s.")
_CHOICE = gettext_lazy("This must be one of %(choices)s.")
WORDS = {
    "missing": gettext_lazy("This is required."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": _LONG,
    "too_long": _LONG,
    "string_too_short": _SHORT,
    "too_short": _SHORT,
    "enum": _CHOICE,
    "literal_error": _CHOICE,
}
BROKEN = gettext_lazy("This is not valid JSON of the expected form.")
OTHER = gettext_lazy("This value is not valid here.")


class Problem(Exception):
    """A refusal with its reason: `code` for programs, `detail` for people (translated)."""

    def __init__(
        self, status: int, code: str, detail: str = "", *, field: str = "", errors: Sequence[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors = errors or ([{"field": field, "detail": detail}] if field else [])


def missing() -> Problem:
    """Make the answer for what is not there, or not for this token to see."""
    return Problem(404, "not_found")


def answer(
    status: int,
    code: str,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Write a problem document."""
    body: dict[str, Any] = {"type": f"urn:rafiq:problem:{code}", "title": _title(status), "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(
        body, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def install(api: NinjaAPI) -> None:
    """Make every error of the interface a problem document."""
    tellers: dict[type[Exception], Any] = {
        Problem: _of_problem, ValidationError: _of_values, AuthenticationError: _of_token, HttpError: _of_http,
        **dict.fromkeys(AWAY, _of_database),
    }  # fmt: skip
    for kind, tell in tellers.items():
        api.add_exception_handler(kind, tell)


def _of_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem.status, problem.code, problem.detail, errors=problem.errors)


def _of_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(401, "no_token", headers={"WWW-Authenticate": 'Bearer realm="rafiq"'})


def _of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return answer(error.status_code, code)


def _of_database(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(503, "database_away", headers={"Retry-After": "5"})


def _of_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(422, "invalid", errors=[_one(each) for each in error.errors])


def _one(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error.get("loc", ()) if part not in {"body", "query", "path", "payload"}]
    return {"field": ".".join(place[:6]), "code": str(error.get("type", "")), "detail": _in_words(error)}


def _in_words(error: Mapping[str, Any]) -> str:
    """Say in the reader's language what is wrong with one value; `code` names it exactly for programs."""
    kind, limits = str(error.get("type", "")), error.get("ctx") or {}
    words = WORDS.get(kind) or (BROKEN if kind.startswith(("json", "model")) else OTHER)
    return str(words) % {
        "most": limits.get("max_length", ""),
        "least": limits.get("min_length", ""),
        "choices": limits.get("expected", ""),
    }


def _title(status: int) -> str:
    return str(TITLES.get(status) or HTTPStatus(status).phrase)
