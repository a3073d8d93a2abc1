"""Pages of promises: countdowns in lists and heads, the priority, open promises, and the policies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from rafiq.inbox import services as inbox
from rafiq.inbox.queries import View
from rafiq.inbox.queries.conversations import conversation_list
from rafiq.promises import queries, services
from rafiq.promises.models import Priority, Version
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, follow, make_hours, make_policy, only

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Mina")
    client.force_login(agent)
    return agent


@pytest.fixture
def chief(client):
    chief = make_agent("Nasrin", role="SUPERVISOR")
    client.force_login(chief)
    return chief


def lists(client, **query):
    return client.get(reverse("inbox:list"), {"view": "open"} | query).text


def fields(**changed):
    given = {
        "name": "Chat", "is_active": "on", "first": "5", "first_unit": "60", "next": "", "next_unit": "60",
        "resolution": "2", "resolution_unit": "3600", "base": "ALWAYS", "warn_percent": "75",
    }  # fmt: skip
    return {key: value for key, value in (given | changed).items() if value is not None}


class TestCountdown:
    @pytest.mark.parametrize(("passed", "state"), [(10, "fine"), (50, "risk"), (61, "late")])
    def test_stands_in_the_row_and_in_the_head(self, client, agent, passed, state):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation(at=timezone.now() - timedelta(minutes=passed))
        follow()

        for page in (lists(client), client.get(reverse("inbox:conversation", args=[conversation.pk])).text):
            assert f'data-state="{state}"' in page
            assert f'data-due="{int(only().due_at.timestamp() * 1000)}"' in page

    def test_says_in_words_what_its_colours_mean(self, client, agent):
        make_policy(first_seconds=HOUR)
        make_conversation(at=timezone.now() - timedelta(minutes=66))
        follow()

        page = lists(client)
        assert "First answer:" in page
        assert "6 min late" in page
        assert ">broken</span>" in page

    @pytest.mark.parametrize(("language", "words"), [("fa", "۲۰ دقیقه"), ("ar", "٢٠ دقيقة")])
    def test_speaks_the_readers_language(self, client, agent, language, words):
        agent.language = language
        agent.save()
        make_policy(first_seconds=HOUR)
        make_conversation(at=timezone.now() - timedelta(minutes=39, seconds=30))
        follow()

        assert words in lists(client)

    def test_one_that_is_paused_is_shown_as_such_in_the_head_alone(self, client, agent):
        make_policy(resolution_seconds=4 * HOUR)
        conversation = make_conversation()
        make_reply(conversation, agent, at=NOON + timedelta(hours=1))
        follow()

        assert "data-state" not in lists(client)
        page = client.get(reverse("inbox:conversation", args=[conversation.pk])).text
        assert 'data-state="paused"' in page
        assert ">3 h</span>" in page

    def test_what_is_due_first_is_shown(self, client, agent):
        make_policy(first_seconds=HOUR, resolution_seconds=60)
        conversation = make_conversation()
        follow()

        [row] = conversation_list(agent, view=View.OPEN)
        [shown] = [shown for _mark, shown in row.marks if shown]
        assert (row.id, shown.kind) == (conversation.pk, "RESOLUTION")

    def test_a_page_reads_them_together_with_its_conversations(self, agent, django_assert_num_queries):
        make_policy(first_seconds=HOUR)
        for _number in range(3):
            make_conversation()
        follow()
        with django_assert_num_queries(1):
            rows = conversation_list(agent, view=View.OPEN)
        assert [shown.kind for row in rows for _mark, shown in row.marks if shown] == ["FIRST_ANSWER"] * 3


class TestPriority:
    def test_is_set_and_shown(self, client, agent):
        conversation = make_conversation()
        address = reverse("promises:priority", args=[conversation.pk])
        assert client.put(address, "level=URGENT").status_code == 204

        assert Priority.objects.get().level == "URGENT"
        assert "Priority: Urgent" in lists(client)
        page = client.get(reverse("promises:conversation", args=[conversation.pk])).text
        assert page.count('aria-checked="true"') == 1

    def test_is_one_of_those_there_are(self, client, agent):
        address = reverse("promises:priority", args=[make_conversation().pk])
        assert client.put(address, "level=VERY").status_code == 422

    def test_of_what_is_hidden_does_not_exist(self, client, agent):
        conversation = make_conversation()
        secret = make_team("Legal", is_private=True)
        inbox.assign(conversation=conversation, assignee=None, team=secret, by=agent, at=NOON)

        assert client.get(reverse("promises:conversation", args=[conversation.pk])).status_code == 404
        assert client.put(reverse("promises:priority", args=[conversation.pk]), "level=LOW").status_code == 404
        assert "Legal" not in client.get(reverse("promises:list")).text


class TestOpenPromises:
    def test_what_is_due_first_stands_on_top(self, client, agent):
        make_policy(first_seconds=HOUR)
        late = make_conversation("Late", name="Late Lena", at=NOON - timedelta(hours=3))
        make_conversation("Later", name="Later Leo", at=NOON)
        follow()

        page = client.get(reverse("promises:list")).text
        assert page.index("Late Lena") < page.index("Later Leo")
        risk = queries.Wanted(state="BROKEN")
        found = queries.open_promises(agent, risk, at=NOON)
        assert [one.conversation_id for one in found] == [late.pk]

    def test_goes_on_page_by_page_and_loses_nothing(self, agent):
        make_policy(first_seconds=HOUR)
        for _number in range(7):
            make_conversation()  # all at the same moment
        follow()
        seen, after = [], None
        while page := queries.open_promises(agent, queries.Wanted(), at=NOON, after=after, limit=3):
            seen += [one.id for one in page]
            after = (page[-1].due_at, page[-1].id)

        assert len(seen) == len(set(seen)) == 7

    def test_paused_ones_are_found_apart(self, client, agent):
        make_policy(resolution_seconds=HOUR)
        conversation = make_conversation("Hm", name="Paused Paul")
        make_reply(conversation, agent)
        follow()

        assert "Paused Paul" not in client.get(reverse("promises:list")).text
        assert "Paused Paul" in client.get(reverse("promises:list"), {"state": "PAUSED"}).text

    def test_costs_few_statements(self, client, agent, django_assert_max_num_queries):
        make_policy(first_seconds=HOUR)
        for _number in range(4):
            make_conversation()
        follow()
        with django_assert_max_num_queries(8):
            client.get(reverse("promises:list"))


class TestPolicies:
    def test_is_made_in_a_form_and_counts(self, client, chief):
        answer = client.post(reverse("promises_settings:new_policy"), fields(first="۵"))

        assert answer.status_code == 303
        [saved] = queries.newest()
        assert (saved.first_seconds, saved.next_seconds, saved.resolution_seconds) == (300, None, 2 * HOUR)
        assert "5 min" in client.get(reverse("promises_settings:policies")).text

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"first": "", "resolution": ""}, "at least one of the three"),
            ({"warn_percent": "100"}, "A warning comes before the end"),
            ({"resolution": "400000"}, "longer than a year"),
        ],
    )
    def test_what_cannot_be_meant_is_refused_with_the_reason(self, client, chief, given, words):
        answer = client.post(reverse("promises_settings:new_policy"), fields(**given))

        assert answer.status_code == 422
        assert words in answer.text
        assert not Version.objects.exists()

    def test_hours_that_never_come_are_refused(self, client, chief):
        hours = make_hours("Asia/Tehran", {0: [("08:00", "20:00")]})
        hours.special_days.create(date=NOON.date())  # a day of its own keeps the hours although the week is empty
        make_hours("Asia/Tehran", {})

        answer = client.post(reverse("promises_settings:new_policy"), fields(base="COMPANY"))

        assert answer.status_code == 422
        assert "These hours never come" in answer.text

    def test_one_that_is_never_reached_is_flagged(self, client, chief):
        make_policy("Everything", first_seconds=HOUR, by=chief)
        make_policy("Chat", first_seconds=60, conditions={"kinds": ["webchat"]}, by=chief)

        page = client.get(reverse("promises_settings:policies")).text
        assert "“Everything” stands before it" in page

        order = "-".join(str(one.policy_id) for one in queries.newest())
        last = queries.newest()[-1].policy_id
        client.post(reverse("promises_settings:policies"), {"up": last, "version": order})
        assert [one.name for one in queries.newest()] == ["Chat", "Everything"]
        assert "never reached" not in client.get(reverse("promises_settings:policies")).text

    def test_one_whose_tags_are_gone_is_flagged(self, client, chief):
        make_policy("Gone", first_seconds=HOUR, conditions={"tags": [987_654]}, by=chief)

        assert "are gone" in client.get(reverse("promises_settings:policies")).text

    def test_two_supervisors_do_not_overwrite_each_other(self, client, chief):
        policy = make_policy("Chat", first_seconds=300, by=chief)
        address = reverse("promises_settings:policy", args=[policy.pk])
        shown = client.get(address).context["version"]
        services.save_policy(policy, services.Terms(name="Theirs", base="ALWAYS", first_seconds=60), by=chief, at=NOON)

        answer = client.post(address, fields(name="Mine", version=shown))

        assert answer.status_code == 409
        assert "Theirs" in answer.text
        assert queries.newest()[0].name == "Theirs"
        again = client.post(address, fields(name="Mine", version=answer.context["version"]))
        assert again.status_code == 303
        assert [one.number for one in policy.versions.order_by("number")] == [1, 2, 3]

    def test_an_order_that_was_changed_meanwhile_is_not_overwritten(self, client, chief):
        first, second = make_policy("One", by=chief), make_policy("Two", by=chief)
        shown = f"{first.pk}-{second.pk}"
        services.order_policies([second.pk, first.pk], by=chief, at=NOON)

        answer = client.post(reverse("promises_settings:policies"), {"up": second.pk, "version": shown})

        assert answer.status_code == 409
        assert [one.name for one in queries.newest()] == ["Two", "One"]

    def test_what_is_shown_is_saved_back_as_it_was(self, client, chief):
        team = make_team("Tehran")
        make_hours("Asia/Tehran", {day: [("08:00", "20:00")] for day in range(7)}, team=team)
        policy = make_policy(
            "Whole", first_seconds=5400, next_seconds=HOUR, by=chief, base="TEAM", base_team_id=team.pk,
            conditions={"priorities": ["HIGH"], "teams": [team.pk]}, pauses_snoozed=True,
            escalation={"tells": ["TEAM"], "raises": True, "team": team.pk},
        )  # fmt: skip
        address = reverse("promises_settings:policy", args=[policy.pk])
        page = client.get(address)
        said = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
        client.post(address, said | {"version": page.context["version"]})

        assert policy.versions.count() == 1

    def test_a_removed_one_is_shown_no_more(self, client, chief):
        policy = make_policy("Old", by=chief)
        client.post(reverse("promises_settings:policy_removal", args=[policy.pk]))

        assert queries.newest() == []
        assert client.get(reverse("promises_settings:policy", args=[policy.pk])).status_code == 404

    def test_agents_do_not_set_them(self, client, agent):
        assert client.get(reverse("promises_settings:policies")).status_code == 403

    def test_versions_are_never_changed(self, chief):
        make_policy(by=chief)
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Version.objects.update(name="Changed")


class TestNote:
    def test_tells_in_the_readers_language_what_was_broken(self, client, agent):
        make_policy("Chat", first_seconds=HOUR, escalation={"tells": ["SUPERVISORS"]})
        conversation = make_conversation()
        follow()
        for moment in (only().warn_at, only().due_at):
            services.ring(only().pk, moment=moment, at=moment)

        page = client.get(reverse("inbox:conversation", args=[conversation.pk])).text
        assert "Promise broken: First answer" in page


def test_the_timeline_tells_who_raised_and_who_lowered_the_priority(client):
    sara = make_agent("Sara")
    talk = make_conversation()
    services.set_priority(conversation=talk, level="HIGH", actor=sara.actor, at=NOON)
    services.set_priority(conversation=talk, level="LOW", actor=sara.actor, at=NOON)
    client.force_login(sara)

    page = client.get(reverse("inbox:conversation", args=[talk.pk])).content.decode()

    assert "raised the priority from <b>Normal</b> to <b>High</b>" in page
    assert "lowered the priority from <b>High</b> to <b>Low</b>" in page
