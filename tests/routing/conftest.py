"""Whoever sees to queues and rules."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Role
from tests.makers import make_agent


@pytest.fixture
def boss(client):
    boss = make_agent("Mina", role=Role.SUPERVISOR)
    client.force_login(boss)
    return boss
