"""The list of articles, versions, collections, gaps, files: what the staff sees and may change."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rafiq import demo
from rafiq.accounts.models import Role
from rafiq.knowledge import registry, services
from rafiq.knowledge.contracts import Unanswered
from rafiq.knowledge.desk_forms import ICONS
from rafiq.knowledge.models import Article, AskedWay, Collection, State, Translation
from rafiq.knowledge.queries import desk, gaps
from rafiq.knowledge.queries.desk import Wanted
from rafiq.knowledge.rates import Rate
from tests.knowledge.desk import at, browser
from tests.knowledge.making import author, fresh, make_collection, make_draft, show, translate, write
from tests.makers import NOON

pytestmark = pytest.mark.django_db
LANGUAGES = ("fa", "ar", "en")
HELP = Path(demo.__file__).parent / "help"


def page(**said: object) -> list[desk.Row]:
    return desk.page(Wanted(**said), reader_language="en", default="fa", languages=LANGUAGES)  # type: ignore[arg-type]


def search(asked: str, *, results: int = 0, language: str = "en", ago: timedelta = timedelta(hours=1)) -> int | None:
    return services.note_search(asked=asked, language=language, place="HELP", results=results, at=timezone.now() - ago)


class TestTheList:
    def test_says_how_every_language_stands(self):
        article = show("Late delivery")
        translate(article, "fa", "تأخیر", source=article.live)
        services.save_draft(article, draft=make_draft(body="More."), number=1, by=None, at=NOON)
        services.add_translation(article=article.article, language="ar", draft=make_draft(), by=None, at=NOON)

        (row,) = page()

        assert [(mark.language, mark.kind) for mark in row.marks] == [
            ("fa", "OUTDATED"), ("ar", "DRAFT"), ("en", "UP_TO_DATE"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "said, titles",
        [
            ({"state": State.DRAFT}, ["Draft"]),
            ({"language": "fa"}, ["خنک"]),
            ({"audience": "STAFF"}, ["Secret"]),
            ({"needs": "MISSING", "language": "fa"}, ["Secret", "Draft"]),
            ({"needs": "DRAFT"}, ["Draft"]),
            ({"needs": "OUTDATED"}, []),
            ({"words": "secr"}, ["Secret"]),
            ({"words": "خنك"}, ["Fridge"]),  # with the Arabic kaf
            ({"words": "nothing like it"}, []),
            ({"words": "' & | \\ :*"}, []),
        ],
    )
    def test_finds_what_is_asked_for(self, said, titles):
        write("Draft", "Not yet.")
        show("Secret", "Hidden.", audience="STAFF")
        translate(show("Fridge", "It is warm."), "fa", "خنک", "یخچال")

        assert [row.title for row in page(**said)] == titles

    def test_goes_on_after_the_last_row_without_repeating_any(self, monkeypatch):
        monkeypatch.setattr(desk, "PAGE", 2)
        for title in ("A", "B", "C"):
            write(title)
        first = page()
        rest = desk.page(Wanted(), reader_language="en", default="fa", languages=LANGUAGES, before=first[-1].order)

        assert [row.title for row in [*first, *rest]] == ["C", "B", "A"]

    def test_asks_the_database_no_more_for_many_than_for_one(self, statements):
        client = browser(Role.AGENT)
        show("First")
        client.get("/articles/")
        before = statements()
        client.get("/articles/")
        for_one = statements() - before
        for number in range(6):
            translate(show(f"Article {number}"), "fa", f"مقاله {number}")
        before = statements()
        client.get("/articles/")

        assert statements() - before == for_one

    def test_teaches_while_it_is_empty(self):
        assert "No articles yet" in browser(Role.AGENT).get("/articles/").text
        assert "No article matches" in browser(Role.AGENT).get("/articles/?q=fridge").text

    @pytest.mark.parametrize("query", ["state=x", "collection=9x", "language=xx", "needs=1", "before=x", "q=%00"])
    def test_passes_over_filters_that_mean_nothing(self, query):
        show("Late delivery")

        assert "Late delivery" in browser(Role.AGENT).get(f"/articles/?{query}").text

    def test_the_picker_offers_each_article_once(self):
        translate(show("Late delivery"), "fa", "تأخیر در ارسال")

        page = browser(Role.AGENT).get("/articles/pick/?q=deliv").text

        assert page.count("data-picks") == 1


class TestRates:
    def test_few_votes_say_little(self):
        assert (Rate(3, 3).is_small, Rate(8, 10).is_small) == (True, False)
        assert (round(Rate(3, 3).low, 2), round(Rate(3, 3).high, 2)) == (0.44, 1.0)
        assert (round(Rate(8, 10).low, 2), round(Rate(8, 10).high, 2)) == (0.49, 0.94)
        assert (Rate(0, 0).low, Rate(0, 0).high) == (0.0, 1.0)


class TestVersions:
    def test_show_what_changed_word_by_word_marked_not_by_colour_alone(self):
        article = show("Late delivery", "It takes two days.")
        services.save_draft(
            article, draft=make_draft(body="It takes three days."), number=1, by=author("Badr"), at=NOON
        )

        text = browser(Role.AGENT).get(at("versions", article)).text

        assert "<del>" in text
        assert "removed" in text
        assert "Badr" in text

    def test_of_numbers_that_are_none_show_the_newest(self):
        article = show()

        assert browser(Role.AGENT).get(at("versions", article) + "?before=99&after=x").status_code == 200

    def test_bring_an_earlier_one_back_as_a_draft(self):
        article = show("Late delivery", "Old.")
        services.save_draft(article, draft=make_draft(body="New."), number=1, by=None, at=NOON)

        answer = browser(Role.AGENT).post(at("restoration", article, number=1))

        assert answer.status_code == 303
        assert (fresh(article).body, fresh(article).number, fresh(article).state) == ("Old.", 3, State.DRAFT)

    def test_that_never_were_are_not_found(self):
        assert browser(Role.AGENT).post(at("restoration", show(), number=7)).status_code == 404


class TestCollections:
    def test_are_for_supervisors(self):
        for address in ("/articles/collections/", "/articles/collections/new/"):
            assert browser(Role.AGENT).get(address).status_code == 403
            assert browser(Role.SUPERVISOR).get(address).status_code == 200

    def test_are_made_with_names_in_three_languages(self):
        said = {"name_fa": "پرداخت", "name_en": "Payment", "icon": "tag", "slug": ""}

        assert browser().post("/articles/collections/new/", said).status_code == 303

        made = Collection.objects.get()
        assert (made.slug, made.names, made.icon) == ("payment", {"fa": "پرداخت", "en": "Payment"}, "tag")

    def test_of_the_demo_have_icons_that_can_be_chosen(self):
        rows = [json.loads(line) for line in (HELP / "collections.jsonl").read_text().splitlines()]

        assert {row["icon"] for row in rows} <= set(dict(ICONS))

    @pytest.mark.parametrize("wrong", [{"name_en": ""}, {"icon": "skull"}, {"slug": "///"}, {"slug": "taken"}])
    def test_of_nonsense_are_refused_in_words(self, wrong):
        make_collection("taken")
        said = {"name_en": "Payment", "icon": "tag", "slug": ""} | wrong

        answer = browser().post("/articles/collections/new/", said)

        assert answer.status_code == 422
        assert answer.context["form"].errors

    def test_move_by_steps_and_as_a_whole(self):
        one, two, three = (make_collection(slug).pk for slug in ("one", "two", "three"))
        client = browser()

        client.post("/articles/collections/", {"down": one})
        assert [row.pk for row in Collection.objects.order_by("position")] == [two, one, three]
        client.post("/articles/collections/", {"pk": [three, 999, two]})
        assert [row.pk for row in Collection.objects.order_by("position")] == [three, two, one]
        client.post("/articles/collections/", {"up": three, "pk": "x"})
        assert Collection.objects.order_by("position").first().pk in {two, three}

    def test_with_articles_stay(self):
        shelf = write().article.collection

        assert browser().post(reverse("articles:collection_removal", args=[shelf.pk])).status_code == 409
        assert Collection.objects.filter(pk=shelf.pk).exists()


class TestGaps:
    def test_the_same_words_however_written_are_one(self):
        for asked in ("می\u200cخوام پس بدم", "میخوام پس بدم", "ميخوام پس بدم"):
            search(asked, language="fa")
        search("found it", results=3)
        services.note_click(search("chosen", results=2) or 0, article=show().article)

        found = gaps.gaps(at=timezone.now())

        assert [(gap.count, gap.nothing) for gap in found if gap.languages == {"fa"}] == [(3, 3)]
        assert [gap.asked for gap in found if gap.nothing == 0] == ["found it"]

    def test_questions_of_the_bot_stand_among_them(self, monkeypatch):
        search("where is my order")
        told = [Unanswered(asked="Where is my order", language="en", at=timezone.now())] * 2
        monkeypatch.setattr(registry, "_READERS", [lambda since, limit: told])

        (gap,) = gaps.gaps(at=timezone.now())

        assert (gap.count, gap.places) == (3, {"HELP", "BOT"})

    def test_an_article_is_begun_with_the_words_and_the_gap_is_gone(self):
        search("garantish chandmahe", language="fa")
        client = browser(Role.AGENT)

        answer = client.post("/articles/gaps/article/", {"asked": "garantish chandmahe", "language": "fa"})

        made = Translation.objects.get()
        assert answer["Location"] == at("editor", made)
        assert (made.title, made.asked, made.language) == ("Garantish chandmahe", ["garantish chandmahe"], "fa")
        assert gaps.gaps(at=timezone.now()) == []

    def test_asked_in_vain_again_after_it_was_published_it_is_a_gap_again(self):
        search("warranty")
        browser(Role.AGENT).post("/articles/gaps/article/", {"asked": "warranty", "language": "en"})
        made = Translation.objects.get()
        services.publish(made, number=1, by=None, at=timezone.now())
        assert gaps.gaps(at=timezone.now()) == []
        search("warranty", ago=-timedelta(minutes=1))

        assert [gap.count for gap in gaps.gaps(at=timezone.now())] == [1]

    @pytest.mark.parametrize("role, state", [(Role.AGENT, "SUGGESTED"), (Role.SUPERVISOR, "APPROVED")])
    def test_an_article_that_answers_gets_the_words(self, role, state):
        search("where is it")
        article = show()

        answer = browser(role).post("/articles/gaps/answer/", {"asked": "where is it", "translation": article.pk})

        assert answer.status_code == 303
        assert AskedWay.objects.get(translation=article).state == state
        assert gaps.gaps(at=timezone.now()) == []

    def test_what_needs_no_article_is_taken_off_by_supervisors(self):
        search("asdf")

        assert browser(Role.AGENT).post("/articles/gaps/settled/", {"asked": "asdf"}).status_code == 403
        assert browser().post("/articles/gaps/settled/", {"asked": "asdf"}).status_code == 303
        assert gaps.gaps(at=timezone.now()) == []

    @pytest.mark.parametrize(
        "place, said",
        [
            ("article", {}), ("article", {"asked": "x", "language": "xx"}), ("answer", {"asked": "x"}),
            ("answer", {"asked": "x", "translation": "9999"}), ("answer", {"asked": "x", "translation": "x"}),
            ("settled", {"asked": "\u202e"}),
        ],
    )  # fmt: skip
    def test_nonsense_is_nothing_to_see_to(self, place, said):
        assert browser().post(f"/articles/gaps/{place}/", said).status_code == 404

    def test_articles_that_surely_do_not_help_come_before_those_with_few_votes(self):
        bad, unlucky, good = show("Bad"), show("Unlucky"), show("Good")
        votes = [(bad, 2, 10), (unlucky, 0, 1), (good, 11, 1)]
        for article, yes, no in votes:
            for number in range(yes + no):
                services.rate(
                    article=article.article, language="en", visitor=f"{article.pk}-{number}", network=str(number),
                    is_helpful=number < yes, at=NOON, reason="" if number < yes else "WRONG",
                )  # fmt: skip

        found = gaps.unhelpful(reader_language="en")

        assert [one.title for one in found] == ["Bad", "Good", "Unlucky"]
        assert found[0].reasons == [("Something is wrong or out of date", 10)]
        assert "Bad" in browser(Role.AGENT).get("/articles/gaps/").text


class TestWaysOfAsking:
    def test_are_approved_or_dismissed_by_supervisors(self):
        article = show()
        way = services.suggest_way(article, words="where is it", source="INSERT", at=NOON)
        address = at("way", article, way_pk=way.pk)

        assert browser(Role.AGENT).post(address, {"approve": "1"}).status_code == 403
        assert browser().post(address, {"approve": "1"}, headers={"HX-Request": "true"}).status_code == 200
        assert AskedWay.objects.get().state == "APPROVED"
        browser().post(address)
        assert AskedWay.objects.get().state == "DISMISSED"

    def test_of_another_article_are_not_there(self):
        way = services.suggest_way(show(), words="where is it", source="INSERT", at=NOON)

        assert browser().post(at("way", show("Other"), way_pk=way.pk)).status_code == 404


class TestFiles:
    def test_one_article_goes_out_and_comes_in_as_markdown(self):
        article = show("Late delivery", "## Why\n\nTraffic.")
        given = browser(Role.AGENT).get(at("markdown", article))
        services.remove_article(article.article, by=author(), at=NOON)

        answer = upload("late.md", given.content)

        assert answer.status_code == 200
        assert Translation.objects.get().body == "## Why\n\nTraffic."

    def test_plain_markdown_becomes_a_draft_titled_by_its_heading(self):
        answer = upload("notes.md", "# گارانتی\n\nدو سال.".encode())

        made = Translation.objects.get()
        assert answer["Location"] == at("editor", made)
        assert (made.title, made.body, made.language, made.state) == ("گارانتی", "دو سال.", "fa", State.DRAFT)

    def test_everything_goes_out_and_comes_in_again(self):
        translate(show("Late delivery"), "fa", "تأخیر")
        pack = browser().get("/articles/export/").content
        services.remove_article(Article.objects.get(), by=author(), at=NOON)

        assert upload("all.zip", pack).status_code == 200
        assert Translation.objects.count() == 2

    @pytest.mark.parametrize(
        "name, content",
        [
            ("a.zip", b"no zip"), ("a.exe", b"MZ"), ("a.md", b""), ("a.md", b"---\nkey: x\n---\n"),
            ("a.jsonl", b"{}\n"),
            ("a.md", b"x" * 100_001),
        ],
    )  # fmt: skip
    def test_what_is_none_is_refused_in_words(self, name, content):
        assert upload(name, content).status_code == 422

    @pytest.mark.parametrize("inside", [b"not json", b"[1, 2]", b'{"a": 1}', b"\xff\xfe"])
    def test_a_pack_with_broken_collections_breaks_nothing(self, inside):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as pack:
            pack.writestr("collections.json", inside)

        assert upload("a.zip", written.getvalue()).status_code in {200, 422}

    def test_are_taken_in_and_given_out_whole_by_supervisors_only(self):
        client = browser(Role.AGENT)

        assert [client.get(f"/articles/{name}/").status_code for name in ("import", "export")] == [403, 403]


def upload(name: str, content: bytes):
    return browser().post("/articles/import/", {"file": SimpleUploadedFile(name, content)})
