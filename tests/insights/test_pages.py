"""The pages: what they show, to whom, and where numbers lead."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts.models import Role
from tests.insights.played import MINUTE, answer, begin, resolve, settle
from tests.makers import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = make_agent("Boss", role=Role.SUPERVISOR)
    client.force_login(boss)
    return boss


@pytest.mark.parametrize("by", ["agent", "team", "channel", "language", "hour"])
def test_the_page_shows(client, boss, by):
    now = timezone.now()
    talk = begin(now - 60 * MINUTE)
    answer(talk, boss, at=now - 50 * MINUTE)
    resolve(talk, boss, at=now - 40 * MINUTE)
    settle()
    page = client.get(reverse("insights:performance"), {"by": by})
    assert page.status_code == 200
    for measure in ("opened", "waited", "resolved"):
        page = client.get(reverse("insights:conversations"), {"measure": measure})
        assert page.content.decode().count("data-label") == 5
    page = client.get(reverse("insights:export"))
