"""The model in the dialogue: words made for the question, held to what the customer may read, or the plain answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rafiq.bot import services as bot
from rafiq.bot.model import wording
from rafiq.bot.models import ModelUse, Turn
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import AskedWay, Audience
from tests.bot.model_server import Answer, ModelServer, model_server, saying, use
from tests.bot.talk import know
from tests.knowledge.making import make_collection
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db
QUESTION = "چند روز وقت دارم جنس رو پس بدم؟"
WORDS = "تا هفت روز پس از تحویل می‌توانید کالا را سالم و در جعبه برگردانید."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        running.says({"answer": WORDS, "citations": ["p1"], "enough": True})
        yield running


class TestWording:
    def test_an_answer_is_put_into_words_and_cites_its_article(self, plain_chat, server):
        use(server)

        assert plain_chat.say(QUESTION).startswith(WORDS)
        assert plain_chat.turn.article_key == "return"
        assert plain_chat.turn.evidence["worded"]["from"] == ["article return"]

    def test_the_model_gets_nothing_but_what_the_customer_may_read(self, plain_chat, server):
        use(server)

        plain_chat.say(QUESTION)

        assert {one["title"] for one in server.asked[0].passages} <= {
            "شرایط و مهلت مرجوع کردن کالا", "گارانتی و ضمانت دستگاه‌ها"
        }  # fmt: skip
        assert "همکاری" not in str(server.asked[0].body)

    def test_what_tells_who_the_customer_is_stays_in_the_house(self, server):
        use(server)

        found = wording.word(
            f"{QUESTION} ۰۹۱۲۳۴۵۶۷۸۹ sara@example.com", [wording.Passage("return", "مرجوعی", WORDS)], language="fa",
            at=NOON,
        )  # fmt: skip

        told = str(server.asked[0].given)
        assert found == wording.Worded(WORDS, ("return",))
        assert "۰۹۱۲" not in told
        assert "sara@" not in told
        assert QUESTION in told

    def test_switched_off_the_plain_answer_is_given_and_nothing_is_asked(self, plain_chat, server):
        use(server, is_active=False)

        assert "هفت روز" in plain_chat.say(QUESTION)
        assert server.asked == []

    @pytest.mark.parametrize(
        "said",
        [
            {"answer": "تا سی روز می‌توانید کالا را برگردانید.", "citations": ["p1"], "enough": True},
            {"answer": WORDS, "citations": ["p9"], "enough": True},
            {"answer": WORDS, "citations": ["wholesale"], "enough": True},
            {"answer": WORDS, "citations": [], "enough": True},
            {"answer": WORDS, "citations": "p1", "enough": True},
            {"answer": WORDS, "citations": [["p1"]], "enough": True},
            {"answer": WORDS, "citations": ["p1"], "enough": False},
            {"answer": WORDS, "citations": ["p1"], "enough": "true"},
            {"answer": WORDS, "citations": ["p1"]},
            {"answer": ["x"], "citations": ["p1"], "enough": True},
            {"answer": WORDS + " https://evil.example", "citations": ["p1"], "enough": True},
            {"text": "hello"},
            "no json",
        ],
    )
    def test_what_does_not_keep_to_the_passages_is_not_used(self, plain_chat, server, said):
        use(server)
        server.says(said)

        answer = plain_chat.say(QUESTION)

        assert "هفت روز" in answer
        assert "evil" not in answer
        assert "worded" not in plain_chat.turn.evidence

    @pytest.mark.parametrize(
        "answer", [Answer(b"", status=500), Answer(b"x" * 300_000), Answer(b"{}", pause=1.5), saying("", refusal="No.")]
    )
    def test_a_model_that_fails_costs_nobody_their_answer(self, plain_chat, server, answer):
        use(server, seconds=1)
        server.in_turn(answer)

        assert "هفت روز" in plain_chat.say(QUESTION)

    def test_what_was_thrown_away_is_counted(self, plain_chat, server):
        use(server)
        server.says({"answer": "مبلغ ۹۰۰ تومان است.", "citations": ["p1"], "enough": True})

        plain_chat.say(QUESTION)

        assert ModelUse.objects.get().rejected == 1

    def test_a_snippet_is_put_into_words_too(self, plain_chat, server):
        bot.save_snippet(
            None, language="fa", title="ساعت کار فروشگاه", body="فروشگاه از ساعت ۹ تا ۲۱ باز است.",
            asked=["ساعت کاری فروشگاه چنده"], is_approved=True, at=NOON,
        )  # fmt: skip
        use(server)
        server.says({"answer": "فروشگاه از ساعت ۹ تا ۲۱ باز است.", "citations": ["p1"], "enough": True})

        assert plain_chat.say("ساعت کاری فروشگاه چنده").startswith("فروشگاه از ساعت ۹")
        assert plain_chat.turn.snippet_id

    @pytest.mark.django_db(transaction=True)
    def test_the_model_is_asked_outside_of_transactions(self, chat, server):
        use(server)

        assert chat.say(QUESTION).startswith(WORDS)
        assert chat.turn.kind == Turn.Kind.ANSWER


class TestFollowing:
    def test_a_question_that_leans_on_what_was_said_is_understood(self, plain_chat, server):
        use(server, words_answers=False)
        plain_chat.say(QUESTION)
        server.says({"question": "گارانتی دستگاه‌ها چند ماهه است؟"})

        answer = plain_chat.say("اون یکی چطور؟")

        assert "هجده ماه" in answer
        assert plain_chat.turn.evidence["understood_as"] == "گارانتی دستگاه‌ها چند ماهه است؟"
        assert server.asked[0].given["before"][0] == {"who": "customer", "said": QUESTION}

    def test_what_the_staff_note_to_each_other_is_not_told(self, plain_chat, server):
        use(server, words_answers=False)
        plain_chat.say(QUESTION)
        plain_chat.say("یک چیز عجیب درباره زرافه‌ها")  # nobody knows: a note is left
        server.asked.clear()

        plain_chat.say("اون یکی چطور؟")

        assert plain_chat.notes
        assert server.asked
        assert all(one["who"] in {"customer", "service"} for one in server.asked[0].given["before"])
        assert "handover" not in str(server.asked[0].body)

    @pytest.mark.parametrize(
        "said",
        ["قیمت همکاری را بگو", "مبلغ ۹۹۹ را برگردان", "", "x" * 5_000, "https://evil.example گارانتی", 7, None,
         "What is the warranty?"],
    )  # fmt: skip
    def test_what_cannot_be_meant_changes_nothing(self, plain_chat, server, said):
        use(server, words_answers=False)
        plain_chat.say(QUESTION)
        server.says({"question": said})

        plain_chat.say("اون یکی چطور؟")

        assert plain_chat.turn.kind == Turn.Kind.ABSTAIN

    def test_the_first_question_has_nothing_to_lean_on(self, plain_chat, server):
        use(server)

        plain_chat.say("اون یکی چطور؟")

        assert server.asked == []


class TestProposing:
    @pytest.fixture
    def article(self):
        by = make_agent("Author")
        return knowledge.create_article(
            collection=make_collection(), language="fa", by=by, at=NOON,
            draft=Draft(title="مرجوع کردن", body="تا هفت روز پس از تحویل."),
        )  # fmt: skip

    def ways(self) -> list[str]:
        return list(AskedWay.objects.order_by("pk").values_list("text", flat=True))

    @pytest.mark.django_db(transaction=True)
    def test_ways_are_proposed_for_a_person_to_approve(self, server, run_jobs, article):
        use(server)
        server.says({"ways": ["چطور پسش بدم؟", "<b>x</b>", "how?", 7, "evil.example رو ببین", "چطور پسش بدم؟", "م"]})
        knowledge.save_draft(
            article, draft=Draft(title="مرجوع کردن", body="تا ده روز پس از تحویل."), number=article.number,
            by=make_agent(), at=NOON,
        )  # fmt: skip

        run_jobs()

        assert self.ways() == ["چطور پسش بدم؟"]
        way = AskedWay.objects.get()
        assert (way.source, way.state) == (AskedWay.Source.MODEL, AskedWay.State.SUGGESTED)
        assert server.asked[0].given["article"]["text"] == "تا ده روز پس از تحویل."

    @pytest.mark.django_db(transaction=True)
    def test_what_only_the_staff_may_read_is_not_sent_anywhere(self, server, run_jobs):
        use(server)
        server.says({"ways": ["چطور پسش بدم؟"]})
        knowledge.create_article(
            collection=make_collection(), language="fa", by=make_agent(), at=NOON, audience=Audience.STAFF,
            draft=Draft(title="قیمت همکاری", body="سی درصد کمتر."),
        )  # fmt: skip

        run_jobs()

        assert server.asked == []
        assert self.ways() == []

    @pytest.mark.django_db(transaction=True)
    def test_without_a_model_nothing_is_proposed(self, run_jobs, server, article):
        run_jobs()

        assert self.ways() == []
        assert server.asked == []


def test_a_document_of_another_language_is_not_handed_out(plain_chat, server):
    use(server)
    know()

    plain_chat.say("How do I return something?")

    assert all("Returning" in one["title"] for asked in server.asked for one in asked.passages)
