"""Steps that rules and macros are made of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import translation

from rafiq.automations import registry, services
from rafiq.automations.contracts import State, Step
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Mention, Message, Tag
from rafiq.platform.log.models import Entry
from rafiq.promises import queries as promises
from rafiq.promises import services as promising
from rafiq.promises.models import Promise
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, follow, make_policy

pytestmark = pytest.mark.django_db


def run(conversation, *steps, actor="automation-7", key="run-1"):
    found = services.run_steps(steps, conversation_id=conversation.pk, actor=actor, at=NOON, key=key, name="A rule")
    conversation.refresh_from_db()
    return [one.state for one in found], [one.reason for one in found]


def make_tag(name="warranty"):
    return inbox.save_tag(None, name=name, hue=1)


def make_canned(body="Hello {{customer}}", *, language="", shortcut="hi"):
    return inbox.save_canned_reply(None, shortcut=shortcut, title="Hi", body=body, language=language)


def actors(conversation, kind):
    return list(Entry.objects.filter(key=conversation.topic, kind=kind).values_list("actor", flat=True))


def test_a_tag_is_put_on_once_and_the_log_knows_which_rule_did_it():
    conversation, tag = make_conversation(), make_tag()
    step = Step("tag", {"tag": str(tag.pk)})
    assert run(conversation, step)[0] == [State.DONE]
    assert run(conversation, step)[0] == [State.SAME]
    assert actors(conversation, "inbox.conversation.tagged") == ["automation-7"]
    assert run(conversation, Step("untag", {"tag": str(tag.pk)}))[0] == [State.DONE]


def test_what_a_step_names_may_be_gone_and_what_follows_is_left():
    conversation, tag = make_conversation(), make_tag()
    gone = Step("tag", {"tag": str(tag.pk)})
    inbox.remove_tag(tag)
    states, reasons = run(conversation, gone, Step("close"))
    assert states == [State.FAILED, State.SKIPPED]
    assert reasons[0] == "The tag was removed."
    assert conversation.is_open


def test_it_is_given_to_an_agent_who_may_see_it_and_to_teams_and_back():
    team, sara = make_team(is_private=True), make_agent()
    conversation = make_conversation()
    assert run(conversation, Step("team", {"team": str(team.pk)}))[0] == [State.DONE]
    states, reasons = run(conversation, Step("assign", {"agent": str(sara.pk)}))
    assert states == [State.FAILED]
    assert "private team" in reasons[0]
    sara.teams.add(team)
    assert run(conversation, Step("assign", {"agent": str(sara.pk)}))[0] == [State.DONE]
    assert (conversation.assignee_id, conversation.team_id) == (sara.pk, team.pk)
    assert run(conversation, Step("release"))[0] == [State.DONE]
    assert conversation.assignee_id is None


def test_an_answer_speaks_the_customers_language_and_is_sent_once():
    conversation = make_conversation("سلام", name="مینا", language="fa")
    english, _persian = (
        make_canned("Hello {{customer}}", language="en"),
        make_canned("سلام {{customer}}", language="fa"),
    )
    step = Step("answer", {"canned": str(english.pk), "settles": False})
    run(conversation, step)
    run(conversation, step)
    sent = Message.objects.get(conversation=conversation, kind=Message.Kind.OUTBOUND)
    assert sent.text == "سلام مینا"
    assert sent.author is None
    assert conversation.waiting_since is not None
    assert actors(conversation, "inbox.reply.written") == ["automation-7"]


def test_an_agents_macro_answers_and_notes_under_the_agents_name():
    sara, conversation = make_agent(), make_conversation()
    steps = (Step("answer", {"canned": str(make_canned().pk)}), Step("note", {"text": "Done", "mentions": []}))
    assert run(conversation, *steps, actor=sara.actor)[0] == [State.DONE, State.DONE]
    authors = Message.objects.filter(conversation=conversation, kind__in=["OUTBOUND", "NOTE"])
    assert {one.author_id for one in authors} == {sara.pk}


def test_nothing_is_said_in_a_closed_conversation():
    sara, conversation = make_agent(), make_conversation()
    inbox.resolve(conversation=conversation, by=sara, at=NOON)
    states, reasons = run(conversation, Step("answer", {"canned": str(make_canned().pk)}), Step("reopen"))
    assert states == [State.FAILED, State.SKIPPED]
    assert reasons[0] == "The conversation is closed."


def test_a_note_reaches_whoever_has_the_conversation():
    sara, conversation = make_agent(), make_conversation()
    make_reply(conversation, sara)
    run(conversation, Step("note", {"text": "Call {{customer}}", "mentions": ["ASSIGNEE", "999"]}))
    assert list(Mention.objects.values_list("agent", flat=True)) == [sara.pk]


def test_it_is_put_aside_closed_opened_and_made_urgent():
    conversation = make_conversation()
    steps = (Step("snooze", {"hours": 2}), Step("close"), Step("reopen"), Step("raise"), Step("raise"), Step("raise"))
    states, _reasons = run(conversation, *steps)
    assert states == [State.DONE] * 5 + [State.SAME]
    assert conversation.is_open
    assert promises.levels_of([conversation.pk]) == {conversation.pk: "URGENT"}


def test_an_action_no_room_brings_any_more_is_told():
    assert run(make_conversation(), Step("nonsense"))[1] == ["This action does not exist any more."]


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_every_action_describes_itself_whatever_it_is_told(language):
    with translation.override(language):
        for action in registry.actions():
            assert action.label
            for params in ({}, {"tag": None, "agent": "x", "hours": "²", "canned": [], "text": 3, "level": {}}):
                assert action.describe(params)


def test_steps_are_written_moved_and_read_in_a_form():
    tag = make_tag()
    sent = QueryDict(f"step0-do=close&step1-do=tag&step1-tag={tag.pk}&move_step=up-1", mutable=True)
    editor = services.StepEditor.posted(sent)
    assert [row.action.key for row in editor.rows] == ["tag", "close"]
    assert editor.rows[0].form["tag"].value() == str(tag.pk)
    editor = services.StepEditor.posted(QueryDict(f"step0-do=tag&step0-tag={tag.pk}&step1-do=snooze&step1-hours=۱۲"))
    assert editor.is_valid()
    assert editor.steps() == [Step("tag", {"tag": str(tag.pk)}), Step("snooze", {"hours": 12})]
    assert [row.action.key for row in services.StepEditor.stored(editor.steps()).rows] == ["tag", "snooze"]


@pytest.mark.parametrize(
    "sent", ["", "step0-do=tag&step0-tag=999", "step0-do=snooze&step0-hours=²", "step0-do=nothing"]
)
def test_a_form_without_sensible_steps_is_not_valid(sent):
    assert not services.StepEditor.posted(QueryDict(sent)).is_valid()


@pytest.mark.parametrize("wish", ["up-9", "remove-x", "add", "down-²", "add-1", "up-0", "remove-0"])
def test_any_wish_leaves_a_form_that_can_be_shown(wish):
    editor = services.StepEditor.posted(QueryDict(f"step0-do=close&move_step={wish}&new_step=nothing"))
    assert len(editor.rows) <= 1
    assert Tag.objects.count() == 0


def test_what_a_policy_says_is_promised_once_by_the_rule_that_says_so():
    refunds = make_policy("Refunds", is_given=True, resolution_seconds=48 * HOUR)
    conversation = make_conversation()
    step = Step("promise", {"policy": str(refunds.pk)})
    assert [run(conversation, step)[0] for _time in range(2)] == [[State.DONE], [State.SAME]]
    assert actors(conversation, "promises.policy.given") == ["automation-7"]
    follow()
    owed = Promise.objects.get(conversation=conversation)
    assert (owed.kind, owed.due_at) == ("RESOLUTION", NOON + timedelta(hours=48))
    assert registry.action("promise").describe(step.params) == "Promise what “Refunds” says"


def test_nothing_is_promised_under_a_policy_that_is_gone_nor_in_what_is_closed():
    refunds, sara = make_policy("Refunds", is_given=True, resolution_seconds=HOUR), make_agent("Sara")
    conversation, step = make_conversation(), Step("promise", {"policy": str(refunds.pk)})
    inbox.resolve(conversation=conversation, by=sara, at=NOON)
    assert run(conversation, step)[1] == ["The conversation is closed."]
    promising.remove_policy(refunds, by=sara, at=NOON)
    assert registry.action("promise").problem({"policy": "none"}) == "The policy was removed or switched off."
    assert run(make_conversation(), step)[1] == ["The policy was removed or switched off."]
