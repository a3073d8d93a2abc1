"""The public pages: who sees what, in which language, with how many statements."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rafiq.knowledge import passes, services
from rafiq.platform import files
from rafiq.platform.search import vectors
from tests.knowledge.making import author, fresh, graph_of, make_collection, make_draft, show, translate, write
from tests.makers import NOON, make_agent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
LATER = NOON + timedelta(hours=1)
NOT_HERE = {"fa": "چنین صفحه‌ای نیست", "ar": "لا توجد صفحة كهذه", "en": "There is no such page"}


def page_of(article, language: str = "") -> str:
    return reverse("help:article", args=[language or article.language, article.slug])


def staff() -> Client:
    browser = Client()
    browser.force_login(make_agent(language="en"))
    return browser


def customer() -> Client:
    browser = Client()
    browser.get(f"/help/en/?pass={passes.pass_for(7)}")
    return browser


class TestWhoSeesWhat:
    def test_what_is_for_everybody(self, client):
        article = show("Late delivery", "It **comes** later.")

        page = client.get(page_of(article))

        assert page.status_code == 200
        assert "It <strong>comes</strong> later." in page.text
        assert "Late delivery" in client.get("/help/en/").text
        assert "Late delivery" in client.get("/help/en/collections/delivery/").text

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_drafts_are_not_there(self, client, language):
        write("Secret plan", slug="plan")

        for address in (f"/help/{language}/articles/plan/", f"/help/{language}/nonsense", f"/help/{language}/a/b/c/"):
            page = client.get(address)
            assert page.status_code == 404
            assert NOT_HERE[language] in page.text
            assert 'role="search"' in page.text

    def test_what_is_for_staff_is_not_there_for_others(self, client):
        article = show("Secret plan", audience="STAFF")
        services.rename_slug(article, slug="the-plan", by=author(), at=LATER)

        for browser in (client, customer()):
            for address in ("/help/en/articles/the-plan/", "/help/en/articles/secret-plan/",
                            f"/help/fa/articles/{article.article.key}/", "/help/en/collections/delivery/"):  # fmt: skip
                assert browser.get(address).status_code == 404
            for address in ("/help/en/", "/help/en/search/?q=secret", "/help/sitemap.xml"):
                assert "ecret plan" not in browser.get(address).text
        assert "Only the staff" in staff().get("/help/en/articles/the-plan/").text
        assert "Secret plan" in staff().get("/help/en/").text

    def test_what_is_for_customers_asks_the_others_to_sign_in(self, client):
        article = show("Extended warranty", audience="CUSTOMERS")

        refused = client.get(page_of(article))

        assert refused.status_code == 403
        assert "This article is for customers" in refused.text
        assert "Extended warranty" not in refused.text + client.get("/help/en/").text
        assert customer().get(page_of(article)).status_code == 200
        assert staff().get(page_of(article)).status_code == 200

    def test_files_of_what_is_for_staff_are_not_there_for_others(self, client):
        by = author()
        file = files.store(SimpleUploadedFile("a.txt", b"Ours."), owner=by.actor, at=NOON)
        article, address = show(body=f"[a](/files/{file.token}/a.txt)", by=by), f"/files/{file.token}/a.txt"
        services.attach(article.article, tokens=[file.token], by=by)
        assert client.get(address).status_code == 200

        services.change_audience(article.article, audience="STAFF", by=by, at=LATER)

        assert (client.get(address).status_code, customer().get(address).status_code) == (404, 404)
        shown = staff().get(address)
        assert (b"".join(shown), shown["Cache-Control"]) == (b"Ours.", "private, no-cache")

    def test_a_pass_is_exchanged_for_a_cookie_that_scripts_cannot_read(self, client):
        article = show("Extended warranty", audience="CUSTOMERS")

        led = client.get(f"{page_of(article)}?pass={passes.pass_for(7)}&x=1")

        assert (led.status_code, led["Location"]) == (302, f"{page_of(article)}?x=1")
        assert led.cookies["help_pass"]["httponly"]
        assert client.get(page_of(article))["Cache-Control"] == "private, no-cache"

    @pytest.mark.parametrize("given", ["", "x", "7", "a" * 5000, "eyJ:1:2", "\x00"])
    def test_a_forged_pass_opens_nothing(self, client, given):
        article = show("Extended warranty", audience="CUSTOMERS")

        client.get(page_of(article), {"pass": given})

        assert client.get(page_of(article)).status_code == 403
        client.cookies["help_pass"] = "7"
        assert client.get(page_of(article)).status_code == 403

    def test_a_pass_is_no_cookie_and_a_cookie_no_pass(self):
        given = passes.pass_for(7)

        assert passes.customer_of(given) is None
        assert passes.cookie_for(passes.cookie_for(given)) is None

    def test_people_go_on_reading_what_is_published_while_it_is_rewritten(self, client):
        article = show(body="Old words")
        services.save_draft(article, draft=make_draft("New title", "New words"), number=1, by=author(), at=LATER)

        page = client.get(page_of(article)).text
        assert "Old words" in page
        assert "New" not in page


class TestLanguages:
    def test_the_front_leads_to_the_browsers_language(self, client):
        led = client.get("/help/", headers={"Accept-Language": "ar-EG,ar;q=0.9"})

        assert led["Location"] == "/help/ar/"
        assert "Accept-Language" in led["Vary"]
        assert client.get("/help/", headers={"Accept-Language": "de"})["Location"] == "/help/fa/"

    def test_pages_run_as_their_language_does(self, client):
        show()

        assert '<html lang="fa" dir="rtl">' in client.get("/help/fa/").text
        assert '<html lang="en" dir="ltr">' in client.get("/help/en/").text

    def test_agents_too_read_in_the_language_of_the_address(self):
        show()

        page = staff().get("/help/fa/")

        assert "چطور می‌توانیم کمکتان کنیم؟" in page.text
        assert page["Content-Language"] == "fa"

    def test_a_missing_language_falls_back_and_says_so(self, client):
        article = show("Late delivery", slug="late", key="late-delivery")
        translate(article, "fa", "دیر رسیدن", "متن فارسی", slug="dir")

        for slug in ("late", "dir", "late-delivery"):
            page = client.get(f"/help/ar/articles/{slug}/")
            assert "متن فارسی" in page.text
            assert "لا تتوفر هذه المقالة" in page.text
            assert '<link rel="canonical" href="http://testserver/help/fa/articles/dir/">' in page.text
        assert "دیر رسیدن" in client.get("/help/ar/").text

    def test_another_languages_address_leads_to_the_readers_own(self, client):
        article = show(slug="late")
        translate(article, "fa", "دیر رسیدن", slug="dir")

        led = client.get("/help/fa/articles/late/")

        assert (led.status_code, led["Location"]) == (301, "/help/fa/articles/dir/")

    def test_the_same_article_is_named_in_its_languages(self, client):
        article = show(slug="late")
        translate(article, "fa", "دیر رسیدن", slug="dir")

        page = client.get(page_of(article)).text

        assert '<link rel="alternate" hreflang="fa" href="http://testserver/help/fa/articles/dir/">' in page
        assert '<link rel="alternate" hreflang="en" href="http://testserver/help/en/articles/late/">' in page
        assert '<link rel="alternate" hreflang="x-default" href="http://testserver/help/fa/articles/dir/">' in page
        assert 'hreflang="ar"' not in page

    def test_languages_not_offered_are_not_there(self, client):
        show()
        services.change_help_centre(address="", languages=["fa"], titles={}, by=author(), at=NOON)

        assert client.get("/help/en/").status_code == 404
        assert "hreflang" not in client.get("/help/fa/").text

    def test_days_are_written_in_the_readers_calendar(self, client):
        article = show()
        translate(article, "fa", "دیر رسیدن", slug="dir")

        assert "۱ آذر ۱۴۰۵" in client.get("/help/fa/articles/dir/").text
        assert "22 November 2026" in client.get(page_of(article)).text


class TestAddresses:
    def test_old_ones_lead_on_for_good(self, client):
        article = show(slug="one")
        services.rename_slug(article, slug="دو-سه", by=author(), at=LATER)
        services.redirect("old/site/page-5.html", to=article, at=NOON)

        for address in ("/help/en/articles/one/", "/help/old/site/page-5.html", "/help/old/site/page-5.html/"):
            led = client.get(address)
            assert (led.status_code, led["Location"]) == (301, page_of(fresh(article)))

    def test_old_ones_of_private_articles_lead_on_whoever_may_read_them(self, client):
        for audience in ("CUSTOMERS", "STAFF"):
            article = show(audience, slug=f"one-{audience}", audience=audience)
            services.rename_slug(article, slug=f"secret-{audience}", by=author(), at=LATER)
            old = f"/help/en/articles/one-{audience.lower()}/"

            refused = client.get(old)

            assert refused.status_code == (403 if audience == "CUSTOMERS" else 404)
            assert "secret" not in str(refused.headers) + refused.text
            assert staff().get(old)["Location"] == page_of(fresh(article))
            assert customer().get(old).status_code == (301 if audience == "CUSTOMERS" else 404)

    def test_without_the_last_slash_they_lead_on(self, client):
        article = show()

        assert client.get(page_of(article)[:-1])["Location"] == page_of(article)
        assert client.get("/help/fa")["Location"] == "/help/fa/"

    def test_the_companys_own_address_is_the_canonical_one(self, client):
        article = show()
        services.change_help_centre(
            address="https://Help.Narvan.example/x", languages=[], titles={"en": "Ask us"}, by=author(), at=NOON
        )

        page = client.get(page_of(article)).text

        assert f'<link rel="canonical" href="https://help.narvan.example{page_of(article)}">' in page
        assert f"<loc>https://help.narvan.example{page_of(article)}</loc>" in client.get("/help/sitemap.xml").text
        assert "Sitemap: https://help.narvan.example/help/sitemap.xml" in client.get("/robots.txt").text
        assert "Ask us" in client.get("/help/en/").text

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x", "help.narvan.example"])
    def test_what_is_no_web_address_is_none(self, address):
        centre = services.change_help_centre(address=address, languages=["xx"], titles={}, by=author(), at=NOON)

        assert (centre.address, centre.languages) == ("", [])


class TestMachines:
    def test_the_site_map_has_all_languages_and_nothing_private(self, client):
        article = show(slug="late")
        translate(article, "fa", "دیر رسیدن", slug="دیر")
        show("Inside", audience="STAFF")
        show("Customers", audience="CUSTOMERS")

        page = client.get("/help/sitemap.xml")

        assert page["Content-Type"].startswith("application/xml")
        places = re.findall("<loc>http://testserver/help/(.*?)</loc>", page.text)
        assert len([one for one in places if "/articles/" in one]) == 2
        assert [one for one in places if "/articles/" not in one] == [
            "fa/", "ar/", "en/", *(f"{code}/collections/delivery/" for code in ("fa", "ar", "en"))
        ]  # fmt: skip
        assert page.text.count('hreflang="fa" href="http://testserver/help/fa/articles/%D8%AF%DB%8C%D8%B1/"') == 2
        assert "<lastmod>2026-11-22T12:00:00+00:00</lastmod>" in page.text
        assert client.get("/help/sitemap-1.xml").text == page.text
        assert [client.get(f"/help/sitemap-{n}.xml").status_code for n in (2, 10**30)] == [404, 404]

    def test_a_large_site_map_comes_in_parts(self, client, monkeypatch):
        from rafiq.knowledge.views import machines

        monkeypatch.setattr(machines, "PER_MAP", 2)
        for number in range(5):
            show(f"Article {number}")

        index = client.get("/help/sitemap.xml").text
        parts = re.findall(r"<loc>http://testserver(.*?)</loc>", index)

        assert parts == [f"/help/sitemap-{number}.xml" for number in (1, 2, 3)]
        assert sum(client.get(part).text.count("/articles/") for part in parts) == 2 * 5  # each names itself, too
        assert [client.get(part).text.count("/collections/") > 0 for part in parts] == [True, False, False]

    def test_robots_may_read_the_help_centre_and_nothing_else(self, client):
        told = client.get("/robots.txt").text.splitlines()

        assert {"Allow: /help/", "Disallow: /help/fa/search/", "Disallow: /"} <= set(told)

    def test_questions_and_answers_are_told_in_schema_orgs_words(self, client):
        show("Where is </script> & my order?", "See <b> the *list*.")

        page = client.get("/help/en/collections/delivery/").text

        graph = graph_of(page)
        faq = next(one for one in graph if one["@type"] == "FAQPage")
        assert faq["mainEntity"][0]["name"] == "Where is </script> & my order?"
        assert faq["mainEntity"][0]["acceptedAnswer"]["text"] == "See <b> the list."
        assert [one["@type"] for one in graph] == ["BreadcrumbList", "FAQPage"]

    def test_an_article_tells_what_it_is(self, client):
        page = client.get(page_of(show("Late delivery", summary="In short")))

        kinds = {one["@type"]: one for one in graph_of(page.text)}
        assert kinds["Article"]["datePublished"] == "2026-11-22T12:00:00+00:00"
        assert [one["name"] for one in kinds["BreadcrumbList"]["itemListElement"]][1:] == ["Delivery", "Late delivery"]
        assert '<meta property="og:title" content="Late delivery">' in page.text
        assert '<meta name="description" content="In short">' in page.text

    def test_private_articles_and_searches_are_kept_out_of_search_engines(self, client):
        article = show(audience="CUSTOMERS")

        assert 'content="noindex"' in customer().get(page_of(article)).text
        assert 'content="noindex"' in client.get("/help/en/search/?q=x").text
        assert 'content="noindex"' not in client.get(page_of(show("Public"))).text


class TestCaches:
    def test_who_holds_the_page_is_told_so(self, client):
        article = show()
        page = client.get(page_of(article))

        assert page["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
        assert page["Last-Modified"] == "Sun, 22 Nov 2026 12:00:00 GMT"
        assert not page.cookies
        again = client.get(page_of(article), headers={"If-None-Match": page["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_changed_page_is_sent_anew(self, client):
        article = show()
        etag = client.get(page_of(article))["ETag"]
        show("Another one beside it")

        assert client.get(page_of(article), headers={"If-None-Match": etag}).status_code == 200

    def test_what_is_for_one_reader_is_kept_by_nobody_else(self):
        article = show(audience="STAFF")

        page = staff().get(page_of(article))

        assert page["Cache-Control"] == "private, no-cache"
        assert "Cookie" in page["Vary"]

    def test_the_way_to_what_is_for_one_reader_is_kept_by_nobody_else(self):
        article = show(audience="STAFF")

        page = staff().get(f"/help/en/articles/{article.article.key}/")

        assert (page.status_code, page["Cache-Control"]) == (301, "private, no-cache")

    def test_errors_are_not_kept(self, client):
        assert client.get("/help/en/articles/none/")["Cache-Control"] == "no-store"


class TestStatements:
    def test_are_few_however_much_there_is(self, client, company):
        for number in range(12):
            article = show(f"Article {number}", f"See [other](article:a{number - 1})", key=f"a{number}")
            translate(article, "fa", f"مقالهٔ {number}")
            show(f"Thing {number}", collection=make_collection(f"c{number}"))
        pages = ["/help/fa/", "/help/fa/collections/delivery/", page_of(article), "/help/fa/articles/a3/",
                 "/help/sitemap.xml", "/robots.txt", "/help/fa/articles/none/", "/help/fa/search/?q=مقاله"]  # fmt: skip

        *others, searching = pages
        assert {page: count for page in others if (count := self.asked_by(client, page)) > 4} == {}
        self.asked_by(client, searching)  # the process remembers the words of all articles, and those it weighed
        of_meaning = 2 if vectors.is_installed() and vectors.is_stored() else int(vectors.is_installed())
        assert self.asked_by(client, searching) == 5 + of_meaning

    def asked_by(self, client: Client, page: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return sum("SAVEPOINT" not in one["sql"] for one in captured.captured_queries)
