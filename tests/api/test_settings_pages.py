"""Tokens and webhooks in the settings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from rafiq.accounts.models import Role
from rafiq.api import tokens
from rafiq.api.models import Dispatch, Endpoint, Token
from rafiq.api.webhooks import services
from tests.makers import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
    return client


def test_a_token_is_shown_once_and_works(boss: Client):
    agent = make_agent("Robot")
    given = {"name": "Shop", "agent": agent.pk, "scopes": ["staff:read"], "days": "30"}
    page = boss.post("/settings/api/new/", given)
    token = Token.objects.get()
    [plain] = [word for word in page.content.decode().replace("<", ">").split(">") if word.startswith(tokens.PREFIX)]
    assert page["Cache-Control"] == "no-store"
    assert (token.agent, token.expires_at is not None) == (agent, True)
    answer = boss.get("/api/v1/agents", headers={"Authorization": f"Bearer {plain}"})
    assert answer.status_code == 200
    assert plain not in boss.get("/settings/api/").content.decode()

    boss.post(f"/settings/api/{token.pk}/revocation/")
    assert boss.get("/api/v1/agents", headers={"Authorization": f"Bearer {plain}"}).status_code == 401


def test_a_token_needs_a_scope_and_an_agent(boss: Client):
    page = boss.post("/settings/api/new/", {"name": "Shop", "agent": "0", "scopes": ["everything"]})
    assert page.status_code == 422
    assert not Token.objects.exists()


def test_a_webhook_is_made_changed_replayed_and_removed(boss: Client):
    page = boss.post("/settings/webhooks/new/", {"url": "http://127.0.0.1:9/", "is_active": "on"})
    assert "whsec_" in page.content.decode()
    endpoint = Endpoint.objects.get()
    assert "whsec_" not in boss.get(f"/settings/webhooks/{endpoint.pk}/").content.decode()
    dispatch = Dispatch.objects.create(
        endpoint=endpoint, entry_id=5, event="x", body={}, state="FAILED", created_at=datetime.now(UTC)
    )
    assert boss.post(f"/settings/webhooks/{endpoint.pk}/deliveries/{dispatch.pk}/redelivery/").status_code == 303
    dispatch.refresh_from_db()
    assert dispatch.state == "WAITING"
    assert boss.post(f"/settings/webhooks/{endpoint.pk}/replay/", {"hours": "24"}).status_code == 303
    assert boss.post("/settings/webhooks/new/", {"url": "javascript:alert(1)"}).status_code == 422
    boss.post(f"/settings/webhooks/{endpoint.pk}/removal/")
    assert not Endpoint.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(boss: Client):
    endpoint, _ = services.save(None, url="http://a.example/", events=[], is_active=True, at=datetime.now(UTC))
    path = f"/settings/webhooks/{endpoint.pk}/"
    [version] = [part.split('"')[0] for part in boss.get(path).content.decode().split('name="version" value="')[1:]][:1]
    services.save(endpoint, url="http://b.example/", events=[], is_active=True, at=datetime.now(UTC))
    answer = boss.post(path, {"url": "http://c.example/", "is_active": "on", "version": version})
    assert answer.status_code == 409
    endpoint.refresh_from_db()
    assert endpoint.url == "http://b.example/"


def test_only_administrators(client: Client):
    client.force_login(make_agent("Sup", role=Role.SUPERVISOR))
    for path in ("/settings/api/", "/settings/api/new/", "/settings/webhooks/", "/settings/webhooks/new/"):
        assert client.get(path).status_code == 403
