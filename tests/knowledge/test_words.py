"""Every state of the public pages in Persian and Arabic: no English word of ours, no digit of another script."""

from __future__ import annotations

import pytest
from django.test import Client

from rafiq.accounts.models import Company
from rafiq.knowledge import passes
from tests.knowledge.making import make_collection, show
from tests.makers import make_agent
from tests.reading import foreign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
PAGES = [
    "", "collections/shelf/", "articles/one/", "articles/two/", "articles/one/?rated=yes", "articles/one/?rated=no",
    "articles/one/?rated=told", "search/", "search/?q=یخچال", "search/?q=ززز", "articles/none/", "none",
]  # fmt: skip


@pytest.fixture(params=["fa", "ar"])
def language(request) -> str:
    Company.objects.update(name="نارون")
    name = {request.param: "یخچال"}
    shelf = make_collection("shelf", **name)
    body = "## گام\n\nصبر کنید\n\n## گام\n\n## گام"
    for slug, audience in (("one", "PUBLIC"), ("two", "CUSTOMERS"), ("three", "STAFF")):
        show("یخچال خنک نمی‌کند", body, language=request.param, slug=slug, audience=audience, collection=shelf)
    for number in range(12):
        show(f"یخچال {'ی' * number}", body, language=request.param, slug=f"s{number}", collection=shelf)
    return request.param


@pytest.mark.parametrize("reader", ["anyone", "customer", "staff"])
def test_nothing_foreign_is_said(language, reader):
    browser = Client()
    if reader == "customer":
        browser.get(f"/help/{language}/?pass={passes.pass_for(7)}")
    if reader == "staff":
        browser.force_login(make_agent(language="en"))
    told = {page: browser.get(f"/help/{language}/{page}") for page in PAGES}

    assert {page: words for page, answer in told.items() if (words := foreign(answer.text, language=language))} == {}
    assert told["articles/two/"].status_code == (403 if reader == "anyone" else 200)


def test_an_article_in_another_language_is_marked_as_such(language):
    show("The fridge does not cool", "Wait 5 minutes.", language="en", slug="only", collection=make_collection("shelf"))
    browser = Client()

    assert foreign(browser.get(f"/help/{language}/articles/only/").text, language=language) == []
    assert foreign(browser.get(f"/help/{language}/").text, language=language) == []
