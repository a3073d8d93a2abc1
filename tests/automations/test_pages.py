"""The pages of rules: written, tried, switched on, moved, and what they did."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.automations import services
from rafiq.automations.contracts import Step
from rafiq.automations.models import Rule, Run
from rafiq.automations.timing import Clock, Timing, Unit, Unless
from rafiq.inbox import services as inbox
from rafiq.platform.log.models import Entry
from tests.automations.world import make_rule, make_tag, results, tagging, tags_of
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db
NEW = "automation_settings:new_automation"


@pytest.fixture
def boss(client):
    who = make_agent("Boss", role=Role.SUPERVISOR)
    client.force_login(who)
    return who


def said(**more: object) -> dict[str, object]:
    fields = {
        "name": "Warranty", "event": "message", "unit": "HOURS", "clock": "ALWAYS", "unless": "ANYBODY",
        "words": "warranty", "step0-do": "tag", "step0-tag": str(make_tag().pk),
    }  # fmt: skip
    return {**fields, **more}


def token_of(response) -> str:
    return unescape(re.search(r'name="tried" value="([^"]+)"', response.content.decode())[1])


def test_a_rule_is_written_tried_and_switched_on(client, boss):
    make_conversation("Is there a warranty?")
    make_conversation("Hello")
    trial = client.post(reverse("automation_settings:new_automation_trial"), said())
    assert "1 of the last 2 times" in trial.content.decode()
    assert not Run.objects.exists()
    saved = client.post(reverse(NEW), said(is_on="on", tried=token_of(trial)))
    assert saved.status_code == 303
    rule = Rule.objects.get()
    assert (rule.is_on, rule.changed_by) == (True, boss)
    assert "Warranty" in client.get(reverse("automation_settings:rules")).content.decode()


def test_what_was_not_tried_as_it_is_stays_off(client, boss):
    trial = client.post(reverse("automation_settings:new_automation_trial"), said())
    for changed in ({"words": "other", "tried": token_of(trial)}, {"tried": "made-up"}, {}):
        response = client.post(reverse(NEW), said(is_on="on", **changed))
        assert response.status_code == 422
        assert "Try it first" in response.content.decode()
    assert client.post(reverse(NEW), said()).status_code == 303
    assert not Rule.objects.get().is_on


def test_steps_are_added_and_moved_without_saving(client, boss):
    response = client.post(reverse(NEW), said(move_step="add", new_step="close"))
    assert response.status_code == 200
    assert 'name="step1-do" value="close"' in response.content.decode()
    response = client.post(reverse(NEW), said(**{"step1-do": "close", "move_step": "up-1"}))
    assert 'name="step0-do" value="close"' in response.content.decode()
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "nothing"}, {"amount": "²"}, {"amount": "-1"}, {"words": "x" * 81}, {"step0-tag": "999"},
        {"step0-do": ""}, {"tags": "x"}, {"hours": "closed"}, {"name": ""},
    ],
    ids=lambda one: next(iter(one.items()))[0] + str(next(iter(one.values())))[:4],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_reason(client, boss, wrong):
    response = client.post(reverse(NEW), said(**wrong))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode() or "errorlist" in response.content.decode()
    assert not Rule.objects.exists()


def test_the_second_of_two_supervisors_is_told(client, boss):
    rule = make_rule(is_on=False, words=("one",))
    page = reverse("automation_settings:automation", args=[rule.pk])
    version = re.search(r'name="version" value="([^"]+)"', client.get(page).content.decode())[1]
    make_rule(rule=rule, is_on=False, words=("two",))
    response = client.post(page, said(version=version))
    assert response.status_code == 409
    assert "two" in response.content.decode()
    assert Rule.objects.get().conditions["words"] == ["two"]


def test_rules_are_moved_unless_somebody_moved_them_first(client, boss):
    one, two = make_rule(name="one"), make_rule(name="two")
    page = reverse("automation_settings:rules")
    assert client.post(page, {"version": f"{one.pk}-{two.pk}", "down": one.pk}).status_code == 303
    assert list(Rule.objects.order_by("position")) == [two, one]
    assert client.post(page, {"version": f"{one.pk}-{two.pk}", "down": one.pk}).status_code == 409


def test_what_is_wrong_with_a_rule_is_said(client, boss):
    make_rule("tagged", tagging(), name="itself")
    make_rule("untagged", tagging(), name="one")
    make_rule("tagged", Step("untag", {"tag": str(make_tag().pk)}), name="two")
    leaving = make_agent("Leaving")
    make_rule("message", Step("assign", {"agent": str(leaving.pk)}), name="gone", tags=(make_tag("gone").pk,))
    leaving.is_active = False
    leaving.save(update_fields=["is_active"])
    inbox.remove_tag(make_tag("gone"))
    shown = unescape(client.get(reverse("automation_settings:rules")).content.decode())
    for words in (
        "It triggers itself", "“one” chase each other", "“two” chase each other", "A tag it asks for was removed",
        "The agent is not here any more",
    ):  # fmt: skip
        assert words in shown


def fire(rule, conversation):
    entry = Entry.objects.filter(kind="inbox.message.received", key=conversation.topic).get()
    services.consider(entry.id, rules=str(rule.pk), at=NOON)


def test_why_something_happened_is_seen_from_the_conversation(client, boss):
    rule = make_rule("message", tagging(), Step("close"), name="Warranty words")
    talk = make_conversation()
    fire(rule, talk)
    run = Run.objects.get()
    timeline = client.get(reverse("inbox:conversation", args=[talk.pk])).content.decode()
    assert reverse("automations:run", args=[run.pk]) in timeline
    assert "Warranty words" in timeline
    client.force_login(make_agent())
    shown = client.get(reverse("automations:run", args=[run.pk])).content.decode()
    assert "Put on the tag" in shown
    assert client.get(reverse("automation_settings:rules")).status_code == 403


def test_a_run_in_a_private_teams_conversation_is_nobody_elses_business(client):
    rule, talk = make_rule(), make_conversation()
    inbox.assign(conversation=talk, assignee=None, team=make_team(is_private=True), by=make_agent(), at=NOON)
    fire(rule, talk)
    client.force_login(make_agent())
    assert client.get(reverse("automations:run", args=[Run.objects.get().pk])).status_code == 404


def test_a_removed_rule_keeps_its_record(client, boss):
    rule, talk = make_rule(), make_conversation()
    fire(rule, talk)
    assert client.post(reverse("automation_settings:automation_removal", args=[rule.pk])).status_code == 303
    assert client.get(reverse("automation_settings:automation", args=[rule.pk])).status_code == 404
    assert client.get(reverse("automations:run", args=[Run.objects.get().pk])).status_code == 200
    fire(rule, talk)
    assert results() == ["DONE"]


def test_a_rule_that_waits_is_tried_on_silences_that_were(client, boss):
    sara = make_agent()
    silent, answered = make_conversation(thread="a"), make_conversation(thread="b")
    for talk in (silent, answered):
        make_reply(talk, sara, at=NOON)
    receive("And?", channel=answered.channel, thread="b", at=NOON)
    trial = client.post(
        reverse("automation_settings:new_automation_trial"),
        said(event="answered", amount="1", unit="MINUTES", words="", unless="CUSTOMER"),
    ).content.decode()
    assert "1 of the last 2 times" in trial
    assert "1 time something happened meanwhile" in trial
    assert tags_of(silent.pk) == []


def test_the_page_of_a_rule_shows_when_it_did_what(client, boss):
    rule = make_rule("message", tagging(), later=Timing(3, Unit.DAYS, Clock.BUSINESS, Unless.CUSTOMER))
    page = client.get(reverse("automation_settings:automation_runs", args=[rule.pk]))
    assert "It did nothing yet" in page.content.decode()
    make_rule("message", tagging(), rule=rule)
    fire(rule, make_conversation())
    page = client.get(reverse("automation_settings:automation_runs", args=[rule.pk]))
    assert "Done" in page.content.decode()
