"""Whatever is sent to the public pages: an answer in words, never a crash."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.addresses import NONSENSE
from tests.knowledge.making import show

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
PLACES = [
    "/help/{}", "/help/{}/", "/help/fa/{}", "/help/fa/articles/{}/", "/help/fa/articles/{}/rating/",
    "/help/fa/collections/{}/", "/help/{}/articles/help/", "/help/sitemap-{}.xml",
]  # fmt: skip
SAID = [
    "/help/fa/search/?q={}",
    "/help/fa/?pass={}",
    "/help/fa/articles/help/?s={}",
    "/help/fa/articles/help/?rated={}",
]


@pytest.fixture
def client() -> Client:
    show("یخچال", slug="help", language="fa")
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE.keys())
def test_in_addresses_is_nothing_to_find(client, words):
    assert {place: client.get(place.format(words)).status_code for place in PLACES[:4] + PLACES[5:]} | {
        place: client.post(place.format(words), {"answer": "yes"}).status_code for place in PLACES[4:5]
    } == dict.fromkeys(PLACES, 404)


@pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE.keys())
def test_said_beside_addresses_breaks_nothing(client, words):
    assert {client.get(place.format(words)).status_code for place in SAID} <= {200, 302}


@pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE.keys())
def test_in_ratings_breaks_nothing(client, words):
    body = f"answer=no&reason={words}&words={words}"
    kind = "application/x-www-form-urlencoded"

    assert client.post("/help/fa/articles/help/rating/", body, content_type=kind).status_code in {303, 400}


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "fa-" * 5000 + ";q=x,\x7f"},
        {"Cookie": "help_visitor=" + "é" * 300 + "; help_pass=" + "a" * 4000},
        {"If-None-Match": '"' * 900},
        {"If-Modified-Since": "yesterday"},
        {"User-Agent": "\udcff" * 10},
        {"X-Forwarded-For": ", , ,,x" * 500},
        {"Sec-Fetch-Site": "x"},
    ],
)
def test_in_headers_breaks_nothing(client, headers):
    for place in ("/help/", "/help/fa/", "/help/fa/articles/help/", "/help/fa/search/?q=x"):
        assert client.get(place, headers=headers).status_code in {200, 302}
    assert client.post("/help/fa/articles/help/rating/", {"answer": "no"}, headers=headers).status_code in {303, 403}
