"""What every request of the staff product passes."""

from __future__ import annotations

import logging
import re
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from rafiq.accounts.models import Agent
from rafiq.platform.db import AWAY
from rafiq.web import errors

logger = logging.getLogger(__name__)

# Asked by pages of other websites, who say their language themselves, and by providers of channels. Whoever is signed
# in here is not looked at: caches may share the answers, and they come while the database is away.
FOR_WEBSITES = ("/widget.js", "/webchat/", "/hooks/", "/help/", "/robots.txt", "/wall/")
HELP = re.compile(r"/help/(fa|ar|en)/")

type Next = Callable[[HttpRequest], HttpResponse]


class DatabaseAway:
    """Answers 503 in the reader's language while the database is away; nothing else would be true."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AWAY):
            return None
        logger.error("The database is away: %s", exception)
        return errors.unavailable(request)


class ReaderPreferences:
    """Shows everything in the agent's language and time zone; strangers get the browser's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            language, zone = self._preferences(request)
        except AWAY as error:
            logger.error("The database is away: %s", error)
            return errors.unavailable(request)
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            request.LANGUAGE_CODE = language  # as Django's LocaleMiddleware does
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _preferences(self, request: HttpRequest) -> tuple[str, str]:
        if page := HELP.match(request.path_info):  # a page that is read in the language of its address
            return page[1], "UTC"
        if request.path_info.startswith(FOR_WEBSITES):
            return translation.get_language_from_request(request), "UTC"
        agent = request.user
        if isinstance(agent, Agent):
            return agent.language, agent.time_zone
        chosen = request.GET.get("lang", "")
        if chosen in {"fa", "ar", "en"}:
            return chosen, "UTC"
        return translation.get_language_from_request(request), "UTC"
