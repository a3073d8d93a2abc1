"""What supervisors may type into policies, or take away from under them: refused or marked in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rafiq.inbox import services as inbox
from rafiq.promises import queries, services
from rafiq.promises.models import Policy, Promise
from rafiq.promises.queries.flags import flags_of
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_team
from tests.promises.world import HOUR, follow, make_policy, only

pytestmark = pytest.mark.django_db
HUGE = "ی" * 100_000
FORM = {
    "name": "Chat", "is_active": "on", "first": "5", "first_unit": "60", "next_unit": "60", "resolution_unit": "3600",
    "base": "ALWAYS", "warn_percent": "75",
}  # fmt: skip
WORDS = ("name",)
CHOICES = ("kinds", "tags", "segments", "teams", "priorities", "base", "first_unit", "warns", "tells", "hands_to")


@pytest.fixture
def chief(client):
    chief = make_agent("Nasrin", role="SUPERVISOR")
    client.force_login(chief)
    return chief


def flagged():
    return flags_of(queries.newest(), at=NOON)


@pytest.mark.parametrize("words", [HUGE, "\0\x01", "9" * 400, "-1", "TEAM:x", "<script>"])
@pytest.mark.parametrize("field", [*WORDS, *CHOICES, "first", "warn_percent"])
def test_nonsense_is_refused_in_words_or_kept_as_words(client, chief, field, words):
    answer = client.post(reverse("promises_settings:new_policy"), {**FORM, field: words})

    assert answer.status_code in {303, 422}
    assert answer.status_code == 422 or field in WORDS
    assert all(len(one.name) <= 80 for one in queries.newest())


def test_a_policy_another_tab_removed_is_gone_in_words(client, chief):
    policy = make_policy()
    services.remove_policy(policy, by=chief, at=NOON)

    answer = client.post(reverse("promises_settings:policy", args=[policy.pk]), {**FORM, "version": "x"})

    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()


def test_kinds_of_channel_nobody_has_are_marked():
    make_channel("mail")
    make_policy("Chat", conditions={"kinds": ["telegram"]})
    make_policy("Mail", conditions={"kinds": ["mail"]})

    assert [words for [words] in flagged().values()] == ["Nobody can match it: there is no channel of these kinds."]


def test_a_team_that_should_get_it_and_is_gone_is_marked_and_what_is_broken_stays_where_it_is(chief):
    team = make_team()
    make_policy(first_seconds=HOUR, escalation={"team": team.pk, "raises": True})
    team.delete()
    talk = make_conversation()
    follow()

    promise = only()
    for moment in (promise.warn_at, promise.due_at):
        services.ring(promise.pk, moment=moment, at=moment + timedelta(seconds=1))

    talk.refresh_from_db()
    assert talk.team_id is None
    assert only().broken_at is not None
    assert any("handed to" in words for [words] in flagged().values())


def test_a_tag_that_vanishes_lets_what_runs_go_on_under_the_next_policy(chief):
    tag = inbox.save_tag(None, name="VIP", hue=1)
    make_policy("VIP", first_seconds=60, conditions={"tags": [tag.pk]})
    make_policy("All", first_seconds=HOUR)
    tag.delete()
    make_conversation()
    follow()

    assert Promise.objects.get(kind="FIRST_ANSWER").target == HOUR
    assert any("gone" in words for words in flagged()[Policy.objects.order_by("pk")[0].pk])
