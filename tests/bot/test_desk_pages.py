"""The bot's pages in the settings: who may open them, and that each shows what is there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from tests.bot.desk_world import furnish_desk
from tests.makers import make_agent, make_conversation

pytestmark = pytest.mark.django_db
PAGES = [
    ("behaviour", "", True), ("error", "", True), ("flow", "", True), ("new_intent", "", True),
    ("intent", "bot_intent", True), ("new_action", "", True), ("action", "bot_action", True), ("snippets", "", True),
    ("new_snippet", "", True), ("snippet", "bot_snippet", True), ("cases", "", True), ("trial", "bot_trial", True),
    ("publications", "", True), ("publication", "bot_publication", True), ("transcripts", "", False),
    ("dialogue", "conversation", False), ("correction", "bot_turn", False), ("dashboard", "", False),
]  # fmt: skip


@pytest.fixture
def boss():
    return make_agent("Boss", role=Role.ADMINISTRATOR)


@pytest.fixture
def things(boss):
    conversation = make_conversation("My fridge does not cool")
    return {"conversation": conversation.pk, **furnish_desk(conversation, boss, "Where is my order")}


@pytest.mark.parametrize(("name", "thing", "for_administrators"), PAGES, ids=[page[0] for page in PAGES])
def test_each_page_opens_for_whom_it_is_meant_and_for_nobody_else(
    client, boss, things, name, thing, for_administrators
):
    address = reverse(f"bot_settings:{name}", args=[things[thing]] if thing else [])

    def status(role: str) -> int:
        client.force_login(make_agent(role=role))
        return client.get(address).status_code

    assert status(Role.ADMINISTRATOR) == 200
    assert status(Role.SUPERVISOR) == (403 if for_administrators else 200)
    assert status(Role.AGENT) == 403
