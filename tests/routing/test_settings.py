"""Queues and rules in the settings: made, tried, put in order; what cannot be is refused with the reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.inbox import services as inbox
from rafiq.platform.ui.versions import version_of
from rafiq.routing import conditions, services
from rafiq.routing.conditions import Conditions
from rafiq.routing.forms import said_of_rule
from rafiq.routing.models import Entry, Offer, Queue, Rule
from rafiq.routing.queries.trying import try_rule
from tests.makers import NOON, make_agent, make_conversation, make_team
from tests.routing.making import make_queue, make_rule, sit, wait

pytestmark = pytest.mark.django_db


def queue_form(**given):
    return {
        "name": "Late orders", "is_active": "on", "speaks": "", "way": "OFFER", "offer_seconds": "30", "priority": "1",
        **given,
    }  # fmt: skip


def rule_form(queue, **given):
    return {"name": "Fridges", "queue": queue.pk, "severity": "1", "tier": "0", "hours": "", **given}


class TestQueues:
    def test_a_supervisor_makes_one(self, client, boss):
        team = make_team()

        answer = client.post(
            reverse("routing_settings:new_queue"),
            queue_form(teams=[team.pk], after_1="۵", then_1="EVERYBODY"),
        )

        assert answer.status_code == 303
        queue = Queue.objects.get()
        assert (queue.priority, list(queue.teams.all())) == (1, [team])
        assert queue.steps == [{"after": 300, "what": "EVERYBODY"}]

    def test_an_agent_may_not(self, client):
        client.force_login(make_agent())

        assert client.get(reverse("routing_settings:rules")).status_code == 403

    def test_a_circle_of_overflow_is_refused(self, client, boss):
        first = make_queue("First")
        second = make_queue("Second", steps=[{"after": 60, "what": "QUEUE", "to": first.pk}])

        answer = client.post(
            reverse("routing_settings:queue", args=[first.pk]),
            {**queue_form(after_1="5", then_1=f"QUEUE:{second.pk}"), "version": _version(client, first)},
        )

        assert answer.status_code == 422
        assert "circle" in answer.content.decode()

    def test_steps_are_put_in_the_order_of_their_minutes_and_shown_as_a_way(self, client, boss):
        team = make_team()
        given = queue_form(
            teams=[team.pk], after_1="20", then_1="BOT", after_2="5", then_2="CALL_BACK", after_5="10",
            then_5="EVERYBODY", closed_then="EVERYBODY",
        )  # fmt: skip

        client.post(reverse("routing_settings:new_queue"), given)

        queue = Queue.objects.get()
        assert [step["what"] for step in queue.steps] == ["CALL_BACK", "EVERYBODY", "BOT"]
        assert queue.after_hours == {"what": "EVERYBODY"}
        page = client.get(reverse("routing_settings:queue", args=[queue.pk])).content.decode()
        told = ["At once", "After 5 minutes", "After 10 minutes", "After 20 minutes", "When they have closed"]
        places = [page.index(words) for words in told]
        assert places == sorted(places)

    def test_numbers_stand_in_the_digits_of_the_reader_and_come_back_as_they_are(self, client):
        client.force_login(make_agent("Mina", role=Role.SUPERVISOR, language="fa"))
        queue = make_queue(offer_seconds=45)
        address = reverse("routing_settings:queue", args=[queue.pk])

        assert 'value="۴۵"' in client.get(address).content.decode()
        client.post(address, {**queue_form(offer_seconds="۵۰"), "version": _version(client, queue)})

        queue.refresh_from_db()
        assert queue.offer_seconds == 50

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"after_1": "5", "then_1": "EVERYBODY", "after_2": "5", "then_2": "BOT"}, "at the same minute"),
            ({"after_1": "5", "then_1": "EVERYBODY", "after_2": "9", "then_2": "EVERYBODY"}, "stands here already"),
            ({"after_1": "5"}, "What happens then?"),
            ({"then_1": "EVERYBODY"}, "After how many minutes?"),
            ({"after_1": "0", "then_1": "EVERYBODY"}, "greater than or equal"),
            ({"after_1": "5", "then_1": "TEAM:987654"}, "Select a valid choice"),
            ({"closed_then": "QUEUE:987654"}, "Select a valid choice"),
        ],
    )
    def test_steps_that_make_no_sense_are_refused_in_words(self, client, boss, given, words):
        answer = client.post(reverse("routing_settings:new_queue"), queue_form(**given))

        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_what_comes_after_the_move_to_another_queue_is_refused(self, client, boss):
        other = make_queue()
        given = {"after_1": "5", "then_1": f"QUEUE:{other.pk}", "after_2": "9", "then_2": "EVERYBODY"}

        answer = client.post(reverse("routing_settings:new_queue"), queue_form(**given))

        assert "moved to another queue before" in answer.content.decode()

    def test_a_circle_by_the_hours_is_refused(self, client, boss):
        first = make_queue("First")
        second = make_queue("Second", after_hours={"what": "QUEUE", "to": first.pk})

        answer = client.post(
            reverse("routing_settings:queue", args=[first.pk]),
            {**queue_form(closed_then=f"QUEUE:{second.pk}"), "version": _version(client, first)},
        )

        assert (answer.status_code, "circle" in answer.content.decode()) == (422, True)

    def test_one_that_is_needed_is_not_removed(self, client, boss):
        rule = make_rule()

        client.post(reverse("routing_settings:queue_removal", args=[rule.queue_id]))

        assert Queue.objects.filter(pk=rule.queue_id).exists()

    def test_the_list_says_that_nobody_can_take_anything(self, client, boss):
        make_queue(teams=[make_team()], skills={"9": 5})

        assert "Nobody can take what waits here" in client.get(reverse("routing_settings:rules")).content.decode()

    def test_who_waits_is_asked_of_others_once_the_teams_change(self, run_jobs, boss):
        queue = make_queue(teams=[make_team()])
        make_rule(queue)
        agent = sit()
        conversation = wait()
        assert not Offer.objects.exists()
        values = {
            "name": queue.name, "is_active": True, "speaks": "", "skills": {}, "priority": 0, "way": "OFFER",
            "offer_seconds": 30, "steps": [], "tells_wait": True,
        }  # fmt: skip

        services.save_queue(queue, values, team_ids=[], by=boss, at=NOON)
        services.relane(queue.pk, at=NOON)

        assert Offer.objects.get(conversation=conversation).agent == agent


class TestRules:
    def test_a_supervisor_makes_one_and_the_first_switches_routing_on(self, client, boss):
        queue = make_queue()

        client.post(reverse("routing_settings:new_rule"), rule_form(queue, words="یخچال\nfridge", is_on="on"))

        rule = Rule.objects.get()
        assert conditions.parse(rule.conditions).words == ("یخچال", "fridge")
        assert services.is_on()

    def test_switching_the_last_one_off_ends_every_wait(self, boss):
        rule = make_rule()
        conversation = wait()
        values = {"name": rule.name, "is_on": False, "severity": 0, "tier": 0}

        services.save_rule(rule, values, Conditions(), queue=rule.queue, by=boss, at=NOON)

        assert Entry.objects.get(conversation=conversation).state == "LEFT"

    def test_hours_that_never_come_are_refused(self, client, boss):
        answer = client.post(reverse("routing_settings:new_rule"), rule_form(make_queue(), hours="closed"))

        assert answer.status_code == 422
        assert "never come" in answer.content.decode()

    def test_a_rule_below_one_that_holds_for_everything_is_marked(self, client, boss):
        make_rule()
        make_rule(conditions={"words": ["fridge"]})

        assert "Nothing ever reaches it" in client.get(reverse("routing_settings:rules")).content.decode()

    def test_two_who_edit_at_once_do_not_overwrite_each_other(self, client, boss):
        rule = make_rule()
        shown = version_of(said_of_rule(rule, Conditions()))
        address = reverse("routing_settings:rule", args=[rule.pk])
        client.post(address, {**rule_form(rule.queue, name="Mine"), "version": shown})

        answer = client.post(address, {**rule_form(rule.queue, name="Yours"), "version": shown})

        assert answer.status_code == 409
        assert Rule.objects.get().name == "Mine"

    def test_they_are_moved_by_buttons_and_an_old_order_is_refused(self, client, boss):
        first, second = make_rule(), make_rule()
        address, shown = reverse("routing_settings:rules"), f"{first.pk}-{second.pk}"

        client.post(address, {"down": first.pk, "version": shown})
        late = client.post(address, {"up": first.pk, "version": shown})

        assert list(Rule.objects.order_by("position")) == [second, first]
        assert late.status_code == 409

    @pytest.mark.parametrize("name", ["rule_trial", "new_rule_trial"])
    def test_nonsense_is_answered_in_words(self, client, boss, name):
        arguments = [make_rule().pk] if name == "rule_trial" else []

        answer = client.post(reverse(f"routing_settings:{name}", args=arguments), {"queue": "x", "tags": ["\0", "9"]})

        assert answer.status_code == 422


class TestTrial:
    def test_it_tells_where_the_last_ones_would_have_gone(self, boss):
        usual, cold = make_queue("Usual"), make_queue("Cold")
        make_rule(usual)
        for words in ("My fridge is warm", "یخچالم سرد نمی‌کند", "Where is my parcel?"):
            make_conversation(words)
        rule = make_rule(cold, is_on=False, conditions={"words": ["fridge", "یخچال"]})
        services.order_rules([rule.pk], by=boss, at=NOON)

        trial = try_rule(conditions.parse(rule.conditions), queue=cold, rule=rule, agent=boss)

        assert (trial.looked_at, trial.fell, trial.moves) == (3, 2, 2)
        assert set(trial.queues) == {(usual.name, 3, 1), (cold.name, 0, 2)}
        assert {one.before for one in trial.examples} == {usual.name}

    def test_it_names_the_rule_above_that_takes_them(self, boss):
        above = make_rule()
        make_conversation("My fridge is warm")

        trial = try_rule(Conditions(words=("fridge",)), queue=make_queue(), rule=None, agent=boss)

        assert (trial.fell, trial.caught) == (0, [(above.name, 1)])

    def test_the_page_shows_it_and_changes_nothing(self, client, boss):
        queue = make_queue("Cold")
        make_conversation("My fridge is warm")

        page = client.post(reverse("routing_settings:new_rule_trial"), rule_form(queue, words="fridge"))

        assert "It holds for 1 of the last 1 conversation." in page.content.decode()
        assert not Rule.objects.exists()


class TestConditions:
    @pytest.mark.parametrize(
        "given",
        [None, [], {"other": 1}, {"words": "fridge"}, {"tags": [0]}, {"tags": [True]}, {"hours": "never"},
         {"words": ["x" * 81]}, {"hours": "open", "hours_of": "1"}],
    )  # fmt: skip
    def test_what_cannot_be_asked_is_refused(self, given):
        with pytest.raises(conditions.BadConditions):
            conditions.parse(given)

    @pytest.mark.parametrize(
        ("words", "is_held"),
        [
            ("The fridges are warm", True),
            ("a refridge", False),
            ("does not cool, at all", True),
            ("does it cool", False),
        ],
    )
    def test_words_count_at_their_beginning_and_phrases_in_order(self, words, is_held):
        facts = conditions.Facts(1, "webchat", "en", conditions.tokens_of(words))

        assert conditions.hold(Conditions(words=("fridge", "not cool")), facts) is is_held

    def test_a_wider_rule_covers_a_narrower_one_and_not_the_other_way(self):
        wide, narrow = Conditions(channels=("mail", "sms")), Conditions(channels=("sms",), words=("x",))

        assert conditions.covers(wide, narrow)
        assert not conditions.covers(narrow, wide)


class TestStrip:
    def test_it_shows_what_is_offered_and_accepting_opens_it(self, client):
        make_rule()
        agent = sit(at=NOON)
        conversation = wait("My fridge is warm")
        Offer.objects.update(expires_at="2126-01-01T00:00Z")
        client.force_login(agent)

        assert "My fridge is warm" in client.get(reverse("routing:offer")).content.decode()
        answer = client.post(reverse("routing:acceptance", args=[Offer.objects.get().pk]))

        assert answer.headers["Location"] == reverse("inbox:conversation", args=[conversation.pk])
        conversation.refresh_from_db()
        assert conversation.assignee == agent

    def test_what_is_gone_is_said(self, client):
        make_rule()
        agent, quick = sit(), make_agent("Badr")
        conversation = wait()
        inbox.assign(conversation=conversation, assignee=quick, team=None, by=quick, at=NOON)
        client.force_login(agent)

        assert client.post(reverse("routing:acceptance", args=[Offer.objects.get().pk])).status_code == 409


def _version(client, queue):
    page = client.get(reverse("routing_settings:queue", args=[queue.pk])).content.decode()
    return page.split('name="version" value="')[1].split('"')[0]
