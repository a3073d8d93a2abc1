"""Likely doubles: found as customers come and change, back only for a new reason, as cheap in a crowd."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rafiq.customers import services
from rafiq.customers.models import Clue, Customer, Identity, LikelyPair
from tests.makers import NOON, make_agent, make_conversation

pytestmark = pytest.mark.django_db


def make(name="", company="", **facts):
    one = services.create(facts=services.Facts(name=name, **facts), language="fa", at=NOON)
    services.change(one, name=name, company_name=company, city="", about="", actor="system", at=NOON)
    return one


def look(*people):
    return services.look_at([one.pk for one in people], at=NOON)


def claim(one, kind, value):
    return Identity.objects.create(customer=one, kind=kind, value=value, added_at=NOON)


def test_colleagues_of_one_name_in_two_scripts_are_suggested_with_the_reasons():
    one, other = make("محمد رضایی", "آفتاب"), make("Mohammad Rezaei", "آفتاب")

    assert look(one, other) == 1
    pair = LikelyPair.objects.get()
    assert [reason["kind"] for reason in pair.reasons] == ["name_other_script", "company"]
    assert (pair.low_id, pair.high_id) == (one.pk, other.pk)


def test_a_slip_of_the_finger_among_colleagues_is_seen():
    one, other = make("Daniel Whitmore", "Golden"), make("Daniel Whitmroe", "Golden")

    assert look(one, other) == 1


def test_looking_again_changes_nothing_and_a_correction_takes_the_suggestion_away():
    one, other = make("محمد رضایی", "آفتاب"), make("Mohammad Rezaei", "آفتاب")
    look(one, other)
    first = LikelyPair.objects.values().get()
    look(one)
    assert LikelyPair.objects.values().get() == first

    services.change(other, name="Sara Nouri", company_name="", city="", about="", actor="system", at=NOON)
    look(other)

    assert not LikelyPair.objects.exists()


def test_who_was_dismissed_comes_back_only_for_a_new_reason():
    agent = make_agent()
    one, other = make("Maryam Sharifi", phone="+989121234567"), make("مریم شریفی")
    claim(other, "PHONE", "+989121234567")
    look(one, other)
    services.dismiss(LikelyPair.objects.get(), by=agent, at=NOON)
    look(one, other)
    assert LikelyPair.objects.get().state == "DISMISSED"

    claim(one, "EMAIL", "m@mail.example")
    claim(other, "EMAIL", "m@mail.example")
    look(one, other)

    assert LikelyPair.objects.get().state == "OPEN"


def test_whoever_was_merged_is_no_double_of_anybody():
    one, other = make("محمد رضایی", "آفتاب"), make("Mohammad Rezaei", "آفتاب")
    look(one, other)

    services.merge(source=other, into=one, at=NOON)
    look(one, other)

    assert LikelyPair.objects.get().state == "MERGED"
    assert not Clue.objects.filter(customer=other).exists()


def test_what_a_known_visitor_types_is_seen_by_the_look_at_new_addresses():
    make(phone="+989121234567")
    make_conversation(phone="09121234567", name="Maryam")

    assert services.look_at_new(since=NOON, at=NOON) == 2
    assert LikelyPair.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_log_tells_who_came(run_jobs):
    make("محمد رضایی", "آفتاب")
    make("Mohammad Rezaei", "آفتاب")

    run_jobs()

    assert LikelyPair.objects.count() == 1


def test_in_a_crowd_of_one_name_and_company_looking_costs_no_more():
    def cost():
        with CaptureQueriesContext(connection) as asked:
            look(newcomer)
        return len(asked)

    newcomer = make("محمد رضایی", "آفتاب")
    few = cost()
    company = newcomer.organisation
    crowd = Customer.objects.bulk_create(
        Customer(name="محمد رضایی", company_name="آفتاب", organisation=company, created_at=NOON) for _ in range(300)
    )
    for _ in services.look_at_all(at=NOON):
        pass

    assert cost() <= few + 4
    assert LikelyPair.objects.filter(high=newcomer).count() + LikelyPair.objects.filter(low=newcomer).count() <= 60
    assert LikelyPair.objects.count() <= 25 * len(crowd)


class TestPages:
    @pytest.fixture
    def agent(self, client):
        agent = make_agent("Sara")
        client.force_login(agent)
        return agent

    def test_a_person_makes_two_one_choosing_what_stays_and_takes_it_back(self, client, agent):
        one, other = make("محمد رضایی", "آفتاب"), make("Mohammad Rezaei", "آفتاب")
        look(one, other)
        page = client.get(reverse("people:duplicates")).text
        address = reverse("customers:merging", args=[one.pk, other.pk])
        assert address in page
        assert "Same name in another script" in page

        client.post(address, {"name": "source"})
        one.refresh_from_db()
        assert one.name == "Mohammad Rezaei"
        page = client.get(reverse("customers:history", args=[one.pk])).text
        undoing = page.split('action="')[1:]
        client.post(next(part.split('"')[0] for part in undoing if "undoing" in part.split('"')[0]))

        one.refresh_from_db()
        assert one.name == "محمد رضایی"
        assert Customer.objects.get(pk=other.pk).merged_into_id is None

    def test_a_late_merge_says_so_and_changes_nothing(self, client, agent):
        one, other, third = make("A"), make("B"), make("C")
        address = reverse("customers:merging", args=[one.pk, other.pk])
        services.merge(source=other, into=third, at=NOON)

        assert client.post(address).status_code == 404
        assert Customer.objects.get(pk=other.pk).merged_into_id == third.pk

    def test_an_address_of_another_offers_to_make_them_one(self, client, agent):
        one, other = make("A"), make("B", phone="+989121234567")
        address = reverse("customers:identities", args=[one.pk])

        answer = client.post(address, {"kind": "PHONE", "value": "۰۹۱۲ ۱۲۳ ۴۵ ۶۷"})

        assert answer.status_code == 422
        assert reverse("customers:merging", args=[one.pk, other.pk]) in answer.text

    def test_a_phone_in_any_writing_is_kept_in_one(self, client, agent):
        one = make("A")

        client.post(reverse("customers:identities", args=[one.pk]), {"kind": "PHONE", "value": "۰۹۱۲-۱۲۳ ۴۵ ۶۷"})

        assert one.identities.get().value == "+989121234567"
        assert one.identities.get().is_verified

    @pytest.mark.parametrize(("kind", "value"), [("PHONE", "12"), ("EMAIL", "nobody"), ("HANDLE", "@"), ("X", "1")])
    def test_what_is_no_address_is_refused_in_words(self, client, agent, kind, value):
        one = make("A")

        answer = client.post(reverse("customers:identities", args=[one.pk]), {"kind": kind, "value": value})

        assert answer.status_code == 422
        assert not one.identities.exists()

    def test_a_claim_is_confirmed_and_an_address_removed(self, client, agent):
        one = make("A")
        said = claim(one, "EMAIL", "a@mail.example")

        client.post(reverse("customers:confirmation", args=[one.pk, said.pk]))
        said.refresh_from_db()
        assert said.is_verified
        client.post(reverse("customers:removal", args=[one.pk, said.pk]))

        assert not one.identities.exists()

    def test_notes_are_pinned_and_removed_by_their_author_only(self, client, agent):
        one = make("A")
        client.post(reverse("customers:notes", args=[one.pk]), {"text": "Call first\0", "is_pinned": "on"})
        note = one.notes.get()
        assert (note.text, note.is_pinned, note.author) == ("Call first", True, agent)
        removal = reverse("customers:note_removal", args=[one.pk, note.pk])

        client.force_login(make_agent("Nader"))
        assert client.post(removal).status_code == 404
        client.force_login(agent)
        client.post(removal)

        assert not one.notes.exists()
