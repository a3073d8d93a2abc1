"""Whoever is merged while something else reaches for them: it follows to the one who stays."""

from __future__ import annotations

import pytest

from rafiq.customers import services
from rafiq.customers.models import Customer, Identity, Import
from tests.at_once import one_behind_another
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    """Reza, of whom we know an e-mail address, and Reza, of whom we know a handle: somebody is making them one."""
    facts = services.Facts(name="Reza", email="reza@post.example"), services.Facts(name="Reza R.")
    return [services.create(facts=each, language="", at=NOON) for each in facts]


def at_once_with_merging(source, into, work):
    """Merge two customers; once `work` stands behind the merge in another transaction, let the merge be done."""
    _, got = one_behind_another(lambda: services.merge(source=source, into=into, at=NOON), work)
    return got


def verified_of(customer):
    return set(Identity.objects.filter(customer=customer, is_verified=True).values_list("kind", "value"))


BOTH = {("EMAIL", "reza@post.example"), ("PHONE", "+989121234567")}


def test_a_list_that_names_somebody_who_is_being_merged_completes_the_one_who_stays(two):
    source, into = two
    content = b"email,phone,city\nreza@post.example,09121234567,Shiraz\n"
    one = services.put_down(name="people.csv", content=content, by=make_agent(), at=NOON)
    services.begin_import(one, columns=one.mapping, existing="FILL", is_vouched=True, country="IR")

    at_once_with_merging(source, into, lambda: services.run_import(one.pk, clock=lambda: NOON))

    told = Import.objects.get()
    assert (told.state, told.updated, told.failed) == ("DONE", 1, 0)
    assert (verified_of(source), verified_of(into)) == (set(), BOTH)
    assert [Customer.objects.get(pk=each.pk).city for each in two] == ["", "Shiraz"]


def test_a_visitor_who_is_vouched_for_as_somebody_who_is_being_merged_is_the_one_who_stays(two):
    source, into = two
    facts = services.Facts(name="Reza", email="reza@post.example", phone="+989121234567")

    known = at_once_with_merging(
        source, into, lambda: services.identify(visitor="v1", facts=facts, language="fa", at=NOON)
    )

    assert known.pk == into.pk
    assert (verified_of(source), verified_of(into)) == (set(), {*BOTH, ("VISITOR", "v1")})
