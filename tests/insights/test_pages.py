"""The pages: what they show, to whom, and where numbers lead."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts.models import Agent, Role
from rafiq.inbox import services as inbox
from tests.insights.played import DAY, MINUTE, answer, begin, resolve, settle
from tests.makers import make_agent, make_conversation, make_team
from tests.reading import foreign

pytestmark = pytest.mark.django_db
PAGE, LIST, EXPORT = (reverse(f"insights:{name}") for name in ("performance", "conversations", "export"))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def boss() -> Agent:
    return make_agent("Boss", role=Role.SUPERVISOR)


@pytest.fixture
def sara(boss, now) -> Agent:
    """Who answered one matter and resolved it, and answered another a day ago; a third one waits."""
    sara = make_agent("Sara")
    team = make_team("Secret", members=[sara], is_private=True)
    talks = [begin(now - 2 * DAY), begin(now - DAY), begin(now - 5 * MINUTE, name="=HYPERLINK(1)")]
    for talk in talks[:2]:
        inbox.assign(conversation=talk, assignee=sara, team=team, by=boss, at=now - DAY)
        answer(talk, sara, at=talk.created_at + 10 * MINUTE)
    resolve(talks[0], sara, at=now - DAY)
    settle()
    return sara


def signed_in(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


def figures(page: str) -> dict[str, str]:
    """The tiles, by their names."""
    tiles = re.findall(r'perf-tile--(\w+)".*?perf-tile__figure[^"]*">(.*?)</p>', page, re.DOTALL)
    return {name: re.sub("<[^>]+>", "", words).strip() for name, words in tiles}


def test_the_figures_are_those_counted_by_hand(boss, sara):
    found = figures(signed_in(boss).get(PAGE).content.decode())

    assert {name: found[name] for name in ("opened", "first", "resolution", "left", "transferred")} == {
        "opened": "3", "first": "10 min", "resolution": "24 h", "left": "0%", "transferred": "0%"
    } | {"resolution": found["resolution"]}  # fmt: skip
    assert found["resolution"] in {"24 h", "1 d"}


@pytest.mark.parametrize("by", ["agent", "team", "channel", "language", "hour", "<nonsense>"])
@pytest.mark.parametrize("span", ["today", "7", "90", "own"])
def test_every_way_to_ask_is_answered(boss, sara, by, span):
    assert signed_in(boss).get(PAGE, {"by": by, "range": span, "clock": "wall"}).status_code == 200


def test_every_link_of_the_page_leads_to_as_many_as_it_says(boss, sara):
    client = signed_in(boss)
    page = client.get(PAGE).content.decode()
    links = re.findall(rf'href="({LIST}[^"]+)"[^>]*>\s*(?:<bdi>)?([\d]+)<', page)
    assert len(links) > 10
    for address, count in links:
        listed = client.get(unescape(address)).content.decode()
        assert listed.count('<th scope="row">') == int(count), address


def test_an_agent_sees_their_own_and_no_names_of_others(boss, sara):
    other = make_agent("Nadir")
    page = signed_in(other).get(PAGE, {"agent": sara.pk, "by": "team"}).content.decode()

    assert "Nothing to count yet" in page
    assert "Secret" not in page
    assert "Sara" not in page
    assert figures(signed_in(sara).get(PAGE).content.decode())["opened"] == "2"


def test_the_list_holds_nothing_an_agent_may_not_see(boss, sara):
    nadir = make_agent("Nadir")
    rows = list(csv.reader(io.StringIO(signed_in(nadir).get(EXPORT).getvalue().decode("utf-8-sig"))))
    listed = signed_in(nadir).get(LIST, {"agent": sara.pk}).content.decode()

    assert len(rows) == 1
    assert "No conversations" in listed


def test_the_export_is_for_spreadsheets(boss, sara):
    answer_ = signed_in(boss).get(EXPORT)
    told = answer_.getvalue()
    rows = list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))

    assert told.startswith(b"\xef\xbb\xbf")
    assert [row["First answer, seconds"] for row in rows] == ["600", "600", ""]
    assert [row["First answered by"] for row in rows] == ["Sara", "Sara", ""]
    assert answer_["Cache-Control"] == "no-store"


def test_names_that_are_formulas_are_none_in_the_export(boss, sara):
    sara.name = "=1+1"
    sara.save(update_fields=["name"])

    assert ",'=1+1," in signed_in(boss).get(EXPORT).getvalue().decode()


def test_pages_of_the_list_follow_each_other_without_a_gap(boss, sara, monkeypatch):
    monkeypatch.setattr("rafiq.insights.views.listing.PAGE", 2)
    client, seen, address = signed_in(boss), [], LIST
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"/inbox/conversations/(\d+)/", page)
        more = re.search(r'class="button button--small" href="([^"]+)"', page)
        address = unescape(more[1]) if more else ""

    assert (len(seen), len(set(seen))) == (3, 3)


def test_own_days_are_read_in_the_readers_calendar(boss, sara):
    boss.calendar, boss.language = "jalali", "fa"
    boss.save(update_fields=["calendar", "language"])
    client = signed_in(boss)

    page = client.get(PAGE, {"range": "own", "first": "۱۴۰۵/۰۱/۰۱", "last": "۱۴۰۵/۰۱/۰۵"}).content.decode()
    assert "۱ فروردین ۱۴۰۵" in page
    for first, last in (
        ("۱۴۰۵/۰۱/۳۲", "۱۴۰۵/۰۲/۰۱"),
        ("", ""),
        ("۱۴۰۵/۰۳/۰۱", "۱۴۰۵/۰۲/۰۱"),
        ("۱۳۹۵/۰۱/۰۱", "۱۴۰۵/۰۱/۰۱"),
    ):
        assert 'role="alert"' in client.get(PAGE, {"range": "own", "first": first, "last": last}).content.decode()


def test_a_page_takes_few_statements(boss, sara, statements):
    client = signed_in(boss)
    before = statements()
    client.get(PAGE, {"range": "90"})

    assert statements() - before <= 30


def test_htmx_gets_the_figures_alone(boss, sara):
    part = signed_in(boss).get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="figures"')


def test_strangers_are_asked_to_sign_in_and_agents_choose_no_mail(sara):
    assert Client().get(PAGE).status_code == 302
    assert signed_in(sara).get(reverse("insights:summaries")).status_code == 403


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_english_is_left_where_there_is_much_to_tell(client, now, language):
    sara = make_agent("سارا", role=Role.SUPERVISOR, language=language, zone="Asia/Tehran")
    for place in range(14):
        talk = make_conversation("سفارش", at=now - place * 50 * MINUTE, name="لیلا")
        if place % 3:
            answer(talk, sara, at=now)
        if place % 2:
            resolve(talk, sara, at=now)
    settle()
    client.force_login(sara)
    for address in (PAGE, LIST, reverse("insights:summaries")):
        for by in ("agent", "team", "hour"):
            said = {"by": by, "range": "own" if by == "hour" else "7"}
            assert foreign(client.get(address, said).content.decode(), language=language) == []
