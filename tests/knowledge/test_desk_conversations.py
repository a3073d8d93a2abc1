"""Articles in conversations: inserted into answers, drafted from what has helped, without whose it was."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.inbox import services as inbox
from rafiq.knowledge.models import AskedWay, State, Translation
from rafiq.platform import text
from tests.knowledge.desk import at, browser
from tests.knowledge.making import show, translate
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team

INSTEAD = {"name": "[n]", "number": "[#]", "email": "[@]", "link": "[l]"}


def address(name: str, *arguments: object) -> str:
    return reverse(f"conversation_articles:{name}", args=arguments)


@pytest.mark.django_db
class TestInserting:
    def test_offers_what_fits_the_last_question_in_the_conversations_language(self):
        article = show("Late delivery", "Traffic.", summary="It comes.")
        translate(article, "fa", "تأخیر در ارسال")
        talk = make_conversation("delivery late?", language="en")

        page = browser(Role.AGENT).get(address("choices", talk.pk)).text

        assert "Late delivery" in page
        assert "/help/en/articles/late-delivery" in page
        assert "It comes." in page

    def test_offers_nothing_customers_may_not_read(self):
        show("Secret delivery rules", audience="STAFF")
        talk = make_conversation("delivery", language="en")

        assert "Secret" not in browser(Role.AGENT).get(address("choices", talk.pk)).text

    def test_the_customers_question_becomes_a_suggested_way_to_ask(self):
        article = show("Late delivery")
        talk = make_conversation("Where is my parcel 12345678?", language="en", name="Maryam")

        answer = browser(Role.AGENT).post(address("insertion", talk.pk, article.article_id))

        way = AskedWay.objects.get()
        assert answer.status_code == 204
        assert (way.translation, way.text, way.source, way.state) == (
            article,
            "Where is my parcel ?",
            "INSERT",
            "SUGGESTED",
        )

    def test_an_article_for_the_staff_is_not_there(self):
        article = show("Secret", audience="STAFF")
        talk = make_conversation("Hello there", language="en")

        assert browser(Role.AGENT).post(address("insertion", talk.pk, article.article_id)).status_code == 404

    def test_in_a_conversation_one_may_not_see_there_is_nothing(self):
        boss = make_agent("Boss", role=Role.ADMINISTRATOR)
        talk, article = make_conversation("delivery"), show()
        private = make_team("Executive", members=[boss], is_private=True)
        inbox.assign(conversation=talk, assignee=None, team=private, by=boss, at=NOON)
        client = browser(Role.AGENT)

        assert client.get(address("choices", talk.pk)).status_code == 404
        assert client.post(address("insertion", talk.pk, article.article_id)).status_code == 404
        assert client.post(address("draft", talk.pk)).status_code == 404

    def test_the_composer_has_the_button(self):
        talk = make_conversation()

        page = browser(Role.AGENT).get(reverse("inbox:conversation", args=[talk.pk])).text

        assert address("choices", talk.pk) in page
        assert address("draft", talk.pk) not in page  # it is not settled yet


@pytest.mark.django_db
class TestDrafting:
    def test_question_and_answers_become_a_draft_without_whose_they_were(self):
        agent = make_agent("Sara")
        talk = make_conversation("سلام من مریم احمدی هستم، سفارش NV-123456 کی می‌رسه؟", language="fa", name="مریم احمدی")
        make_reply(talk, agent, "مريم عزیز، فردا می‌رسد. با ۰۹۱۲۳۴۵۶۷۸۹ تماس بگیرید یا به a@b.example بنویسید.")
        inbox.resolve(conversation=talk, by=agent, at=NOON)

        answer = browser(agent).post(address("draft", talk.pk))

        made = Translation.objects.get()
        assert answer["Location"] == at("editor", made)
        assert (made.language, made.state) == ("fa", State.DRAFT)
        everything = f"{made.title} {made.body} {made.asked}"
        for personal in ("مریم", "مريم", "احمدی", "123456", "۰۹۱۲", "a@b.example"):
            assert personal not in everything
        assert "فردا می‌رسد" in made.body
        assert "کی می‌رسه" in made.asked[0]

    def test_notes_are_left_out(self):
        agent = make_agent("Sara")
        talk = make_conversation("Where is my parcel?", language="en")
        make_reply(talk, agent, "It comes tomorrow.")
        note = {"body": "Difficult customer", "client_id": uuid4(), "mentioned": []}
        inbox.write_note(conversation=talk, author=agent, at=NOON, **note)
        inbox.resolve(conversation=talk, by=agent, at=NOON)

        browser(agent).post(address("draft", talk.pk))

        assert Translation.objects.get().body == "It comes tomorrow."

    def test_only_what_is_settled_becomes_an_article(self):
        talk = make_conversation("Where is my parcel?")

        assert browser(Role.AGENT).post(address("draft", talk.pk)).status_code == 409
        assert not Translation.objects.exists()


@pytest.mark.parametrize(
    "said, told",
    [
        ("Call +98 912 345 6789 now", "Call [#] now"),
        ("شماره ۰۲۱-۸۸۷۷۶۶۵۵ را بگیرید", "شماره [#] را بگیرید"),
        ("order #NV-88123 and 45 days", "order [#] and 45 days"),
        ("it costs 1,250,000 toman", "it costs 1,250,000 toman"),
        ("write to ali.r@mail.example.", "write to [@]."),
        ("see https://x.example/a?b=1 there", "see [l] there"),
        ("Maryam and MARYAM's fridge", "[n] and [n]'s fridge"),
        ("", ""),
    ],
)
def test_what_is_personal_is_taken_out(said, told):
    assert text.without_personal(said, names=["Maryam Ahmadi"], instead=INSTEAD) == told
