"""Conversations are given to somebody, to a team, or to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Team
from rafiq.automations.actions.common import One, Plain, conversation_of, found, name_of, number
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox import queries as inbox
from rafiq.inbox import services
from rafiq.inbox.events import ConversationAssigned
from rafiq.inbox.models import Conversation
from rafiq.platform.ui.forms import Form

_HIDDEN = gettext_noop("This agent may not see the conversation: it belongs to a private team.")


class WhichAgent(Form):
    """An agent."""

    agent = One(gettext_lazy("Agent"), accounts.active_agents)


class WhichTeam(Form):
    """A team."""

    team = One(gettext_lazy("Team"), accounts.teams)


class _Giving(Plain):
    icon = "hand-over"
    causes = (ConversationAssigned.name,)


class Assign(_Giving):
    """An agent gets it."""

    key, words, form = "assign", gettext_lazy("Give it to an agent"), WhichAgent

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the agent."""
        return _("Give it to %(agent)s") % {"agent": name_of(Agent.objects.all(), params, "agent")}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the agent left."""
        is_there = accounts.agent(number(params, "agent")) is not None
        return "" if is_there else gettext_noop("The agent is not here any more.")

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Hand it over, if they may see it."""
        conversation, agent = conversation_of(act), found(accounts.active_agents(), params, "agent")
        if not inbox.may_see(agent, [conversation.pk]):
            raise Impossible(_HIDDEN)
        return _give(conversation, act, assignee_id=agent.pk, team_id=conversation.team_id)


class HandToTeam(_Giving):
    """A team gets it, for whoever is free there."""

    key, words, form = "team", gettext_lazy("Hand it to a team"), WhichTeam

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the team."""
        return _("Hand it to the team %(team)s") % {"team": name_of(Team.objects.all(), params, "team")}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the team was removed."""
        is_there = Team.objects.filter(pk=number(params, "team")).exists()
        return "" if is_there else gettext_noop("The team was removed.")

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Hand it over; nobody has it until somebody of the team takes it."""
        team = found(Team.objects.all(), params, "team")
        return _give(conversation_of(act), act, assignee_id=None, team_id=team.pk)


class Release(_Giving):
    """Nobody has it any more."""

    key, words = "release", gettext_lazy("Give it back, so that nobody has it")
    icon = "undo"

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Take it from whoever has it; its team keeps it."""
        conversation = conversation_of(act)
        return _give(conversation, act, assignee_id=None, team_id=conversation.team_id)


def _give(conversation: Conversation, act: Act, *, assignee_id: int | None, team_id: int | None) -> bool:
    before = (conversation.assignee_id, conversation.team_id)
    services.hand_over_automatically(
        conversation=conversation, assignee_id=assignee_id, team_id=team_id, actor=act.actor, at=act.at
    )
    return before != (assignee_id, team_id)
