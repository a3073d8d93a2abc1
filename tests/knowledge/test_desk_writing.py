"""The editor: drafts by everybody, publishing by supervisors, two who write at once, nonsense."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts.models import Role
from rafiq.knowledge import services
from rafiq.knowledge.models import Article, Redirect, State, Translation, Version
from rafiq.platform import files
from tests.knowledge.desk import at, browser, typed
from tests.knowledge.making import author, fresh, make_collection, make_draft, show, translate, write
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


class TestBeginning:
    def test_an_article_begins_as_a_draft_and_opens_in_the_editor(self):
        shelf = make_collection()
        said = {"title": "Invoices", "language": "en", "collection": shelf.pk, "audience": "CUSTOMERS"}

        answer = browser(Role.AGENT).post(reverse("articles:new"), said)

        made = Translation.objects.get()
        assert answer["Location"] == at("editor", made)
        assert (made.title, made.state, made.article.audience) == ("Invoices", State.DRAFT, "CUSTOMERS")

    @pytest.mark.parametrize("wrong", [{"title": " "}, {"language": "xx"}, {"collection": "999"}, {"audience": "ALL"}])
    def test_nonsense_is_refused_in_words(self, wrong):
        shelf = make_collection()
        said = {"title": "Invoices", "language": "en", "collection": shelf.pk, "audience": "PUBLIC"} | wrong

        answer = browser(Role.AGENT).post(reverse("articles:new"), said)

        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert not Article.objects.exists()

    def test_without_a_collection_the_page_says_what_is_lacking(self):
        assert "First a collection" in browser(Role.AGENT).get(reverse("articles:new")).text


class TestKeeping:
    def test_an_agent_keeps_a_draft_and_readers_still_see_the_old_words(self):
        article = show("Late delivery", "Old.")

        answer = browser(Role.AGENT).post(
            at("editor", article), typed(article, body="New.", asked="where is it\n\nlate")
        )

        kept = fresh(article)
        assert answer.status_code == 303
        assert (kept.body, kept.asked, kept.live.body) == ("New.", ["where is it", "late"], "Old.")

    def test_whoever_saves_over_somebody_elses_words_sees_both_and_loses_nothing(self):
        article = write("Late delivery", "One two three.")
        services.save_draft(article, draft=make_draft(body="One 2 three."), number=1, by=author("Badr"), at=NOON)

        answer = browser(Role.AGENT).post(at("editor", article), typed(article, body="One two 3."))

        assert answer.status_code == 409
        assert "One 2 three." in answer.text  # theirs
        assert "One two 3." in answer.text  # mine, still in the form
        assert "<del>" in answer.text
        assert "Badr" in answer.text
        assert fresh(article).body == "One 2 three."
        # Keeping once more, having seen theirs, makes mine the newest; theirs stays among the versions.
        again = browser(Role.AGENT).post(at("editor", article), typed(article, body="One two 3.", number=2))
        assert again.status_code == 303
        assert [one.body for one in article.versions.order_by("number")][-2:] == ["One 2 three.", "One two 3."]

    @pytest.mark.parametrize(
        "wrong", [{"title": ""}, {"title": "x" * 201}, {"summary": "x" * 401}, {"body": "x" * 100_001}, {"number": "x"}]
    )
    def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_the_form(self, wrong):
        article = write()

        answer = browser(Role.AGENT).post(at("editor", article), typed(article, **wrong))

        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert fresh(article).number == 1

    @pytest.mark.parametrize("language", ["xx", "e", "\u202e"])
    def test_what_is_no_language_is_not_there(self, language):
        article = write()

        assert browser().get(reverse("articles:editor", args=[article.article_id, language])).status_code == 404

    def test_what_waits_to_be_published_is_changed_by_supervisors_only(self):
        article = write()
        services.schedule(article, number=1, publish_at=NOON + timedelta(days=1), by=author(), at=NOON)

        refused = browser(Role.AGENT).post(at("editor", article), typed(article, body="Other."))
        taken = browser(Role.SUPERVISOR).post(at("editor", article), typed(article, body="Other."))

        assert (refused.status_code, taken.status_code) == (409, 303)

    def test_files_that_are_linked_become_the_articles_own(self):
        agent, article = make_agent(), write()
        file = files.store(SimpleUploadedFile("a.txt", b"Hello", "text/plain"), owner=agent.actor, at=NOON)

        browser(agent).post(at("editor", article), typed(article, body=f"[a](/files/{file.token}/a.txt)"))

        assert article.article.attachments.get().file_id == file.pk


class TestKeepingByItself:
    def test_one_sitting_leaves_one_version(self):
        article, client = write(), browser(Role.AGENT)
        for number, body in enumerate(["A", "A b", "A b c"], 1):
            answer = client.post(at("autosave", article), typed(article, number=number, body=body))
            assert answer.status_code == 200
            assert f'value="{number + 1}"' in answer.text

        assert list(article.versions.order_by("number").values_list("body", flat=True)) == ["It comes later.", "A b c"]
        assert fresh(article).number == 4

    def test_what_readers_see_or_others_wrote_is_never_replaced(self):
        article = write()
        agent = make_agent(role=Role.SUPERVISOR)
        client = browser(agent)
        client.post(at("autosave", article), typed(article, body="A"))
        services.publish(fresh(article), number=2, by=agent, at=NOON)
        client.post(at("autosave", article), typed(article, number=2, body="A b"))
        browser(Role.AGENT).post(at("autosave", article), typed(article, number=3, body="A b c"))

        assert [one.number for one in article.versions.order_by("number")] == [1, 2, 3, 4]

    def test_keeping_by_hand_while_the_page_keeps_is_no_conflict_with_oneself(self):
        article, client = write(), browser(Role.AGENT)
        client.post(at("autosave", article), typed(article, body="A"))

        answer = client.post(at("editor", article), typed(article, body="A b"))  # still with the number of before

        assert answer.status_code == 303
        assert fresh(article).body == "A b"
        assert article.versions.filter(body="A").exists()

    def test_a_conflict_is_told_and_nothing_is_overwritten(self):
        article = write()
        services.save_draft(article, draft=make_draft(body="Theirs"), number=1, by=author(), at=timezone.now())

        answer = browser(Role.AGENT).post(at("autosave", article), typed(article, body="Mine"))

        assert answer.status_code == 409
        assert "Somebody else saved" in answer.text
        assert fresh(article).body == "Theirs"

    @pytest.mark.parametrize("state", [State.SCHEDULED, State.IN_REVIEW])
    def test_typing_alone_ends_neither_a_plan_nor_a_review(self, state):
        article, boss = write(), make_agent(role=Role.SUPERVISOR)
        if state == State.SCHEDULED:
            later = timezone.now() + timedelta(days=1)
            services.schedule(article, number=1, publish_at=later, by=boss, at=timezone.now())
        else:
            services.submit(article, number=1, by=author(), at=timezone.now())
        client = browser(boss)

        answer = client.post(at("autosave", article), typed(article, body="Other."))

        assert (answer.status_code, fresh(article).state, fresh(article).number) == (409, state, 1)
        assert "Keep the draft" in answer.text
        client.post(at("editor", article), typed(article, body="Other."))
        assert (fresh(article).state, fresh(article).body) == (State.DRAFT, "Other.")

    def test_a_text_without_a_title_is_not_kept_and_says_so(self):
        article = write()

        assert browser(Role.AGENT).post(at("autosave", article), typed(article, title="")).status_code == 422


class TestPublishing:
    def test_what_stands_in_the_form_is_what_readers_see(self):
        article = write()

        answer = browser().post(at("publication", article), typed(article, body="Newest."))

        assert answer.status_code == 303
        assert (fresh(article).live.body, fresh(article).state) == ("Newest.", State.PUBLISHED)

    def test_nothing_is_published_over_words_nobody_has_seen(self):
        article = write()
        services.save_draft(article, draft=make_draft(body="Theirs"), number=1, by=author(), at=NOON)

        assert browser().post(at("publication", article), typed(article, body="Mine")).status_code == 409
        assert fresh(article).live is None

    @pytest.mark.parametrize("name", ["publication", "schedule", "withdrawal", "address"])
    def test_agents_decide_nothing_about_what_readers_see(self, name):
        article = show()

        assert browser(Role.AGENT).post(at(name, article), typed(article, slug="x")).status_code == 403

    def test_agents_ask_for_a_review_and_take_it_back(self):
        article, client = write(), browser(Role.AGENT)

        client.post(at("review", article), typed(article))
        assert fresh(article).state == State.IN_REVIEW
        client.post(at("recall", article))
        assert fresh(article).state == State.DRAFT

    def test_a_moment_is_read_in_the_readers_calendar_and_zone(self):
        boss = make_agent(role=Role.SUPERVISOR, language="fa", zone="Asia/Tehran")
        boss.calendar = "jalali"
        boss.save(update_fields=["calendar"])
        article = write()

        answer = browser(boss).post(at("schedule", article), typed(article, day="۱۴۱۰/۰۱/۰۲", time="09:30"))

        assert answer.status_code == 303
        planned = fresh(article)
        assert planned.state == State.SCHEDULED
        assert planned.publish_at.isoformat() == "2031-03-22T06:00:00+00:00"

    @pytest.mark.parametrize("day, time", [("1999/01/01", "09:00"), ("2026/13/45", "09:00"), ("soon", "x"), ("", "")])
    def test_a_moment_that_is_none_or_has_passed_is_refused(self, day, time):
        article = write()

        answer = browser().post(at("schedule", article), typed(article, body="New", day=day, time=time))

        assert answer.status_code in {409, 422}
        assert fresh(article).state == State.DRAFT

    def test_taking_away_what_nobody_reads_is_refused(self):
        assert browser().post(at("withdrawal", write())).status_code == 409

    def test_archiving_takes_it_from_readers(self):
        article = show()

        browser().post(at("withdrawal", article), {"archive": "1"})

        assert (fresh(article).state, fresh(article).live) == (State.ARCHIVED, None)

    def test_a_new_address_leaves_a_way_from_the_old_one(self):
        article = show("Late delivery")

        browser().post(at("address", article), {"slug": "Slow post"})

        assert fresh(article).slug == "slow-post"
        assert Redirect.objects.get().path == "en/articles/late-delivery"

    @pytest.mark.parametrize("slug", ["", "///", "other"])
    def test_an_address_that_cannot_be_had_is_refused(self, slug):
        show("Other")
        article = show("Late delivery")

        assert browser().post(at("address", article), {"slug": slug}).status_code == 422
        assert fresh(article).slug == "late-delivery"

    def test_only_administrators_remove_articles(self):
        article = show()
        address = reverse("articles:removal", args=[article.article_id])

        assert browser(Role.SUPERVISOR).post(address).status_code == 403
        assert browser(Role.ADMINISTRATOR).post(address).status_code == 303
        assert not Article.objects.exists()


class TestTranslating:
    def test_the_first_words_in_a_language_remember_what_they_were_translated_from(self):
        article = show("Late delivery")
        address = reverse("articles:editor", args=[article.article_id, "fa"])

        page = browser(Role.AGENT).get(address)
        browser(Role.AGENT).post(address, {"title": "تأخیر در ارسال", "body": "دیر می‌رسد.", "number": 0})

        assert "Late delivery" in page.text  # the original stands beside the empty form
        assert Translation.objects.get(language="fa").source == article.live

    def test_what_changed_in_the_original_is_shown_until_somebody_says_it_is_done(self):
        article = show("Late delivery", "It takes two days.")
        persian = translate(article, "fa", "تأخیر", source=article.live)
        services.save_draft(article, draft=make_draft(body="It takes three days."), number=1, by=None, at=NOON)
        client = browser()

        page = client.get(at("editor", persian))
        client.post(at("editor", persian), typed(persian, is_checked="1"))

        assert "Changed since this was translated" in page.text
        assert Version.objects.get(pk=fresh(persian).source_id).number == 2
        assert "Changed since this was translated" not in client.get(at("editor", persian)).text


class TestPreview:
    def test_is_drawn_as_readers_will_see_it_and_keeps_nothing(self):
        article = write()
        body = "## Steps\n\n- one\n\n<script>alert(1)</script> [x](javascript:alert(1))"

        page = browser(Role.AGENT).post(at("preview", article), {"title": "", "body": body})

        assert page.status_code == 200
        assert "<h2" in page.text
        assert "<script" not in page.text
        assert "javascript:" not in page.text.replace("javascript:alert(1))", "")
        assert fresh(article).number == 1

    def test_shows_pictures_of_this_author_and_of_the_article_only(self):
        agent, other = make_agent(), make_agent("Other")
        mine, theirs = (
            files.store(SimpleUploadedFile("a.txt", b"Hello", "text/plain"), owner=one.actor, at=NOON)
            for one in (agent, other)
        )
        body = f"![mine](attachment:{mine.token}) ![theirs](attachment:{theirs.token})"

        page = browser(agent).post(at("preview", write()), {"body": body}).text

        assert mine.token in page
        assert theirs.token not in page

    def test_as_a_visitor_shows_the_draft_on_the_public_page(self):
        article = show("Late delivery", "Old words.")
        services.save_draft(article, draft=make_draft(body="New words."), number=1, by=None, at=NOON)

        page = browser(Role.AGENT).get(at("visitor", article))

        assert page.status_code == 200
        assert "New words." in page.text
        assert page["Cache-Control"] == "no-store"


def test_the_editor_asks_the_database_little(statements):
    article = show(body="[x](article:other) " * 3)
    for language in ("fa", "ar"):
        translate(article, language, f"Title {language}")
    client = browser()
    client.get(at("editor", article))
    before = statements()

    client.get(at("editor", article))

    assert statements() - before <= 22
