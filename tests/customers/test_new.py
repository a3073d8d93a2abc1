"""Somebody who has not written yet is added by an agent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.accounts.models import Company
from rafiq.customers import services as customers
from rafiq.customers.models import Customer, Identity
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client):
    agent = make_agent()
    client.force_login(agent)
    return agent


def add(client, **said):
    return client.post(reverse("customers:new"), {"name": "", "email": "", "phone": "", "language": "fa"} | said)


def test_who_is_added_can_be_found_and_reached(client, sara):
    assert reverse("customers:new") in client.get(reverse("customers:list")).text
    answer = add(client, name="Maryam", email="Maryam@Customer.example", phone="۰۹۱۲ ۱۲۳ ۴۵۶۷")
    made = Customer.objects.get()
    assert answer.url == reverse("customers:customer", args=[made.pk])
    known = Identity.objects.filter(customer=made, is_verified=True).values_list("kind", "value")
    assert set(known) == {("EMAIL", "maryam@customer.example"), ("PHONE", "+989121234567")}
    assert Entry.objects.get(kind="customers.customer.created").actor == sara.actor
    assert "Maryam" in client.get(reverse("customers:list"), {"q": "9121234567"}).text


def test_whose_address_is_known_is_led_to_and_nobody_is_made(client, sara):
    known = customers.create(facts=customers.Facts(name="Maryam", phone="+989121234567"), language="fa", at=NOON)
    answer = add(client, name="Somebody", email="new@customer.example", phone="09121234567")
    assert answer.status_code == 409
    assert reverse("customers:customer", args=[known.pk]) in answer.text and "Somebody" in answer.text
    assert Customer.objects.count() == 1 and Identity.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "An e-mail address or a phone number is needed"),
        ({"email": "nobody"}, "e-mail"),
        ({"phone": "12"}, "phone"),
        ({"email": "a@b.example", "language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_reaches_nobody_is_refused_in_words(client, sara, said, words):
    answer = add(client, **said)
    assert answer.status_code == 422 and words in answer.text
    assert not Customer.objects.exists()


def test_numbers_are_read_as_they_are_dialled_where_the_company_is(client, sara):
    Company.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Dubai"})
    add(client, phone="050 123 4567")
    made = Identity.objects.get(value="+971501234567").customer_id
    client.post(reverse("customers:identities", args=[made]), {"kind": "PHONE", "value": "050 765 4321"})
    assert Identity.objects.filter(customer=made, value="+971507654321").exists()
