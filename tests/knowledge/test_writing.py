"""Writing, publishing, addresses: what authors do and what people read meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ProtectedError

from rafiq.accounts.models import Role
from rafiq.knowledge import jobs, queries, services
from rafiq.knowledge.contracts import Anyone, Draft
from rafiq.knowledge.models import Article, AskedWay, Attachment, Freshness, Redirect, State, Translation
from rafiq.platform import files, housekeeping
from rafiq.platform.log.models import Entry
from tests.knowledge.making import author, fresh, make_collection, make_draft, show, translate, write
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
LONG_AGO = NOON - timedelta(days=3000)


def told() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def led_on(path: str) -> Translation | None:
    return queries.find_redirect(path, reader=Anyone())


class TestDrafts:
    def test_a_draft_is_read_by_nobody(self):
        write()

        assert not queries.visible_to(Anyone()).exists()

    def test_a_draft_over_a_published_article_changes_nothing_for_readers(self):
        article = show(body="Old words")

        services.save_draft(article, draft=make_draft(body="New words"), number=1, by=author(), at=LATER)

        found = fresh(article)
        assert (found.body, found.live.body, found.state) == ("New words", "Old words", State.DRAFT)

    def test_two_authors_at_once_do_not_overwrite_each_other(self):
        article = write()
        services.save_draft(article, draft=make_draft(body="First"), number=1, by=author(), at=LATER)

        with pytest.raises(services.Conflict) as refusal:
            services.save_draft(article, draft=make_draft(body="Second"), number=1, by=author(), at=LATER)

        assert refusal.value.number == 2
        assert fresh(article).body == "First"

    def test_the_same_words_again_are_no_version(self):
        article = write()

        services.save_draft(article, draft=make_draft(), number=1, by=author(), at=LATER)

        assert article.versions.count() == 1

    def test_words_are_cleaned_and_ways_of_asking_kept_once(self):
        article = write("  Late\n\u202edelivery ", asked=("کجاست؟", " كجاست؟", "", "where is it"))

        assert (article.title, article.asked) == ("Late delivery", ["کجاست؟", "where is it"])

    @pytest.mark.parametrize(
        ("draft", "refusal"),
        [
            (Draft(title=" \u200f"), services.EmptyTitle),
            (Draft(title="a" * 201), services.TooLong),
            (Draft(title="a", body="a" * 100_001), services.TooLong),
        ],
    )
    def test_what_no_article_may_hold_is_refused(self, draft, refusal):
        with pytest.raises(refusal):
            services.create_article(collection=make_collection(), language="en", draft=draft, by=None, at=NOON)

    def test_an_earlier_version_comes_back_as_the_newest(self):
        article = write(body="One", asked=("a way",))
        services.save_draft(article, draft=make_draft(body="Two"), number=1, by=author(), at=LATER)

        services.restore_version(article, restored=1, number=2, by=author(), at=LATER)

        found = fresh(article)
        assert (found.number, found.body, found.asked) == (3, "One", ["a way"])

    def test_a_version_that_never_was_cannot_come_back(self):
        with pytest.raises(services.NoSuchVersion):
            services.restore_version(write(), restored=9, number=1, by=author(), at=LATER)

    def test_an_article_is_removed_with_everything_of_it(self):
        article = show()
        translate(article, "fa", "دیر رسیدن")

        services.remove_article(article.article, by=author(), at=LATER)

        assert not Article.objects.exists()
        assert told()[-1] == "knowledge.article.removed"

    def test_a_collection_with_articles_stays(self):
        with pytest.raises(services.NotEmpty):
            services.remove_collection(write().article.collection, by=author(), at=LATER)

    def test_what_people_read_cannot_be_deleted_from_under_them(self):
        with pytest.raises((ProtectedError, Exception)):
            show().versions.all().delete()


class TestPublishing:
    def test_people_read_it_and_everybody_is_told_once(self):
        article = write()

        services.publish(article, number=1, by=author(), at=LATER)
        services.publish(article, number=1, by=author(), at=LATER + timedelta(hours=1))

        found = fresh(article)
        assert (found.state, found.published_at, found.updated_at) == (State.PUBLISHED, LATER, LATER)
        assert told().count("knowledge.article.published") == 1

    def test_another_version_than_was_looked_at_is_not_published(self):
        article = write()
        services.save_draft(article, draft=make_draft(body="More"), number=1, by=author(), at=LATER)

        with pytest.raises(services.Conflict):
            services.publish(article, number=1, by=author(), at=LATER)

        assert not fresh(article).is_live

    def test_a_planned_one_is_published_when_its_time_has_come(self):
        article = write()
        services.schedule(article, number=1, publish_at=LATER, by=author(), at=NOON)

        assert services.publish_due(at=NOON) == 0
        assert services.publish_due(at=LATER) == 1
        assert services.publish_due(at=LATER) == 0

        assert fresh(article).state == State.PUBLISHED
        assert told().count("knowledge.article.published") == 1

    def test_the_worker_does_it_every_minute(self):
        article = write()
        services.schedule(article, number=1, publish_at=LONG_AGO, by=author(), at=LONG_AGO)

        jobs.publish_due(timestamp=0)

        assert fresh(article).state == State.PUBLISHED

    def test_the_past_cannot_be_planned(self):
        with pytest.raises(services.InThePast):
            services.schedule(write(), number=1, publish_at=NOON - timedelta(days=1), by=author(), at=NOON)

    def test_writing_on_ends_the_plan(self):
        article = write()
        services.schedule(article, number=1, publish_at=LATER, by=author(), at=NOON)

        services.save_draft(article, draft=make_draft(body="More"), number=1, by=author(), at=NOON)

        assert services.publish_due(at=LATER) == 0

    def test_a_review_can_be_asked_for_and_withdrawn(self):
        article, editor = write(), make_agent("Editor", role=Role.SUPERVISOR)
        services.submit(article, number=1, by=author(), at=NOON, reviewer=editor)
        assert (fresh(article).state, fresh(article).reviewer) == (State.IN_REVIEW, editor)

        services.withdraw(article, by=author(), at=NOON)

        assert fresh(article).state == State.DRAFT

    def test_taken_away_it_is_read_by_nobody(self):
        article = show()

        services.unpublish(article, by=author(), at=LATER)

        assert fresh(article).state == State.ARCHIVED
        assert not queries.visible_to(Anyone()).exists()
        assert queries.search(Anyone(), "delivery", language="en") == []
        with pytest.raises(services.NotLive):
            services.unpublish(article, by=author(), at=LATER)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_publish_what_is_due_once():
    article = write()
    services.schedule(article, number=1, publish_at=LATER, by=author(), at=NOON)

    def work(_: int) -> int:
        try:
            return services.publish_due(at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert told().count("knowledge.article.published") == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_authors_at_once_one_is_kept_and_seven_are_told():
    article, by = write(), author()

    def work(number: int) -> bool:
        try:
            services.save_draft(article, draft=make_draft(body=f"Text {number}"), number=1, by=by, at=LATER)
        except services.Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert fresh(article).number == 2


class TestAddresses:
    def test_are_made_of_titles_and_never_the_same(self):
        assert [write("دیر رسیدنِ سفارش").slug, write("دیر رسیدنِ سفارش").slug] == [
            "دیر-رسیدن-سفارش",
            "دیر-رسیدن-سفارش-2",
        ]

    def test_half_spaces_are_hyphens(self):
        assert write("سفارش‌های دیرشده").slug == "سفارش-های-دیرشده"

    def test_an_old_one_leads_on(self):
        article = show(slug="one")

        services.rename_slug(article, slug="Two Words", by=author(), at=LATER)

        assert fresh(article).slug == "two-words"
        assert led_on("/en/articles/one/") == article

    def test_two_renames_are_one_step(self):
        article = show(slug="one")
        services.rename_slug(article, slug="two", by=author(), at=LATER)
        services.rename_slug(article, slug="three", by=author(), at=LATER)

        assert led_on("en/articles/one").slug == led_on("en/articles/two").slug == "three"

    def test_there_and_back_leads_in_no_circle(self):
        article = show(slug="one")
        services.rename_slug(article, slug="two", by=author(), at=LATER)
        services.rename_slug(article, slug="one", by=author(), at=LATER)

        assert led_on("en/articles/one") is None
        assert led_on("en/articles/two").slug == "one"

    def test_a_new_article_where_another_was_stands_there_itself(self):
        services.rename_slug(show(slug="one"), slug="two", by=author(), at=LATER)

        show("Other", slug="one")

        assert led_on("en/articles/one") is None

    def test_of_another_article_cannot_be_had(self):
        show(slug="one")

        with pytest.raises(services.SlugTaken):
            services.rename_slug(show("Other", slug="two"), slug="one", by=author(), at=LATER)
        with pytest.raises(services.BadSlug):
            services.rename_slug(show("Third", slug="three"), slug="!؟ ", by=author(), at=LATER)

    def test_a_draft_leaves_no_redirect(self):
        services.rename_slug(write(slug="one"), slug="two", by=author(), at=LATER)

        assert not Redirect.objects.exists()

    def test_an_address_of_staff_tells_nobody_where_it_went(self):
        article = show(slug="one", audience="STAFF")
        services.rename_slug(article, slug="secret-plan", by=author(), at=LATER)

        assert led_on("en/articles/one") is None


class TestLanguages:
    def test_a_translation_grows_old_when_its_source_goes_on(self):
        article = show()
        persian = translate(article, "fa", "دیر رسیدن", source=article.live)
        assert queries.freshness(persian) == Freshness.UP_TO_DATE

        services.save_draft(article, draft=make_draft(body="More"), number=1, by=author(), at=LATER)

        standing = queries.languages_of(article.article, ("en", "fa", "ar"))
        assert [one for _, one in standing.values()] == [Freshness.UP_TO_DATE, Freshness.OUTDATED, Freshness.MISSING]

    def test_one_of_each_language(self):
        article = show()

        with pytest.raises(services.LanguageTaken):
            translate(article, "en", "Again")


class TestMoving:
    def test_makes_room(self):
        first, second = write("One").article, write("Two").article

        services.move(second, collection=first.collection, position=first.position, by=author(), at=LATER)

        assert list(Article.objects.order_by("position")) == [second, first]

    def test_another_audience_is_told_to_whoever_indexes(self):
        article = show().article

        services.change_audience(article, audience="STAFF", by=author(), at=LATER)

        assert told()[-1] == "knowledge.article.changed"
        assert not queries.visible_to(Anyone()).exists()


class TestWaysOfAsking:
    def test_an_approved_one_is_indexed_with_the_authors_own(self):
        article = show(asked=("where is it",))
        way = services.suggest_way(article, words="کجا موند؟", source="SEARCH", at=NOON)
        assert queries.indexable(article.pk).asked == ("where is it",)

        services.approve_way(way, by=author(), at=LATER)

        assert queries.indexable(article.pk).asked == ("where is it", "کجا موند؟")

    def test_heard_again_it_counts_and_what_was_dismissed_stays_so(self):
        article = show()
        way = services.suggest_way(article, words="کجا موند", source="SEARCH", at=NOON)
        services.dismiss_way(way, by=author(), at=NOON)

        services.suggest_way(article, words="كجا  موند", source="INSERT", at=LATER)

        found = AskedWay.objects.get()
        assert (found.count, found.state) == (2, AskedWay.State.DISMISSED)

    def test_what_the_author_wrote_is_not_proposed(self):
        assert services.suggest_way(show(asked=("Where?",)), words="where?", source="SEARCH", at=NOON) is None


def test_what_an_index_holds():
    body = (
        "Intro [link](article:x)\n\n## Steps `now`\n\n1. First\n2. Second\n\n![shot](attachment:abc)\n\n```\ncode\n```"
    )
    found = queries.indexable(show("Title", body, summary="Short", audience="CUSTOMERS").pk)

    assert (found.title, found.summary, found.audience) == ("Title", "Short", "CUSTOMERS")
    assert found.headings == ("Steps now",)
    assert found.body == "Intro link\nFirst\nSecond\nshot\ncode"
    assert queries.indexable(write("Draft").pk) is None


def test_a_comparison_gives_both_texts_back():
    pieces = queries.compare("one two  three\nfour", "one 2  three\nfour five")

    assert "".join(one.words for one in pieces if one.kind != "added") == "one two  three\nfour"
    assert "".join(one.words for one in pieces if one.kind != "removed") == "one 2  three\nfour five"
    assert [one.words for one in pieces if one.kind == "removed"] == ["two"]


def test_the_newest_is_what_translations_hold():
    article = write()

    assert Translation.objects.get().body == article.versions.get().body


def test_files_of_articles_are_kept_and_others_files_are_not_taken():
    by, other = author(), author("Other")
    mine = files.store(SimpleUploadedFile("a.txt", b"a"), owner=by.actor, at=NOON)
    theirs = files.store(SimpleUploadedFile("b.txt", b"b"), owner=other.actor, at=NOON)

    write(body=f"![a](attachment:{mine.token}) ![b](/files/{theirs.token}/b.txt)", by=by)

    assert list(Attachment.objects.values_list("file", flat=True)) == [mine.pk]
    assert housekeeping.forget_orphans(at=NOON + timedelta(days=3)) == 1
    assert files.read(mine.token) == b"a"


def test_a_file_may_stand_in_several_articles_and_stays_while_one_of_them_does():
    by = author()
    file = files.store(SimpleUploadedFile("a.txt", b"a"), owner=by.actor, at=NOON)
    first, second = (
        write(title, body=f"![a](attachment:{file.token})", by=one)
        for title, one in (("One", by), ("Two", author("Other")))
    )
    services.publish(second, number=1, by=by, at=NOON)

    services.remove_article(first.article, by=by, at=NOON)

    assert not housekeeping.forget_orphans(at=NOON + timedelta(days=3))
    assert file.token in queries.article_page(Anyone(), second.slug, "en", default="en").pictures
