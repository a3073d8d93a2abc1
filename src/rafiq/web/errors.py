"""Errors in words: what happened, what was kept, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 without touching the database: the page reloads by itself, live pages keep what was typed."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = render(
            None,  # no context processors: they would ask the database again
            "web/unavailable.html",
            _reading(language),
            status=503,
        )
    response["Retry-After"] = "5"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our own page, or came after the session ended."""
    title, words = _("This page has grown old"), _("Please reload it and try again. Nothing was changed.")
    return render(request, "web/error.html", {"title": title, "words": words, "code": 403}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    title, words = _("That cannot be understood"), _("The address or the form was broken. Nothing was changed.")
    return render(request, "web/error.html", {"title": title, "words": words, "code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    title, words = _("Not for you"), _("Your role does not allow this. An administrator can change that.")
    return render(request, "web/error.html", {"title": title, "words": words, "code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what this agent may not see."""
    title, words = _("Nothing here"), _("It may have been removed, or it is not yours to see.")
    return render(request, "web/error.html", {"title": title, "words": words, "code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without touching the database or the reader's session: they may be what broke."""
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        title, words = _("Something broke on our side"), _("It was written down. Please try again in a moment.")
        context = {"title": title, "words": words, "code": 500, **_reading(language)}
        return render(None, "web/error.html", context, status=500)


def _reading(language: str) -> dict[str, str]:
    return {"language": language, "direction": "ltr" if language == "en" else "rtl"}
