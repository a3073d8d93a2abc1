"""While the bot thinks about a message nobody is asked to take it; afterwards, or without a bot, somebody is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.bot import services as bot
from rafiq.bot.attending import is_at_it
from tests.bot.talk import now
from tests.makers import make_conversation

pytestmark = pytest.mark.django_db


def test_it_is_at_it_until_it_took_its_turn(plain_chat):
    conversation = make_conversation("can i send it back", at=now())
    assert is_at_it(conversation.pk, now())

    bot.take(conversation.messages.get().pk, at=now())

    assert not is_at_it(conversation.pk, now())


def test_nobody_waits_for_it_for_long(plain_chat):
    conversation = make_conversation("can i send it back", at=now())

    assert not is_at_it(conversation.pk, now() + timedelta(minutes=1))


def test_without_a_bot_nobody_is_at_it():
    assert not is_at_it(make_conversation("can i send it back", at=now()).pk, now())
