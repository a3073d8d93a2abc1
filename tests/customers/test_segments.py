"""Segments: every kind of condition finds whom it names, nonsense finds nobody and breaks nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rafiq.customers import custom, registry, segmenting, services
from rafiq.customers.models import Customer, CustomField, Segment
from rafiq.customers.segmenting import BadCondition, Condition
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from tests.makers import NOON, make_agent, make_conversation, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Maryam of Aftab in Shiraz, gold, who wrote long ago; Reza of nowhere, who wrote today."""
    level = services.save_field(None, subject="CUSTOMER", label="Level", kind="CHOICE", choices=["gold", "tin"])
    count = services.save_field(None, subject="CUSTOMER", label="Fridges", kind="NUMBER", choices=[])
    since = services.save_field(None, subject="CUSTOMER", label="Since", kind="DATE", choices=[])
    news = services.save_field(None, subject="CUSTOMER", label="News", kind="YES_NO", choices=[])
    old = make_conversation("Old", name="Maryam", at=NOON - timedelta(days=90), said_at=NOON - timedelta(days=90))
    new = make_conversation("New", name="Reza", email="r@mail.example")
    tag = inbox.save_tag(None, name="vip", hue=1)
    inbox.tag(conversation=old, tag=tag, by=make_agent(), at=NOON)
    values = {level.key: "gold", count.key: 3, since.key: "2026-03-21", news.key: True}
    services.change(
        old.customer, name="Maryam", company_name="Aftab", city="Shiraz", about="", actor="system", at=NOON,
        custom=values, language="fa",
    )  # fmt: skip
    return {"level": level.key, "count": count.key, "since": since.key, "news": news.key, "tag": tag, "new": new}


def found(*conditions, is_any=False, agent=None):
    known = registry.filterables(agent or make_agent())
    rows = segmenting.matching(conditions, is_any=is_any, known=known, at=NOON)
    return set(rows.values_list("name", flat=True))


MARYAM = [
    ("name", "is", "maryam"), ("name", "has", "ary"), ("company", "known", ""), ("company", "is", "AFTAB"),
    ("city", "is_not", "Tehran"), ("language", "is", "fa"), ("reach", "is_not", "EMAIL"), ("level", "is", "gold"),
    ("count", "more", "۲"), ("count", "less", "3.5"), ("count", "is", "3"), ("since", "on_or_after", "2026-03-21"),
    ("since", "on_or_before", "2026-04-01"), ("news", "yes", ""), ("last_heard", "before", "30"), ("tag", "is", "TAG"),
    ("known_since", "before", "30"),
]  # fmt: skip
REZA = [
    ("name", "is_not", "Maryam"), ("company", "unknown", ""), ("reach", "is", "EMAIL"), ("level", "is_not", "gold"),
    ("level", "unknown", ""), ("last_heard", "within", "7"), ("tag", "is_not", "TAG"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "name"), [(one, "Maryam") for one in MARYAM] + [(one, "Reza") for one in REZA], ids=str
)
def test_every_condition_finds_whom_it_names(people, condition, name):
    field, operator, value = condition
    value = str(people["tag"].pk) if value == "TAG" else value
    Customer.objects.filter(name="Maryam").update(created_at=NOON - timedelta(days=90))
    field = people[field] if field in people and field not in {"tag"} else field

    expected = {name, "Maryam"} if (field, operator) == ("city", "is_not") else {name}
    expected = {"Maryam", "Reza"} if (field, operator) == ("city", "is_not") else expected
    assert found(Condition(field, operator, value)) == expected


def test_conditions_are_joined_by_and_or_by_or(people):
    both = Condition("city", "is", "Shiraz"), Condition("name", "is", "Reza")

    assert found(*both) == set()
    assert found(*both, is_any=True) == {"Maryam", "Reza"}
    assert found(Condition("conversations", "is", "1")) == {"Maryam", "Reza"}
    assert found(Condition("open_conversations", "more", "1")) == set()


@pytest.mark.parametrize(
    "condition",
    [
        Condition("password", "is", "x"), Condition("name", "regex", "x"), Condition("name", "is", ""),
        Condition("last_heard", "within", "-1"), Condition("last_heard", "within", "1e9999"),
        Condition("language", "is", "xx"), Condition("known_since", "within", "soon"), Condition("f999", "is", "1"),
    ],
    ids=str,
)  # fmt: skip
def test_what_means_nothing_is_refused(condition):
    with pytest.raises(BadCondition):
        found(condition)


@pytest.mark.parametrize("words", ["'; DROP TABLE x; --", "%", "_", "\\", '"}', "{{7}}", "x" * 5000])
def test_no_words_become_part_of_a_statement(people, words):
    for field in ("name", "company", "city"):
        assert found(Condition(field, "has", words)) == set()


@pytest.fixture
def secret(people):
    """What the team Legal has with Maryam; only its member and supervisors may see it."""
    member, boss = make_agent("Leila"), make_agent("Boss", role="SUPERVISOR")
    team = make_team("Legal", members=[member], is_private=True)
    hidden = Conversation.objects.get(customer__name="Maryam")
    inbox.assign(conversation=hidden, assignee=None, team=team, by=boss, at=NOON)
    return {"member": member, "boss": boss, "channel": hidden.channel_id, "tag": people["tag"].pk}


SECRET = [
    ("tag", "is", "tag"), ("last_heard", "before", "30"), ("channel", "is", "channel"), ("conversations", "more", "0"),
    ("open_conversations", "is", "1"),
]  # fmt: skip


