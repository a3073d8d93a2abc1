"""The help centre inside the chat window: what is found, who may read, what is kept, and people who mean no good."""

from __future__ import annotations

import gzip

import pytest

from rafiq.channels.webchat import helping, script, throttle, visitors
from rafiq.customers.models import Identity
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.models import Helpful, Search
from tests.knowledge.making import show
from tests.makers import NOON, make_channel, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return f"/webchat/{make_channel().key}/help"


@pytest.fixture
def late():
    return show("Late delivery", "It comes [later](article:other).\n\n## How late\n\n1. <b>Two</b> days", slug="late")


def test_the_window_knows_whether_there_is_anything_to_read(client, address):
    config = address.replace("/help", "/config")
    before = client.get(config).json()["help"]
    show("Late delivery")

    assert (before, client.get(config).json()["help"]) == (False, True)


def test_what_is_read_most_comes_first_and_then_what_is_found(client, address, late):
    assert [one["title"] for one in client.get(f"{address}?lang=en").json()["top"]] == ["Late delivery"]
    found = client.get(f"{address}?lang=en&q=late+delivery").json()

    assert [one["slug"] for one in found["found"]] == ["late"]
    assert client.get(f"{address}/late?lang=en&s={found['mark']}").status_code == 200
    kept = Search.objects.get()
    assert (kept.asked, kept.place, kept.results, kept.clicked) == ("late delivery", "WIDGET", 1, late.article)


def test_an_article_comes_as_a_tree_in_which_html_of_an_author_is_only_words(client, address, late):
    show("Other", slug="other")
    told = client.get(f"{address}/late?lang=en").json()

    assert told["body"][0] == ["p", {"dir": "auto"}, ["It comes ", ["a", {"article": "other"}, ["later"]], "."]]
    assert ["h2", {"dir": "auto"}, ["How late"]] in told["body"]
    assert "<b>Two</b> days" in str(told["body"])
    assert told["url"].endswith("/help/en/articles/late/")


@pytest.mark.parametrize("html, nodes", [
    ("", []), ("a &amp; b", ["a & b"]), ("<p>one<br>two</p>", [["p", {}, ["one", ["br", {}, []], "two"]]]),
    ("</p></p>x", ["x"]), ('<img src="/files/a" alt="x">', [["img", {"src": "/files/a", "alt": "x"}, []]]),
])  # fmt: skip
def test_clean_html_becomes_nodes(html, nodes):
    assert helping.tree(html) == nodes


def test_it_helped_and_the_same_visitor_may_think_again(client, address, late):
    for answer in ("yes", "no"):
        assert client.post(f"{address}/late?lang=en", {"answer": answer}).json() == {"answer": answer}

    assert list(Helpful.objects.values_list("is_helpful", flat=True)) == [False]


def test_customers_articles_are_for_whom_the_website_vouched_for(client, address):
    show("Points of the club", slug="points", audience="CUSTOMERS")
    show("Goodwill", slug="goodwill", audience="STAFF")
    token = visitors.new_token()
    seen = [client.get(f"{address}/points?lang=en").status_code]
    customer = receive(thread=visitors.thread_of(token)).customer_id
    Identity.objects.get_or_create(
        customer_id=customer, kind="VISITOR", value=visitors.thread_of(token),
        defaults={"is_verified": True, "added_at": NOON},
    )  # fmt: skip
    bearer = {"Authorization": f"Bearer {token}"}
    seen.append(client.get(f"{address}/points?lang=en", headers=bearer).status_code)
    Identity.objects.create(customer_id=customer, kind="EXTERNAL", value="shop-1", is_verified=True, added_at=NOON)
    seen.append(client.get(f"{address}/points?lang=en", headers=bearer).status_code)

    assert seen == [404, 404, 200]
    assert client.get(f"{address}/goodwill?lang=en", headers=bearer).status_code == 404


@pytest.mark.parametrize("path, status", [
    ("/late?lang=en&s=forged", 200), ("/nothing", 404), ("/%00", 404), ("/" + "x" * 400, 404), ("?q=%00%ff", 200),
    ("?lang=xx&q=late", 200), ("?q=" + "late " * 3000, 200),
])  # fmt: skip
def test_nonsense_is_told_in_words_for_any_website(client, address, late, path, status):
    answer = client.get(f"{address}{path}")

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")
    if status == 404:
        assert answer.json()["code"] == "no_article"


def test_who_is_not_known_is_turned_away(client, address, late):
    forged = client.get(f"{address}/late", headers={"Authorization": "Bearer forged"})
    unknown = client.get("/webchat/nobody/help")

    assert (forged.status_code, unknown.status_code) == (401, 404)
    assert client.options(f"{address}/late").status_code == 204
    assert client.delete(f"{address}/late").status_code == 405
    assert client.post(f"{address}/late", {"answer": "perhaps"}).status_code == 404


def test_who_looks_too_often_is_asked_to_wait(client, address, late, monkeypatch):
    monkeypatch.setattr(throttle, "SEARCHES", 1)
    first = client.get(f"{address}?lang=fa&q=late").status_code
    again = client.get(f"{address}?lang=fa&q=other")

    assert (first, again.status_code, again.json()["code"]) == (200, 429, "slow_down")
    assert knowledge.SEARCHES >= throttle.SEARCHES


def test_its_script_is_small_is_served_packed_and_is_fetched_apart(client):
    answer = client.get("/webchat/help.js", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(answer.content) == script.build_help()
    assert len(answer.content) <= 4 * 1024
    assert client.get("/webchat/help.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert b"innerHTML" not in script.build_help()
