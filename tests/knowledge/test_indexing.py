"""What people may read is what the engine finds, whatever becomes of an article."""

from __future__ import annotations

import pytest

from rafiq.knowledge import services
from rafiq.knowledge.models import Audience
from rafiq.platform.search import finding
from rafiq.platform.search.models import Entry
from tests.knowledge.making import show, translate, write
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db(transaction=True)


def found(question, language="en", audiences=("PUBLIC",)):
    hits = finding.find(question, sources=("article",), audiences=audiences, language=language).hits
    return [hit.title for hit in hits]


def test_what_is_published_is_found_in_each_of_its_languages(run_jobs):
    article = show("Late delivery", "The promised day has passed.", asked=["parcel still not here"])
    translate(article, "fa", "دیر رسیدن سفارش", "روز وعده‌داده‌شده گذشته است.")
    write("Secret draft", "Nobody reads this.")
    run_jobs()

    assert found("where is my parcel") == ["Late delivery"]
    assert found("سفارشم دیر کرده", "fa") == ["دیر رسیدن سفارش"]
    assert Entry.objects.count() == 2


def test_what_is_taken_away_is_not_found_and_what_comes_back_is(run_jobs):
    article = show()
    run_jobs()
    services.unpublish(article, by=make_agent(), at=NOON)
    run_jobs()
    assert not Entry.objects.exists()

    article.refresh_from_db()
    services.publish(article, number=article.number, by=None, at=NOON)
    run_jobs()
    assert found("delivery") == ["Late delivery"]


def test_what_is_for_the_staff_only_is_found_by_nobody_else(run_jobs):
    show("Goodwill limits", "Up to ten.", audience=Audience.STAFF)
    run_jobs()

    assert found("goodwill") == []
    assert found("goodwill", audiences=("PUBLIC", "STAFF")) == ["Goodwill limits"]
