"""Furnishes the measured product through its own services: a helper process, since it needs Django."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from django.test import Client  # noqa: E402  # models can be imported only now

from rafiq.accounts import services as accounts  # noqa: E402
from rafiq.accounts.models import Agent, Role  # noqa: E402
from rafiq.bench import _orders  # noqa: E402
from rafiq.inbox import services as inbox  # noqa: E402
from rafiq.inbox.models import Channel  # noqa: E402


def open_channel() -> dict[str, Any]:
    """Make a web chat channel; return its public key."""
    channel = inbox.save_channel(None, kind="webchat", name="Shop", settings={}, at=datetime.now(UTC))
    return {"key": channel.key}


def furnish(*, agents: int, teams: int, tags: int) -> dict[str, Any]:
    """Make staff, teams (the first one private, with the first agent in it), tags and a channel; return their ids."""
    now = datetime.now(UTC)
    boss = _agent(0, role=Role.ADMINISTRATOR)
    staff = [_agent(number, role=Role.AGENT) for number in range(1, agents + 1)]
    members = [[one.pk for one in staff[number::teams]] for number in range(teams)]
    made = [
        accounts.save_team(None, name=f"Team {number}", is_private=not number, member_ids=ids, by=boss, at=now)
        for number, ids in enumerate(members)
    ]
    labels = [inbox.save_tag(None, name=f"Tag {number}", hue=number % 12) for number in range(tags)]
    channel = Channel.objects.get(key=open_channel()["key"])
    return {
        "key": channel.key,
        "channel_id": channel.pk, "agents": [one.pk for one in staff], "teams": [one.pk for one in made],
        "tags": [one.pk for one in labels],
    }  # fmt: skip


def log_in(*, count: int) -> dict[str, Any]:
    """Log agents in, without their passwords; return the sessions' keys."""
    cookies = []
    for agent in Agent.objects.filter(role=Role.AGENT).order_by("pk")[:count]:
        client = Client()
        client.force_login(agent)
        cookies.append(client.cookies["sessionid"].value)
    return {"cookies": cookies}


def _agent(number: int, *, role: str) -> Agent:
    agent = Agent(email=f"agent-{number}@bench.example", name=f"Agent {number}", role=role, joined_at=datetime.now(UTC))
    agent.set_unusable_password()
    agent.save()
    return agent


if __name__ == "__main__":
    _orders.serve({"open_channel": open_channel, "furnish": furnish, "log_in": log_in})
