"""Where the bot calls a person, its note tells the colleagues by when an answer was promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.bot import services as bot
from rafiq.promises.models import Ending
from tests.bot.talk import Chat, know, now, switch_on
from tests.promises.world import HOUR, follow, make_policy, only

pytestmark = pytest.mark.django_db
UNKNOWN = "هوای فردا در مریخ چطور است؟"


@pytest.fixture
def chat(db) -> Chat:
    switch_on()
    know()
    return Chat()


def test_the_note_of_a_hand_over_tells_by_when_an_answer_is_owed(chat):
    make_policy(first_seconds=HOUR, at=now() - timedelta(days=1))
    asked = chat.write(UNKNOWN)
    follow()
    bot.take(asked.pk, at=now())
    follow()

    promise = only()
    assert promise.is_open
    assert chat.notes[0].extras["handover"]["owed_at"] == promise.due_at.isoformat()


def test_what_the_bot_settles_is_not_owed_any_more(chat):
    make_policy(first_seconds=HOUR, at=now() - timedelta(days=1))
    chat.say("سلام")
    follow()

    assert chat.conversation.waiting_since is None
    assert (only().ending, only().reason) == (Ending.CANCELLED, "SETTLED")
