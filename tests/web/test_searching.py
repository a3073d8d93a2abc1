"""One box finds everything an agent may see, narrowed as its address says; words of the company mean the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rafiq.customers.models import Customer
from rafiq.inbox import services as inbox
from rafiq.platform.search import synonyms, vectors
from rafiq.platform.search.models import SynonymSet
from tests.knowledge.making import show
from tests.makers import NOON, make_agent, make_conversation, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara", role="SUPERVISOR")
    client.force_login(agent)
    return agent


def ask(client, q, **said):
    return client.get(reverse("search:everything"), {"q": q, **said})


def kinds_in(page):
    return re.findall(r'</svg> ([^<]+)</span><span class="count">', page.text)


@pytest.fixture
def everything():
    show("Warranty of kettles", "Two years.")
    make_conversation("my warranty", name="Maryam Warranty")
    inbox.save_canned_reply(None, shortcut="w", title="Warranty", body="See the card", language="")


class TestFinding:
    def test_all_kinds_are_found_and_marked(self, client, agent, everything):
        page = ask(client, "warranty")

        assert sorted(kinds_in(page)) == ["Articles", "Canned replies", "Conversations", "Customers"]
        assert page.text.count("<mark>") >= 4
        assert "4 results" in page.text

    def test_a_kind_is_chosen(self, client, agent, everything):
        assert kinds_in(ask(client, "warranty", kind="articles")) == ["Articles"]
        assert len(kinds_in(ask(client, "warranty", kind="nonsense"))) == 4

    def test_spoken_and_inflected_words_are_found(self, client, agent):
        make_conversation("سفارش‌های من نرسید")

        assert "<mark>سفارش‌های</mark>" in ask(client, "سفارشامون").text

    def test_what_a_private_team_talks_about_is_not_found(self, client):
        conversation = make_conversation("a secret warranty")
        team = make_team("Private", members=[], is_private=True)
        inbox.assign(
            conversation=conversation, assignee=None, team=team, by=make_agent("Boss", role="ADMINISTRATOR"), at=NOON
        )
        client.force_login(make_agent("Stranger"))

        assert "secret" not in ask(client, "warranty").text
        assert "Nothing has these words" in ask(client, "warranty").text

    def test_strangers_are_asked_to_log_in(self, client):
        assert ask(client, "warranty").status_code == 302

    def test_a_text_is_never_taken_for_markup(self, client, agent):
        make_conversation("<script>warranty</script>", name="<b>warranty</b>")

        page = ask(client, "warranty").text

        assert "<script>warranty" not in page
        assert "<b>" not in page

    def test_a_part_is_served_alone(self, client, agent, everything):
        part = client.get(reverse("search:everything"), {"q": "warranty"}, headers={"HX-Request": "true"}).text

        assert "<html" not in part
        assert 'id="found"' in part
        assert 'role="status"' in part

    def test_other_filters_are_offered_where_another_kind_is_chosen(self, client, agent, everything):
        shown = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=warranty"}

        same = client.get(reverse("search:everything"), {"q": "warranty"}, headers=shown).text
        other = client.get(reverse("search:everything"), {"q": "warranty", "kind": "articles"}, headers=shown).text

        assert "<select" not in same
        assert re.findall(r'<select[^>]* name="(\w+)"', other) == ["language", "collection"]
        assert 'id="offers" hx-swap-oob="true"' in other

    @pytest.mark.parametrize("address", ["", "http://[", "?kind=<b>", "?" + "&" * 5000, "?kind=%00"])
    def test_a_part_is_served_whatever_the_page_is_said_to_be(self, client, agent, everything, address):
        headers = {"HX-Request": "true", "HX-Current-URL": address}

        assert "4 results" in client.get(reverse("search:everything"), {"q": "warranty"}, headers=headers).text

    def test_statements_are_as_many_as_rooms_need(self, client, agent, everything, django_assert_num_queries):
        """Two more for the articles than where none is found: those that were weighed once are remembered."""
        ask(client, "warranty")
        of_meaning = 2 if vectors.is_installed() and vectors.is_stored() else int(vectors.is_installed())

        with django_assert_num_queries(16 + of_meaning):
            ask(client, "warranty")

    def test_synonyms_are_read_once_for_all_rooms_and_anew_for_the_next_search(self, client, agent, everything):
        with CaptureQueriesContext(connection) as captured:
            ask(client, "warranty")
        assert sum('FROM "search_synonym" ORDER BY' in one["sql"] for one in captured) == 1

        make_conversation("a guarantee")
        synonyms.save(None, words=["warranty", "guarantee"], at=NOON)
        assert "<mark>guarantee</mark>" in ask(client, "warranty").text

    def test_more_of_a_kind_is_led_to(self, client, agent):
        for number in range(7):
            make_conversation(f"warranty {number}")

        page = ask(client, "warranty", state="open")

        assert "kind=conversations" in page.text
        assert "state=open" in page.text
        assert ask(client, "warranty", kind="conversations").text.count('class="found ') == 7


class TestNarrowing:
    @pytest.fixture
    def two(self, agent):
        closed, opened = make_conversation("old warranty"), make_conversation("new warranty")
        inbox.resolve(conversation=closed, by=agent, at=NOON)
        tag = inbox.save_tag(None, name="vip", hue=1)
        inbox.tag(conversation=opened, tag=tag, by=agent, at=NOON)
        return closed, opened, tag

    def test_by_state_tag_and_channel(self, client, agent, two):
        closed, opened, tag = two
        found = {
            "state": ask(client, "warranty", state="closed"), "tag": ask(client, "warranty", tag=tag.pk),
            "channel": ask(client, "warranty", channel=opened.channel.kind),
        }  # fmt: skip

        shown = {
            name: [one.pk for one in (closed, opened) if f"conversations/{one.pk}/" in page.text]
            for name, page in found.items()
        }
        assert shown == {"state": [closed.pk], "tag": [opened.pk], "channel": [closed.pk, opened.pk]}

    def test_by_days(self, client, agent, two):
        closed, opened, _tag = two
        closed.messages.update(said_at=timezone.now() - timedelta(days=20))
        opened.messages.update(said_at=timezone.now())

        assert "1 result" in ask(client, "warranty", when="7").text
        assert "2 results" in ask(client, "warranty", when="30").text

    def test_kinds_that_know_nothing_of_a_filter_are_left_out(self, client, agent, everything):
        assert kinds_in(ask(client, "warranty", state="open")) == ["Conversations"]
        Customer.objects.update(language="fa")
        assert "Customers" in kinds_in(ask(client, "warranty", language="fa"))

    @pytest.mark.parametrize("said", [{"tag": "9" * 50}, {"when": "x"}, {"state": "\x00"}, {"kind": "<b>"}])
    def test_nonsense_counts_as_not_said(self, client, agent, two, said):
        assert "2 results" in ask(client, "warranty", **said).text


class TestSynonyms:
    def save(self, client, words, pk=None):
        address = reverse("search:synonym", args=[pk]) if pk else reverse("search:new_synonym")
        return client.post(address, {"words": words})

    def test_widen_what_is_found_in_conversations(self, client, agent):
        make_conversation("سردساز من خراب است")
        assert "Nothing has these words" in ask(client, "یخچال").text

        assert self.save(client, "یخچال\nسردساز").status_code == 303

        assert "<mark>سردساز</mark>" in ask(client, "یخچالم").text

    @pytest.mark.parametrize("words", ["", "fridge", "fridge\nFRIDGE", "fridge\ntwo words", "fridge\n!!", "x\n" * 900])
    def test_are_refused_in_words_where_they_mean_nothing(self, client, agent, words):
        refused = self.save(client, words)

        assert refused.status_code == 422
        assert not SynonymSet.objects.exists()

    def test_a_word_stands_in_one_set_only(self, client, agent):
        self.save(client, "fridge\ncooler")

        assert self.save(client, "cooler\nfreezer").status_code == 422

    def test_are_changed_and_removed(self, client, agent):
        self.save(client, "fridge\ncooler")
        pk = SynonymSet.objects.get().pk
        version = re.search(r'name="version" value="([^"]*)"', client.get(reverse("search:synonym", args=[pk])).text)[1]

        client.post(reverse("search:synonym", args=[pk]), {"words": "fridge\nicebox", "version": version})
        assert SynonymSet.objects.get().words == ["fridge", "icebox"]

        client.post(reverse("search:synonym_removal", args=[pk]))
        assert not SynonymSet.objects.exists()

    def test_are_for_supervisors(self, client):
        client.force_login(make_agent())

        assert client.get(reverse("search:synonyms")).status_code == 403

    def test_the_list_says_how_far_older_messages_are(self, client, agent):
        for number in range(4):
            make_conversation(f"one {number}")
        inbox.reread_messages(at=NOON, seconds=0, limit=2)

        assert "being read anew" in client.get(reverse("search:synonyms")).text

    def test_count_is_bounded(self):
        with pytest.raises(synonyms.TooMany):
            synonyms.save(None, words=[f"w{number}" for number in range(synonyms.MOST_WORDS + 1)], at=NOON)
