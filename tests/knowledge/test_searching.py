"""The search of the help centre: what is found, in which order, what is noted of it, and how much it asks."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from rafiq.knowledge import services
from rafiq.knowledge.models import Audience, Search
from tests.knowledge.making import author, show
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


def page_of(article) -> str:
    return reverse("help:article", args=[article.language, article.slug])


class TestSearching:
    def test_finds_words_however_they_are_written(self, client):
        article = show("سفارش‌های دیررسیده", "متن", language="fa", asked=("كجا موند",))

        for words in ("سفارش دیررسیده", "سفارشهای", "کجا موند"):
            page = client.get("/help/fa/search/", {"q": words})
            shown = re.sub("</?mark>", "", page.text)
            assert f"/help/fa/articles/{article.slug}/" in shown or "سفارش‌های دیررسیده" in shown, words

    def test_the_title_weighs_most(self, client):
        show("Something", "warranty warranty")
        show("Warranty", "text")

        page = client.get("/help/en/search/", {"q": "warranty of fridge"}).text

        assert page.index(">Warranty</mark>") < page.index(">Something<")

    def test_is_noted_for_the_gaps_and_so_is_what_was_chosen(self, client):
        article = show("Warranty")

        page = client.get("/help/en/search/", {"q": "  Wärranty "}).text
        led = client.get(re.search(r'href="(/help/en/articles/[^"]+s=[^"]+)"', page)[1].replace("&amp;", "&"))

        search = Search.objects.get()
        assert (search.words, search.asked, search.results) == ("warranty", "Wärranty", 1)
        assert search.clicked == article.article
        assert led["Location"] == page_of(article)

    def test_a_forged_choice_is_no_choice(self, client):
        article = show("Warranty")
        client.get("/help/en/search/", {"q": "warranty"})

        for mark in (str(Search.objects.get().pk), "1:x", "x" * 900):
            client.get(page_of(article), {"s": mark})

        assert Search.objects.get().clicked is None

    def test_what_was_looked_for_is_marked_in_any_form(self, client):
        show("چرا یخچال خنک نمی‌کند", "متن", language="fa")

        assert "<mark>نمی‌کند</mark>" in client.get("/help/fa/search/", {"q": "خنک نمیکنه"}).text

    def test_a_mistyped_word_is_mended_and_only_then(self, client):
        show("Warranty of fridges", "text")
        show("Compensation", "secret", audience=Audience.STAFF)

        assert "Did you mean" in client.get("/help/en/search/", {"q": "waranty"}).text
        assert "?q=warranty" in client.get("/help/en/search/", {"q": "waranty"}).text
        assert "Did you mean" not in client.get("/help/en/search/", {"q": "warranty"}).text
        assert "Did you mean" not in client.get("/help/en/search/", {"q": "compensatoin"}).text

    def test_what_is_hidden_is_found_no_more(self, client):
        article = show("Warranty")
        services.change_audience(article.article, audience=Audience.STAFF, by=author(), at=NOON)

        assert "Nothing was found" in client.get("/help/en/search/", {"q": "warranty"}).text

    def test_nothing_found_is_told_with_what_to_do(self, client):
        page = client.get("/help/en/search/", {"q": "zzz"})

        assert "Nothing was found" in page.text
        assert Search.objects.get().results == 0

    def test_without_words_nothing_is_noted(self, client):
        assert client.get("/help/en/search/?q=%20").status_code == 200
        assert not Search.objects.exists()
