"""What the shell of every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.channels.transport import queries as channels
from rafiq.inbox import queries as inbox


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `language`, `direction`, `scheme`; and to agents, lazily, `company` and what needs attention."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    context: dict[str, Any] = {"language": language, "direction": "ltr" if language == "en" else "rtl"}
    agent = getattr(request, "user", None)
    context["scheme"] = agent.scheme if isinstance(agent, Agent) else "auto"
    context["company"] = accounts.company
    if isinstance(agent, Agent):
        context["inbox_counts"] = SimpleLazyObject(lambda: inbox.counts(agent))
        context["channel_troubles"] = SimpleLazyObject(channels.troubles)
    return context
