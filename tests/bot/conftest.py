"""What every test of the bot needs."""

from __future__ import annotations

import pytest

from tests.bot.talk import Chat, know, switch_on


@pytest.fixture
def chat(run_jobs, transactional_db) -> Chat:
    """A chat window with a bot behind it that knows a few articles."""
    switch_on()
    know()
    return Chat(run_jobs)


@pytest.fixture
def plain_chat(db) -> Chat:
    """The same, within the test's own transaction: the bot takes its turn at once."""
    switch_on()
    know()
    return Chat()
