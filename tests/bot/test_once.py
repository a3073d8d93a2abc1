"""Once for every message, whatever dies and however many try."""

from __future__ import annotations

import pytest
from django.db import connection

from rafiq.bot import services as bot
from rafiq.bot.models import Promise, Turn
from rafiq.inbox.models import Message
from tests.at_once import together
from tests.bot.talk import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("words", ["can i send it back", "what is the meaning of life", "a person please"])
def test_eight_workers_with_the_same_message_say_one_thing(chat, words):
    said = chat.write(words)

    turns = together(8, lambda _place: bot.take(said.pk, at=now()))

    assert len({turn.pk for turn in turns}) == 1
    assert Message.objects.filter(kind="OUTBOUND").count() == 1
    assert Message.objects.filter(kind="NOTE").count() <= 1
    assert Promise.objects.count() <= 1


def test_a_transaction_that_fails_leaves_nothing_and_the_next_try_does_it_all(chat):
    said = chat.write("a person please")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bot_promise ADD CONSTRAINT broken CHECK (conversation_id < 0)")
    try:
        with pytest.raises(Exception, match="broken"):
            bot.take(said.pk, at=now())
        assert (Turn.objects.count(), Message.objects.filter(kind__in=["OUTBOUND", "NOTE"]).count()) == (0, 0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE bot_promise DROP CONSTRAINT broken")

    bot.take(said.pk, at=now())

    assert (Turn.objects.count(), Message.objects.filter(kind="OUTBOUND").count()) == (1, 1)
    assert (Message.objects.filter(kind="NOTE").count(), Promise.objects.count()) == (1, 1)


def test_a_log_that_is_replayed_changes_nothing(chat, run_jobs):
    said = chat.write("can i send it back")
    for _again in range(3):
        bot.queue(said.pk, conversation_id=said.conversation_id)
    run_jobs()

    assert Message.objects.filter(kind="OUTBOUND").count() == 1
