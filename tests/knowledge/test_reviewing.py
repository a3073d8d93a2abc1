"""A chosen reviewer is told, sees what waits, and answers once; the author reads what was said."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.knowledge import queries, services
from rafiq.knowledge.models import Review, State, Translation
from rafiq.live_domain import LiveDomain
from rafiq.platform.live_hub import LogRow
from rafiq.platform.log.models import Entry
from tests.at_once import together
from tests.knowledge.desk import at, browser, typed
from tests.knowledge.making import author, fresh, make_draft, write
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_agent("Rima", role=Role.SUPERVISOR)


@pytest.fixture
def writer():
    return author("Elham")


def asked(writer, reviewer=None):
    made = write(by=writer)
    return services.submit(made, number=made.number, by=writer, at=NOON, reviewer=reviewer)


class TestAsking:
    def test_only_who_may_publish_can_be_asked_and_nobody_asks_themselves(self, boss, writer):
        made = write(by=boss)
        boss_of_before = make_agent("Left", role=Role.SUPERVISOR)
        boss_of_before.is_active = False
        boss_of_before.save()

        for somebody in (writer, boss, boss_of_before):
            with pytest.raises(services.NotAReviewer):
                services.submit(made, number=1, by=boss, at=NOON, reviewer=somebody)
        assert boss not in queries.reviewers_for(boss)
        assert list(queries.reviewers_for(writer)) == [boss]

    def test_again_asks_nobody_twice_and_another_instead(self, boss, writer):
        first = asked(writer, boss)
        assert services.submit(first.translation, number=1, by=writer, at=NOON, reviewer=boss) == first

        other = services.submit(first.translation, number=1, by=writer, at=NOON)

        first.refresh_from_db()
        assert (first.outcome, other.reviewer, Review.objects.count()) == ("ENDED", None, 2)

    def test_tells_who_was_asked_and_who_asked(self, boss, writer):
        services.send_back(asked(writer, boss), reason="Too short", by=boss, at=NOON)

        rows = Entry.objects.filter(kind__in=("knowledge.article.submitted", "knowledge.article.reviewed"))
        told = [list(LiveDomain().topics_of(row_of(row))) for row in rows.order_by("pk")]
        assert told == [[f"agent-{boss.pk}"], sorted([f"agent-{boss.pk}", f"agent-{writer.pk}"])]


class TestWaiting:
    def test_is_counted_for_who_was_asked_not_for_others(self, boss, writer):
        other = make_agent("Arash", role=Role.SUPERVISOR)
        asked(writer, boss)

        assert [queries.count_reviews_for(one) for one in (boss, other, writer)] == [1, 0, 0]
        assert [len(queries.waiting_for(one).others) for one in (boss, other, writer)] == [0, 1, 0]

    def test_is_everybodys_where_nobody_was_asked_or_who_was_has_left(self, boss, writer):
        other = make_agent("Arash", role=Role.SUPERVISOR)
        asked(writer, boss)
        boss.is_active = False
        boss.save()
        services.submit(write("Another", by=writer), number=1, by=writer, at=NOON)

        assert len(queries.waiting_for(other).anybodys) == queries.count_reviews_for(other) == 2

    @pytest.mark.parametrize("change", ["words", "recall"])
    def test_ends_when_the_words_change_or_it_is_taken_back(self, boss, writer, change):
        review = asked(writer, boss)
        if change == "words":
            services.save_draft(review.translation, draft=make_draft("Other"), number=1, by=writer, at=NOON)
        else:
            services.withdraw(review.translation, by=writer, at=NOON)

        assert queries.count_reviews_for(boss) == 0
        with pytest.raises(services.AlreadyReviewed):
            services.approve(review, by=boss, at=NOON)
        assert fresh(review.translation).live is None


class TestAnswering:
    def test_yes_shows_it_now_or_later(self, boss, writer):
        now, later = asked(writer, boss), services.submit(write("B", by=writer), number=1, by=writer, at=NOON)
        services.approve(now, by=boss, at=NOON)
        services.approve(later, by=boss, at=NOON, publish_at=NOON + timedelta(days=1))

        assert [fresh(one.translation).state for one in (now, later)] == [State.PUBLISHED, State.SCHEDULED]
        assert set(Review.objects.values_list("outcome", "decided_by")) == {("APPROVED", boss.pk)}

    def test_no_needs_a_reason_which_the_author_reads(self, boss, writer):
        review = asked(writer, boss)
        with pytest.raises(services.NoReason):
            services.send_back(review, reason=" \n ", by=boss, at=NOON)
        services.send_back(review, reason="قیمت را بنویس", by=boss, at=NOON)

        client = browser(writer)
        assert queries.count_reviews_for(writer) == 1
        assert "قیمت را بنویس" in client.get(reverse("articles:reviews")).text
        assert queries.count_reviews_for(writer) == 0
        assert "قیمت را بنویس" in client.get(at("editor", review.translation)).text
        assert "قیمت را بنویس" in client.get(at("versions", review.translation)).text

    @pytest.mark.django_db(transaction=True)
    def test_several_at_once_answer_once_and_the_others_are_told(self, boss, writer):
        review = asked(writer)

        def answer(number):
            if number % 2:
                return services.approve(review, by=boss, at=NOON)
            return services.send_back(review, reason="No", by=boss, at=NOON)

        said = together(4, answer, expected=services.AlreadyReviewed)

        assert [isinstance(one, services.AlreadyReviewed) for one in said].count(True) == 3
        assert Entry.objects.filter(kind="knowledge.article.reviewed").count() == 1


class TestPages:
    def test_an_author_chooses_who_looks_and_that_one_sees_it_wait(self, boss, writer):
        made = write("Late delivery", by=writer)
        answer = browser(writer).post(at("review", made), typed(made, reviewer=str(boss.pk)))

        assert answer.status_code == 303
        assert fresh(made).state == State.IN_REVIEW
        client = browser(boss)
        assert "Late delivery" in client.get(reverse("articles:reviews")).text
        assert "1 review waits" in client.get(reverse("articles:review_count")).text

    @pytest.mark.parametrize("chosen", ["0", "x", "99999999999999999999", "٣٣"])
    def test_nobody_else_can_be_chosen(self, writer, chosen):
        made = write(by=writer)

        answer = browser(writer).post(at("review", made), typed(made, reviewer=chosen))

        assert (answer.status_code, fresh(made).state) == (422, State.DRAFT)

    def test_the_second_to_answer_is_told_who_was_first(self, boss, writer):
        review = asked(writer)
        services.approve(review, by=boss, at=NOON)

        answer = browser().post(
            at("decision", review.translation), {"review": review.pk, "decision": "return", "reason": "No"}
        )

        assert answer.status_code == 409
        assert "Rima has approved it already." in answer.text

    @pytest.mark.parametrize(
        "said, status, state",
        [
            ({"decision": "publish"}, 303, State.PUBLISHED),
            ({"decision": "return", "reason": "Why so short?"}, 303, State.DRAFT),
            ({"decision": "return", "reason": ""}, 422, State.IN_REVIEW),
            ({"decision": "plan", "day": "2096/01/01", "time": "09:00"}, 303, State.SCHEDULED),
            ({"decision": "plan", "day": "2006/01/01", "time": "09:00"}, 422, State.IN_REVIEW),
            ({"decision": "plan", "day": "never"}, 422, State.IN_REVIEW),
        ],
    )
    def test_an_answer_is_given_on_the_page(self, boss, writer, said, status, state):
        review = asked(writer, boss)
        assert "Approve and publish" in browser(boss).get(at("editor", review.translation)).text

        answer = browser(boss).post(at("decision", review.translation), {"review": review.pk, **said})

        assert (answer.status_code, fresh(review.translation).state) == (status, state)

    def test_who_may_not_publish_may_not_answer(self, writer):
        review = asked(writer)
        answer = browser(writer).post(at("decision", review.translation), {"review": review.pk, "decision": "publish"})

        assert (answer.status_code, fresh(review.translation).state) == (403, State.IN_REVIEW)


def row_of(entry) -> LogRow:
    return LogRow(**{name: getattr(entry, name, None) for name in LogRow.__dataclass_fields__})


def test_what_waited_before_there_were_questions_is_asked_again(boss, writer):
    made = write(by=writer)
    Translation.objects.filter(pk=made.pk).update(state=State.IN_REVIEW, reviewer=boss)
    importlib.import_module("rafiq.knowledge.migrations.0004_reviews_of_before").ask_again(apps, None)

    review = Review.objects.get()
    assert (review.number, review.asked_by, review.reviewer, review.outcome) == (1, writer, boss, "")
