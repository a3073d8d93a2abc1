"""The inbox's list of what is at risk: what is due first on top, and only what this agent may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.accounts.models import Role
from rafiq.inbox import queries as inbox
from rafiq.inbox import services as desk
from rafiq.inbox.queries import View
from rafiq.promises import services
from rafiq.promises.models import Promise
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, follow, make_policy

pytestmark = pytest.mark.django_db


def warn(conversation):
    """Let the moment come at which its promise is at risk."""
    promise = Promise.objects.get(conversation=conversation, ended_at=None)
    services.ring(promise.pk, moment=promise.warn_at, at=promise.warn_at)
    return promise


def test_what_is_due_first_stands_on_top_and_what_is_fine_does_not():
    make_policy(first_seconds=HOUR)
    later = make_conversation("Later", at=NOON + timedelta(minutes=5))
    sooner = make_conversation("Sooner", at=NOON)
    make_conversation("Fine", at=NOON)
    follow()
    for one in (later, sooner):
        warn(one)
    agent = make_agent()

    found = inbox.conversation_list(agent, view=View.RISK)

    assert [row.id for row in found] == [sooner.pk, later.pk]
    assert inbox.counts(agent)["risk"] == 2


def test_an_answer_takes_it_off_the_list():
    make_policy(first_seconds=HOUR)
    conversation = make_conversation(at=NOON)
    follow()
    warn(conversation)
    agent = make_agent()
    make_reply(conversation, agent, at=NOON + timedelta(minutes=50))
    follow()

    assert inbox.conversation_list(agent, view=View.RISK) == []


def test_a_private_teams_risk_is_seen_by_its_members_and_supervisors_only():
    make_policy(first_seconds=HOUR)
    member, stranger, chief = make_agent(), make_agent("Badr"), make_agent("Chief", role=Role.SUPERVISOR)
    team = make_team("Secret", members=[member], is_private=True)
    conversation = make_conversation(at=NOON)
    desk.assign(conversation=conversation, assignee=None, team=team, by=chief, at=NOON)
    follow()
    warn(conversation)

    seen = {one.name: inbox.counts(one)["risk"] for one in (member, stranger, chief)}

    assert seen == {"Sara": 1, "Badr": 0, "Chief": 1}
