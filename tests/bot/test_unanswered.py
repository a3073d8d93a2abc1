"""What the bot did not know stands in the help centre's list of what is missing."""

from __future__ import annotations

from datetime import timedelta

from rafiq.bot.services import correcting
from rafiq.knowledge.queries import gaps
from tests.bot.talk import now
from tests.makers import make_agent


def asked() -> list[str]:
    return [gap.asked for gap in gaps.gaps(at=now() + timedelta(seconds=1))]


def test_a_question_without_an_answer_is_a_gap_until_somebody_says_what_it_was(plain_chat):
    plain_chat.say("کارت هدیه هم می‌فروشید؟")
    found = asked()
    correcting.correct_to_person(plain_chat.turn, by=make_agent(), at=now())

    assert found == ["کارت هدیه هم می‌فروشید؟"]
    assert asked() == []


def test_what_was_answered_is_none(plain_chat):
    plain_chat.say("چطور جنس رو پس بدم")

    assert plain_chat.turn.kind == "ANSWER"
    assert asked() == []
