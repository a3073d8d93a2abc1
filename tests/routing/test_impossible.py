"""What supervisors may type, remove, or do at the same time: refused or marked in words, and nobody waits for ever."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.inbox import services as inbox
from rafiq.routing import checking, services
from rafiq.routing.conditions import Conditions
from rafiq.routing.models import Entry, Queue, Rule
from rafiq.workforce import services as workforce
from tests.at_once import one_behind_another
from tests.makers import NOON, make_agent, make_team
from tests.routing.making import later, make_queue, make_rule, wait
from tests.routing.test_settings import queue_form, rule_form

pytestmark = pytest.mark.django_db
HUGE = "ی" * 100_000


def version_of(client, name, pk):
    page = client.get(reverse(f"routing_settings:{name}", args=[pk])).content.decode()
    return page.split('name="version" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "words", [HUGE, "\0\x01", "-1", "9" * 400, "٣۳²", "<script>", "EVERYBODY:1:2", "QUEUE:", "TEAM:x"]
)
@pytest.mark.parametrize(
    "field", ["name", "after_1", "then_1", "closed_then", "offer_seconds", "teams", "speaks", "way"]
)
def test_nonsense_in_a_queue_is_refused_in_words_or_kept_as_words(client, boss, field, words):
    answer = client.post(reverse("routing_settings:new_queue"), {**queue_form(), field: words})

    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        assert field in {"name", "offer_seconds"}
    for queue in Queue.objects.all():
        assert len(queue.name) <= 60
        assert queue.steps == []
        assert queue.after_hours == {}


@pytest.mark.parametrize("words", [HUGE, "\0\x01", "9" * 400, "open:x", "open:", "closed:987654"])
@pytest.mark.parametrize(
    "field", ["name", "words", "tags", "segments", "hours", "queue", "severity", "tier", "channels"]
)
def test_nonsense_in_a_rule_is_refused_in_words_or_kept_as_words(client, boss, field, words):
    answer = client.post(reverse("routing_settings:new_rule"), {**rule_form(make_queue()), field: words})

    assert answer.status_code in {303, 422}
    assert field in {"name", "words"} or not Rule.objects.exists()


@pytest.mark.parametrize("kind", ["queue", "rule"])
def test_two_tabs_that_save_the_same_thing_are_told_of_each_other(client, boss, kind):
    queue = make_queue()
    row = queue if kind == "queue" else make_rule(queue)
    fields = queue_form() if kind == "queue" else rule_form(queue)
    address, shown = reverse(f"routing_settings:{kind}", args=[row.pk]), version_of(client, kind, row.pk)

    first = client.post(address, {**fields, "name": "Mine", "version": shown})
    second = client.post(address, {**fields, "name": "Yours", "version": shown})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Mine" in second.content.decode()
    row.refresh_from_db()
    assert row.name == "Mine"


@pytest.mark.parametrize("name", ["queue", "queue_removal", "rule", "rule_removal", "rule_trial"])
def test_what_another_tab_removed_is_gone_in_words(client, boss, name):
    queue = make_queue()
    row = queue if name.startswith("queue") else make_rule(queue)
    address = reverse(f"routing_settings:{name}", args=[row.pk])
    row.delete()

    answer = client.post(address, {**queue_form(), "version": "x"})

    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()


class TestRemoving:
    def test_a_queue_while_somebody_waits_in_it_is_refused_with_the_reason(self, client, boss):
        rule = make_rule()
        conversation = wait()
        services.remove_rule(rule, by=boss, at=NOON)
        make_rule()  # another rule keeps routing on
        Entry.objects.update(ended_at=None, state="WAITING")

        answer = client.post(reverse("routing_settings:queue_removal", args=[rule.queue_id]), follow=True)

        assert "somebody waits in it" in answer.content.decode()
        assert Entry.objects.get(conversation=conversation).ended_at is None

    def test_a_queue_another_leads_to_when_its_teams_close_is_refused(self, client, boss):
        target = make_queue()
        make_queue(after_hours={"what": "QUEUE", "to": target.pk})

        client.post(reverse("routing_settings:queue_removal", args=[target.pk]))

        assert Queue.objects.filter(pk=target.pk).exists()

    def test_a_queue_whose_people_have_long_gone_takes_their_record_with_it(self, client, boss):
        rule = make_rule()
        conversation = wait()
        agent = make_agent()
        inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=NOON)
        services.follow(conversation.pk, at=NOON)
        services.remove_rule(rule, by=boss, at=NOON)

        client.post(reverse("routing_settings:queue_removal", args=[rule.queue_id]))

        assert not Queue.objects.exists()

    def test_a_team_that_steps_name_is_said_and_moves_nobody_out_of_line(self, boss):
        near, far = make_team("Near"), make_team("Far")
        queue = make_queue(teams=[near], steps=[{"after": 60, "what": "TEAM", "to": far.pk}])
        make_rule(queue)
        conversation = wait()
        far.delete()

        services.overflow(Entry.objects.get().pk, step=0, at=later(60))

        assert Entry.objects.get(conversation=conversation).state == "WAITING"
        assert "team that is gone" in checking.flags_of_queue(queue, [near.pk], checking.staff(at=NOON))[-1]

    def test_a_skill_that_a_queue_asks_for_is_marked_and_the_form_still_opens(self, client, boss):
        skill = workforce.save_skill(None, name="Espresso", by=boss, at=NOON)
        queue = make_queue(skills={str(skill.pk): 5})
        skill.delete()

        page = client.get(reverse("routing_settings:queue", args=[queue.pk]))

        assert "Nobody can take what waits here" in page.content.decode()

    def test_a_tag_that_a_rule_asks_for_holds_for_nothing_and_is_marked(self, client, boss):
        tag = inbox.save_tag(None, name="VIP", hue=1)
        rule = make_rule(conditions={"tags": [tag.pk]})
        tag.delete()

        wait()

        assert not Entry.objects.exists()
        for address in (reverse("routing_settings:rules"), reverse("routing_settings:rule", args=[rule.pk])):
            assert "tag that is gone" in client.get(address).content.decode()


class TestAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    def values(self, name):
        return {"name": name, "is_on": False, "severity": 0, "tier": 0}

    def save(self, name, queue, boss):
        return services.save_rule(None, self.values(name), Conditions(), queue=queue, by=boss, at=NOON)

    def test_two_new_rules_have_places_of_their_own(self):
        queue, boss = make_queue(), make_agent("Mina", role=Role.SUPERVISOR)

        one_behind_another(lambda: self.save("One", queue, boss), lambda: self.save("Two", queue, boss))

        assert list(Rule.objects.order_by("position").values_list("name", "position")) == [("One", 1), ("Two", 2)]

    def test_a_queue_that_is_removed_while_a_rule_is_made_for_it(self):
        queue, boss = make_queue(), make_agent("Mina", role=Role.SUPERVISOR)
        make_queue()
        browser = Client()
        browser.force_login(Agent.objects.get(pk=boss.pk))
        address, form = reverse("routing_settings:new_rule"), rule_form(queue)

        _removed, answer = one_behind_another(
            lambda: services.remove_queue(queue, by=boss, at=NOON), lambda: browser.post(address, form)
        )

        assert answer.status_code == 422
        assert "removed this queue" in answer.content.decode()
        assert not Rule.objects.exists()

    def test_a_queue_somebody_enters_while_it_is_removed_is_removed_and_they_wait_elsewhere_or_it_stays(self):
        rule = make_rule()
        other = make_rule()
        boss = make_agent("Mina", role=Role.SUPERVISOR)
        services.remove_rule(rule, by=boss, at=NOON)

        def enter():
            return wait()

        _removed, conversation = one_behind_another(
            lambda: services.remove_queue(Queue.objects.get(pk=rule.queue_id), by=boss, at=NOON), enter
        )

        assert Entry.objects.get(conversation=conversation, ended_at=None).queue_id == other.queue_id

    def test_circles_closed_from_both_sides_at_once_are_refused_to_the_second(self):
        first, second, boss = make_queue("First"), make_queue("Second"), make_agent("Mina", role=Role.SUPERVISOR)

        def save(queue, to):
            values = {
                "name": queue.name, "is_active": True, "speaks": "", "skills": {}, "priority": 0, "way": "OFFER",
                "offer_seconds": 30, "steps": [{"after": 60, "what": "QUEUE", "to": to.pk}], "tells_wait": True,
            }  # fmt: skip
            try:
                services.save_queue(queue, values, team_ids=[], by=boss, at=NOON)
            except services.Loops:
                return "refused"
            return "saved"

        found = one_behind_another(lambda: save(first, second), lambda: save(second, first))

        assert found == ("saved", "refused")
