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
