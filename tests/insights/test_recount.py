"""Random histories through the real services, against somebody who counts in the raw tables and knows nothing of us."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafiq.accounts.models import Agent
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from tests.insights.played import MINUTE, answer, begin, bot_says, facts, hear, resolve, settle
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db
MESSAGES = """
    SELECT kind, author_id, said_at FROM inbox_message WHERE conversation_id = %s AND kind <> 'NOTE' ORDER BY id
"""
LOG = "SELECT kind, occurred_at, payload ->> 'assignee_id' FROM platform_log WHERE key = %s ORDER BY id"
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["hear", "answer", "answer", "bot", "resolve", "reopen", "assign"]), st.integers(0, 1),
        st.sampled_from([1, 3, 50, 60 * 24, 60 * 24 * 8]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@pytest.fixture
def staff() -> list[Agent]:
    return [make_agent("Sara"), make_agent("Nadir")]


@given(history=DEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_are_what_a_naive_recount_finds(staff, history):
    talk = play(history, staff)
    settle(talk)

    assert [plain(one) for one in facts(talk)] == recount(talk)


def play(history: Sequence[tuple[str, int, int]], staff: Sequence[Agent]) -> Conversation:
    """Do one thing after another, as far as each is possible."""
    talk, at = begin(), NOON
    for deed, who, minutes in history:
        at += minutes * MINUTE
        talk.refresh_from_db()
        match deed:
            case "hear" if talk.is_open or at - talk.resolved_at < timedelta(days=3):
                hear(talk, at=at)
            case "answer":
                answer(talk, staff[who], at=at)
            case "bot" if talk.is_open:
                bot_says(talk, at=at)
            case "resolve" if talk.is_open:
                resolve(talk, staff[who], at=at)
            case "reopen":
                inbox.reopen(conversation=talk, by=staff[who], at=at)
            case "assign":
                inbox.assign(conversation=talk, assignee=staff[who], team=None, by=staff[who], at=at)
    return talk


def plain(fact: Any) -> dict[str, Any]:
    names = (
        "number", "opened_at", "resolved_at", "first_at", "first_seconds", "left_seconds", "waiting_since", "answers",
        "bot_answers", "transfers", "came_back", "is_first_contact", "is_by_bot",
    )  # fmt: skip
    return {name: getattr(fact, name) for name in names}


def recount(talk: Conversation) -> list[dict[str, Any]]:
    """Count each round for itself, from the messages and the dates of the log."""
    with connection.cursor() as cursor:
        cursor.execute(LOG, [f"conversation-{talk.pk}"])
        log = cursor.fetchall()
        cursor.execute(MESSAGES, [talk.pk])
        said = cursor.fetchall()
    opened = [at for kind, at, _ in log if kind.endswith((".opened", ".reopened"))]
    resolved = [at for kind, at, _ in log if kind.endswith(".resolved")]
    hands = [(at, int(one)) for kind, at, one in log if kind.endswith(".assigned") and one]
    passed = [at for (_, one), (at, other) in itertools.pairwise(hands) if one != other]
    ends = [*resolved, None][: len(opened)]
    nexts = [*opened[1:], None]
    return [
        round_of(number, begin_, end, next_, said, passed)
        for number, (begin_, end, next_) in enumerate(zip(opened, ends, nexts, strict=True), 1)
    ]


def round_of(  # what a round lies between
    number: int, begin_: datetime, end: datetime | None, next_: datetime | None, said: list[Any], passed: list[datetime]
) -> dict[str, Any]:
    within = [one for one in said if begin_ <= one[2] and (end is None or one[2] <= end)]
    who = ["C" if kind == "INBOUND" else "P" if author else "B" for kind, author, _ in within]
    answers = sum(
        one == "P" and ("P" not in who[:place] or "C" in since_last(who[:place])) for place, one in enumerate(who)
    )
    first = who.index("P") if "P" in who else len(who)
    before = who[:first]
    start = len(before) - before[::-1].index("B") if "B" in before else 0
    since = next((within[place][2] for place in range(start, first) if who[place] == "C"), None)
    first_at = within[first][2] if first < len(who) else None
    came_back = bool(end and next_ and next_ - end <= timedelta(days=7))
    return {
        "number": number, "opened_at": begin_, "resolved_at": end, "first_at": first_at,
        "first_seconds": seconds(since, first_at), "left_seconds": None if first_at else seconds(since, end),
        "waiting_since": None if first_at or end else since, "answers": answers, "bot_answers": who.count("B"),
        "transfers": sum(begin_ <= one and (end is None or one <= end) for one in passed), "came_back": came_back,
        "is_first_contact": bool(end) and answers == 1 and not came_back,
        "is_by_bot": bool(end) and not answers and "B" in who,
    }  # fmt: skip


def since_last(who: list[str]) -> list[str]:
    """What was said since a person last answered."""
    return who[len(who) - who[::-1].index("P") :]


def seconds(begin_: datetime | None, end: datetime | None) -> int | None:
    return int((end - begin_).total_seconds()) if begin_ and end else None
