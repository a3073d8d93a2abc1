"""A message and what the bot makes of it, through the real bus and the real jobs."""

from __future__ import annotations

import pytest

from rafiq.bot.models import Turn

pytestmark = pytest.mark.django_db(transaction=True)


class TestAnswering:
    def test_a_question_gets_the_fitting_passage_and_the_customer_is_owed_nothing(self, chat):
        answer = chat.say("چند روز وقت دارم جنس رو پس بدم؟")

        assert "هفت روز" in answer
        assert chat.turn.kind == Turn.Kind.ANSWER
        assert chat.turn.article_key == "return"
        assert chat.conversation.waiting_since is None
        assert chat.conversation.assignee is None
