"""What readers tell: one voice each, without a script, and not from other websites."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rafiq.knowledge import services
from rafiq.knowledge.models import Helpful, Search
from rafiq.platform.log.models import Entry
from tests.knowledge.making import show
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


def rate(client: Client, article, language: str = "en", headers=None, **form: str):
    return client.post(reverse("help:rating", args=[language, article.slug]), form, headers=headers or {})


class TestRating:
    def test_thanks_and_asks_why(self, client):
        article = show()

        led = rate(client, article, answer="no")

        assert (led.status_code, led["Location"]) == (303, f"/help/en/articles/{article.slug}/?rated=no#helpful")
        page = client.get(led["Location"]).text
        assert "What was the matter?" in page
        rate(client, article, answer="no", reason="WRONG", words="The price\x00 is old")
        told = Helpful.objects.get()
        assert (told.is_helpful, told.reason, told.words, told.language) == (False, "WRONG", "The price is old", "en")

    def test_one_reader_has_one_voice(self, client):
        article = show()
        for answer in ("no", "yes", "yes"):
            rate(client, article, answer=answer)
        rate(Client(), article, answer="no")

        assert sorted(Helpful.objects.values_list("is_helpful", flat=True)) == [False, True]
        assert Entry.objects.filter(kind="knowledge.article.rated").count() == 3

    def test_who_is_not_kept(self, client):
        rate(client, show(), answer="yes")

        told = Helpful.objects.get()
        assert client.cookies["help_visitor"].value not in (told.visitor, told.network)
        assert "127.0.0.1" not in told.network

    def test_the_page_needs_no_token_and_sets_no_cookie(self, client):
        article = show()
        strict = Client(enforce_csrf_checks=True)

        assert not client.get(reverse("help:article", args=["en", article.slug])).cookies
        assert rate(strict, article, answer="yes").status_code == 303

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
    )
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "This page has grown old"), ("fa", "این صفحه کهنه شده است")]
    )
    def test_other_websites_cannot_rate(self, client, headers, language, words):
        article = show()

        refused = rate(client, article, language, headers, answer="yes")

        assert refused.status_code == 403
        assert words in refused.text
        assert not Helpful.objects.exists()

    def test_too_many_from_one_place_are_told_so(self, client):
        article = show()
        network = services.digest("network 127.0.0.1")
        Helpful.objects.bulk_create(
            Helpful(
                article=article.article, language="en", visitor=str(n), network=network, is_helpful=True, rated_at=NOON
            )
            for n in range(services.RATINGS)
        )
        told = {"language": "en", "network": network, "is_helpful": True}

        with pytest.raises(services.SlowDown):
            services.rate(article=article.article, visitor="new", at=NOON, **told)
        services.rate(article=article.article, visitor="new", at=NOON + timedelta(hours=1), **told)

    @pytest.mark.parametrize("form", [{}, {"answer": "maybe"}, {"answer": "yes\x00"}])
    def test_what_is_no_answer_is_nothing(self, client, form):
        assert rate(client, show(), **form).status_code == 404

    def test_what_cannot_be_read_cannot_be_rated(self, client):
        inside, paid = show("Inside", audience="STAFF"), show("Paid", audience="CUSTOMERS")

        assert rate(client, inside, answer="yes").status_code == 404
        assert rate(client, paid, answer="yes").status_code == 403
        assert not Helpful.objects.exists()


class TestSearches:
    def search(self, asked: str, *, seconds: int = 0, visitor: str = "v") -> int | None:
        at = NOON + timedelta(seconds=seconds)
        return services.note_search(asked=asked, language="fa", place="WIDGET", results=0, at=at, visitor=visitor)

    def test_typing_on_is_one_search(self):
        first = self.search("یخچ")

        assert self.search("يخچال  خنک", seconds=3) == first
        assert self.search("گارانتی", seconds=5) != first
        assert list(Search.objects.order_by("pk").values_list("words", flat=True)) == ["یخچال خنک", "گارانتی"]

    def test_of_different_readers_are_different(self):
        self.search("یخچال")
        self.search("یخچال", visitor="w")
        self.search("یخچال", visitor="")
        self.search("یخچال", visitor="")

        assert Search.objects.count() == 4

    def test_too_many_of_one_reader_are_not_kept(self):
        for number in range(services.SEARCHES + 5):
            self.search(f"{number}x", seconds=number)

        assert Search.objects.count() == services.SEARCHES
        assert self.search("later", seconds=5000) is not None

    def test_are_forgotten_after_half_a_year(self):
        self.search("یخچال")

        assert services.forget_searches(at=NOON + timedelta(days=100)) == 0
        assert services.forget_searches(at=NOON + timedelta(days=181)) == 1

    @pytest.mark.parametrize("asked", ["", "   ", "\u200f\u200c", "\x00"])
    def test_of_nothing_are_none(self, asked):
        assert self.search(asked) is None
