"""Somebody of the staff at the pages about articles."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.knowledge.models import Translation
from tests.makers import make_agent


def browser(agent: Agent | str = Role.SUPERVISOR, **fields: str) -> Client:
    """A browser in which somebody is logged in: this agent, or one of a role."""
    agent = agent if isinstance(agent, Agent) else make_agent(f"Of {agent}", role=agent, **fields)
    client = Client()
    client.force_login(agent)
    return client


def at(name: str, translation: Translation, **more: object) -> str:
    """An address of an article in a language."""
    return reverse(f"articles:{name}", kwargs={"pk": translation.article_id, "language": translation.language, **more})


def typed(translation: Translation, **fields: object) -> dict[str, object]:
    """What the editor's form sends of a translation."""
    return {
        "number": translation.number, "title": translation.title, "summary": translation.summary,
        "body": translation.body, "asked": "\n".join(translation.asked), **fields,
    }  # fmt: skip