class TestPrivateTeams:
    @pytest.mark.parametrize("condition", SECRET, ids=str)
    def test_their_conversations_count_only_for_whoever_may_see_them(self, secret, condition):
        field, operator, value = condition
        asked = Condition("name", "is", "Maryam"), Condition(field, operator, str(secret.get(value, value)))

        assert [found(*asked, agent=secret[who]) for who in ("member", "boss")] == [{"Maryam"}, {"Maryam"}]
        assert found(*asked, agent=make_agent("Stranger")) == set()

    @pytest.mark.parametrize("condition", [("tag", "is_not", "tag"), ("channel", "is_not", "channel")], ids=str)
    def test_not_being_in_a_segment_tells_a_stranger_nothing_either(self, secret, condition):
        field, operator, value = condition
        asked = Condition("name", "is", "Maryam"), Condition(field, operator, str(secret[value]))

        assert found(*asked, agent=secret["member"]) == set()
        assert found(*asked, agent=make_agent("Stranger")) == {"Maryam"}

    def test_lists_counts_and_exports_tell_nobody_more(self, client, secret):
        asked = {"field_0": "tag", "operator_0": "is", "value_0": str(secret["tag"])}
        conditions = [Condition("tag", "is", str(secret["tag"]))]
        segment = services.save_segment(
            None, name="VIP", is_shared=True, is_any=False, conditions=conditions, by=secret["boss"], at=NOON
        )

        def told(agent):
            client.force_login(agent)
            here = {"segment": segment.pk}
            count = client.get(reverse("people:segment_count"), asked).context["count"]
            listed = [row.id for row in client.get(reverse("customers:list"), here).context["rows"]]
            exported = client.get(reverse("customers:export"), here).getvalue().decode().count("Maryam")
            return count, len(listed), exported

        assert [told(secret[who]) for who in ("member", "boss")] == [(1, 1, 1), (1, 1, 1)]
        assert told(make_agent("Stranger")) == (0, 0, 0)

    def test_what_a_stranger_may_not_see_is_kept_back_within_the_one_statement(self, secret, django_assert_num_queries):
        for who in (secret["boss"], make_agent("Stranger")):
            known = registry.filterables(who)
            conditions = [Condition("tag", "is", str(secret["tag"])), Condition("open_conversations", "more", "0")]
            rows = segmenting.matching(conditions, is_any=True, known=known, at=NOON)
            with django_assert_num_queries(1):
                list(rows)


class TestPages:
    def test_a_segment_filters_the_list_and_its_export(self, client, people):
        agent = make_agent()
        client.force_login(agent)
        form = {"name": "Shirazi", "field_0": "city", "operator_0": "is", "value_0": "Shiraz"}

        where = client.post(reverse("people:new_segment"), form)["Location"]

        page = client.get(where).text
        assert "Maryam" in page
        assert ">Reza<" not in page
        exported = client.get(reverse("customers:export") + f"?segment={Segment.objects.get().pk}").getvalue().decode()
        assert "Maryam" in exported
        assert "Reza" not in exported

    def test_an_unfinished_condition_is_shown_again(self, client):
        client.force_login(make_agent())
        form = {"name": "X", "field_0": "city", "operator_0": "is", "value_0": ""}

        answer = client.post(reverse("people:new_segment"), form)

        assert answer.status_code == 422
        assert not Segment.objects.exists()

    def test_private_ones_are_their_owners_and_shared_ones_are_changed_by_supervisors(self, client):
        owner, stranger, supervisor = make_agent(), make_agent(), make_agent(role="SUPERVISOR")
        given = {"name": "Mine", "is_any": False, "conditions": [], "by": owner, "at": NOON}
        private = services.save_segment(None, is_shared=False, **given)
        shared = services.save_segment(None, is_shared=True, **given)

        def may_change(agent, segment):
            client.force_login(agent)
            return client.get(reverse("people:segment", args=[segment.pk])).status_code == 200

        assert [may_change(owner, one) for one in (private, shared)] == [True, True]
        assert [may_change(stranger, one) for one in (private, shared)] == [False, False]
        assert [may_change(supervisor, one) for one in (private, shared)] == [False, True]


class TestCustomValues:
    @pytest.mark.parametrize(
        ("kind", "raw", "value"),
        [
            ("NUMBER", "۱۲٫۵", 12.5), ("NUMBER", "1,200", 1200), ("DATE", "۲۰۲۶/۰۳/۲۱", "2026-03-21"),
            ("YES_NO", "بله", True), ("YES_NO", "لا", False), ("CHOICE", "GOLD", "gold"), ("TEXT", " x ", "x"),
            ("LINK", "https://narvan.example/x", "https://narvan.example/x"), ("NUMBER", " ", None),
        ],
    )  # fmt: skip
    def test_are_kept_typed(self, kind, raw, value):
        assert custom.typed(CustomField(kind=kind, choices=["gold"]), raw) == value

    @pytest.mark.parametrize(
        ("kind", "raw"),
        [
            ("NUMBER", "nan"), ("NUMBER", "1e400"), ("NUMBER", "many"), ("DATE", "2026-13-01"), ("YES_NO", "maybe"),
            ("CHOICE", "silver"), ("LINK", "javascript:alert(1)"), ("LINK", "https://[x"),
        ],
    )  # fmt: skip
    def test_of_another_kind_are_refused(self, kind, raw):
        with pytest.raises(custom.BadValue):
            custom.typed(CustomField(kind=kind, choices=["gold"]), raw)
