"""An answer in words of its own: in whose name a step says them, and when it does not."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Agent
from rafiq.automations import services
from rafiq.automations.contracts import State, Step
from rafiq.inbox.models import Message
from tests.makers import NOON, make_agent, make_conversation

pytestmark = pytest.mark.django_db


def say(talk, actor, words="Hello {{customer}}, {{agent}} is on it"):
    [outcome] = services.run_steps(
        [Step("say", {"text": words, "settles": True})], conversation_id=talk.pk, actor=actor, at=NOON, key="one",
        name="A macro",
    )  # fmt: skip
    return outcome


def said(talk):
    return list(Message.objects.filter(conversation=talk, kind=Message.Kind.OUTBOUND).values_list("text", "author"))


def test_a_macro_says_it_in_the_name_of_its_agent_once():
    talk, agent = make_conversation(name="Mina"), make_agent("Ali")

    assert State.FAILED not in {say(talk, agent.actor).state, say(talk, agent.actor).state}
    assert said(talk) == [("Hello Mina, Ali is on it", agent.pk)]


def test_a_rule_says_it_in_the_name_of_whoever_has_it_and_nobody_wrote_it():
    talk, agent = make_conversation(name="Mina"), make_agent("Ali")
    talk.assignee = agent
    talk.save(update_fields=["assignee"])

    assert say(talk, "automation-7").state == State.DONE
    assert said(talk) == [("Hello Mina, Ali is on it", None)]


def test_an_agent_who_left_says_nothing_and_nobody_says_it_instead():
    talk, agent = make_conversation(), make_agent()
    Agent.objects.filter(pk=agent.pk).update(is_active=False)

    outcome = say(talk, agent.actor)

    assert (outcome.state, outcome.reason) == (State.FAILED, "The agent is not here any more.")
    assert said(talk) == []


def test_no_words_are_no_answer():
    talk = make_conversation()

    assert say(talk, make_agent().actor, words=" ").reason == "The answer has no words."
    assert said(talk) == []
