"""Customers: found whatever the spelling, read in whole, corrected without stepping on anybody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.customers import services
from rafiq.customers.models import Customer
from tests.makers import NOON, make_agent, make_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


def make_customer(name="Maryam Sharifi", **facts):
    return services.create(facts=services.Facts(name=name, **facts), language="fa", at=NOON)


def test_the_list_goes_on_after_the_last_row(client, agent, django_assert_max_num_queries):
    for number in range(55):
        make_customer(f"Customer {number}")

    with django_assert_max_num_queries(10):
        page = client.get(reverse("customers:list")).content.decode()
    more = page.split('<tr hx-get="')[1].split('"')[0]
    rest = client.get(more, headers={"HX-Request": "true"}).content.decode()

    assert page.count('scope="row"') == 50
    assert rest.count('scope="row"') == 5


def test_the_search_does_not_care_about_spelling(client, agent):
    make_customer("علي رضایی", phone="+989121234567")

    for words in ("علی", "رضایي", "09121234567"[4:], "+98912"):
        assert "علي رضایی" in client.get(reverse("customers:list"), {"q": words}).content.decode(), words


def test_a_page_tells_everything(client, agent):
    conversation = make_conversation("The fridge is warm", name="Maryam")
    customer = Customer.objects.get(pk=conversation.customer_id)
    services.change(
        customer, name="Maryam", company_name="Aftab", city="Tehran", about="Call first", actor=agent.actor, at=NOON
    )

    addresses = ("customers:customer", "customers:history")
    page = "".join(client.get(reverse(name, args=[customer.pk])).content.decode() for name in addresses)

    for words in ("Maryam", "Aftab", "Tehran", "Call first", "The fridge is warm", "Corrected: "):
        assert words in page


def test_a_merged_customer_leads_to_the_one_who_stays(client, agent):
    source, into = make_customer("A"), make_customer("B")
    services.merge(source=source, into=into, at=NOON)

    answer = client.get(reverse("customers:customer", args=[source.pk]))

    assert answer["Location"] == reverse("customers:customer", args=[into.pk])


def test_what_is_known_can_be_corrected(client, agent):
    customer = make_customer()
    url = reverse("customers:edit", args=[customer.pk])
    version = client.get(url).context["version"]

    answer = client.post(url, {"name": "مریم", "company_name": "", "city": "شیراز", "about": "", "version": version})

    customer.refresh_from_db()
    assert answer.status_code == 303
    assert (customer.name, customer.city) == ("مریم", "شیراز")


def test_a_rivals_correction_is_not_overwritten(client, agent):
    customer = make_customer()
    url = reverse("customers:edit", args=[customer.pk])
    version = client.get(url).context["version"]
    services.change(customer, name="Rival", company_name="", city="", about="", actor="agent-1", at=NOON)

    answer = client.post(url, {"name": "Mine", "company_name": "", "city": "", "about": "", "version": version})

    customer.refresh_from_db()
    assert answer.status_code == 409
    assert customer.name == "Rival"


class TestAbout:
    def test_is_kept(self, client, agent):
        customer = make_customer()

        client.put(reverse("customers:about", args=[customer.pk]), "about=Call%20first%00")

        customer.refresh_from_db()
        assert customer.about == "Call first"
        assert customer.name == "Maryam Sharifi"

    def test_that_is_too_long_is_refused_and_shown_again(self, client, agent):
        customer = make_customer()

        answer = client.put(reverse("customers:about", args=[customer.pk]), "about=" + "x" * 5000)

        assert answer.status_code == 422
        assert "x" * 5000 in answer.content.decode()


@pytest.mark.parametrize("path", ["/customers/999999/", "/customers/999999/edit/", "/customers/99999999999999999999/"])
def test_nobody_is_404(client, agent, path):
    assert client.get(path).status_code == 404
