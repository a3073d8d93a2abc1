"""Out and in again: nothing is lost, and nothing that comes from outside breaks anything."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from rafiq.knowledge import front_matter, queries, services
from rafiq.knowledge.front_matter import NotReadable, Piece
from rafiq.knowledge.models import Article, Attachment, Collection, State, Translation
from rafiq.platform import files
from tests.knowledge.making import author, make_collection, make_draft, show, translate, write
from tests.makers import NOON

LATER = NOON + timedelta(hours=1)
LINE = {
    "id": "late-delivery", "lang": "fa", "collection": "delivery", "audience": "agents", "title": "دیر رسیدن سفارش",
    "body": "## گام\n\nمتن [پیوند](article:other)", "asked": ["کجا موند؟", "kojast"],
}  # fmt: skip


def picture() -> SimpleUploadedFile:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, "PNG")
    return SimpleUploadedFile("shot.png", out.getvalue(), "image/png")


def everything() -> list[dict]:
    """What can be told of a help centre apart from numbers and times."""
    rows = Translation.objects.select_related("article__collection", "live").order_by("article__key", "language")
    return [
        {
            "key": row.article.key, "language": row.language, "slug": row.slug, "state": row.state,
            "collection": row.article.collection.slug, "names": row.article.collection.names,
            "audience": row.article.audience, "position": row.article.position, "title": row.title,
            "summary": row.summary, "body": row.body, "asked": row.asked, "live": row.live and row.live.body,
        }
        for row in rows
    ]  # fmt: skip


def forget_everything() -> None:
    Translation.objects.update(live=None, state=State.DRAFT)
    Article.objects.all().delete()
    Collection.objects.all().delete()


@pytest.mark.django_db
class TestArchives:
    def test_come_back_as_they_were(self):
        late = show('Late: "really" — #1', "Words\n\n---\n\nkey: x\n", asked=("a: b", '- "c"'), summary="# s")
        translate(late, "fa", "دیر رسیدن", "متن\u200cها")
        show("Staff", audience="STAFF", collection=make_collection("inside", fa="درون"))
        services.save_draft(late, draft=make_draft("Late", "New draft"), number=1, by=author(), at=LATER)
        write("A draft")
        old = show("Old")
        services.unpublish(old, by=author(), at=LATER)
        before, pack = everything(), queries.archive()
        forget_everything()

        report = services.import_archive(pack, by=author(), at=LATER)

        assert everything() == before
        assert report.refused == {}
        assert report.made == 5

    def test_again_change_nothing(self):
        show("One", asked=("a", "b"))
        pack = queries.archive()

        report = services.import_archive(pack, by=author(), at=LATER)

        assert (report.made, report.changed, report.unchanged) == (0, 0, 1)
        assert Translation.objects.get().number == 1

    def test_bring_pictures_along(self):
        by = author()
        stored = files.store(picture(), owner=by.actor, at=NOON)
        show("Shot", f"![how](attachment:{stored.token})", by=by)
        pack = queries.archive()
        forget_everything()
        stored.delete()

        services.import_archive(pack, by=by, at=LATER)

        token = Attachment.objects.get().file.token
        assert token != stored.token
        assert Translation.objects.get().live.body == f"![how](attachment:{token})"

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"x" * 1000])
    def test_that_are_none_are_refused(self, content):
        with pytest.raises(services.BadFile):
            services.import_archive(content, by=author(), at=NOON)

    def test_that_would_be_enormous_are_refused_unread(self, monkeypatch):
        from rafiq.knowledge.services import importing

        monkeypatch.setattr(importing, "MOST_BYTES", 1000)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("articles/a.en.md", "x" * 2000)

        with pytest.raises(services.BadFile):
            services.import_archive(out.getvalue(), by=author(), at=NOON)

    def test_that_were_damaged_on_the_way_are_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("a.md", "---\nkey: a\nlanguage: en\ntitle: x\n---\n" + "words of it " * 200)
        damaged = bytearray(out.getvalue())
        damaged[40:60] = bytes(byte ^ 0xFF for byte in damaged[40:60])

        with pytest.raises(services.BadFile):
            services.import_archive(bytes(damaged), by=author(), at=NOON)

    def test_with_nonsense_inside_tell_what_was_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as pack:
            pack.writestr("collections.json", '[1, {"collection": "!"}, {"collection": {}}]')
            pack.writestr("a.md", "no facts")
            pack.writestr("b.md", "---\nkey: b\nlanguage: de\ntitle: x\n---\n")
            pack.writestr("../../c.md", "---\nkey: c\nlanguage: en\ntitle: Kept\n---\nbody")
            pack.writestr("files/c/zzz/evil.exe", b"MZ")

        report = services.import_archive(out.getvalue(), by=author(), at=NOON)

        assert set(report.refused) == {"a.md", "b.md"}
        assert Translation.objects.get().title == "Kept"


@pytest.mark.django_db
class TestLines:
    def test_are_published_as_they_say(self):
        names = {"collection": "delivery", "names": {"fa": "ارسال"}, "icon": "send"}

        report = services.import_lines([json.dumps(names), json.dumps(LINE), ""], by=None, at=NOON)

        row = Translation.objects.select_related("article__collection", "live").get()
        assert (report.made, report.refused) == (1, {})
        assert (row.article.key, row.slug, row.article.audience) == ("late-delivery", "late-delivery", "STAFF")
        assert (row.live.body, row.live.asked) == (LINE["body"], LINE["asked"])
        assert (row.article.collection.names, row.article.collection.icon) == ({"fa": "ارسال"}, "send")

    def test_twice_change_nothing(self):
        services.import_lines([json.dumps(LINE)], by=None, at=NOON)

        assert services.import_lines([json.dumps(LINE)], by=None, at=LATER).unchanged == 1

    def test_come_out_as_they_went_in(self):
        services.import_lines([json.dumps(LINE)], by=None, at=NOON)

        assert {**json.loads(next(queries.lines(language="fa"))), **LINE} == json.loads(next(queries.lines()))

    @pytest.mark.parametrize("shelf", ["My Shelf", "a/b", "a\x00b", "\ud800a", "x" * 100])
    def test_name_a_collection_as_its_address_can_be(self, shelf, client):
        named = {"collection": shelf, "names": {"fa": "قفسه"}, "icon": "book\x00"}
        given = [json.dumps(named), json.dumps({**LINE, "collection": shelf, "audience": "public"})]

        for _ in range(2):
            services.import_lines(given, by=None, at=NOON)

        assert Collection.objects.get().articles.count() == 1
        assert client.get("/help/fa/").status_code == 200

    def test_of_two_languages_are_one_article(self):
        arabic = {**LINE, "lang": "ar", "title": "تأخّر الطلب"}

        services.import_lines([json.dumps(LINE), json.dumps(arabic)], by=None, at=NOON)

        assert Article.objects.get().translations.count() == 2

    @pytest.mark.parametrize(
        "line",
        ["nonsense", "[]", "{}", '{"id": 5, "lang": "fa", "title": "x", "body": null}',
         '{"id": "A b", "lang": "fa", "title": "x"}',
         '{"id": "a", "lang": "xx", "title": "x"}', '{"id": "a", "lang": "fa", "title": "\\u0000"}',
         json.dumps({**LINE, "title": "x" * 300}), json.dumps({**LINE, "audience": "kings"}),
         json.dumps({**LINE, "id": "a", "collection": "/"}), json.dumps({**LINE, "id": "a", "slug": "\x00"}),
         "[" * 100_000],
    )  # fmt: skip
    def test_that_make_no_sense_are_told_and_do_not_stop_the_others(self, line):
        report = services.import_lines([line, json.dumps(LINE)], by=None, at=NOON)

        assert report.made + len(report.refused) == 2
        assert Translation.objects.filter(article__key="late-delivery").exists()


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
line = words.map(lambda given: " ".join(given.split()))


@given(title=line.filter(bool), summary=line, asked=st.lists(line.filter(bool), max_size=4), body=words)
def test_any_words_travel_unharmed(title, summary, asked, body):
    piece = Piece(
        key="a-b", language="fa", title=title, summary=summary, asked=tuple(asked), body=body.strip("\n"), position=3,
        collection="c", audience="PUBLIC", slug="دیر-رسیدن", state="DRAFT",
    )  # fmt: skip

    assert front_matter.read(front_matter.write(piece)) == piece


def test_a_file_a_person_wrote_is_understood():
    piece = front_matter.read(
        "---\r\nkey: late\r\nlanguage: fa\r\ntitle: دیر رسیدن: چرا؟\r\nasked:\r\n  - کجاست\r\n- 'x'\r\n---\r\nمتن\r\n"
    )

    assert (piece.title, piece.asked, piece.body) == ("دیر رسیدن: چرا؟", ("کجاست", "'x'"), "متن")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "---",
        "---\n---",
        "text",
        "---\nkey: a\n",
        "---\n%\n---\n",
        f"---\nkey: {'[' * 100_000}\n---\n",
        "---\nkey: a\nlanguage: fa\n---",
    ],
)
def test_what_is_no_such_file_is_refused(content):
    with pytest.raises(NotReadable):
        front_matter.read(content)
