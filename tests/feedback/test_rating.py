"""How it went, in a customer's words: the last one counts, and nothing of it is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from rafiq.feedback import services
from rafiq.feedback.models import Rating
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_conversation

pytestmark = pytest.mark.django_db


def rate(conversation, *, score=5, comment="", minutes=0):
    services.rate(
        conversation_id=conversation.pk, customer_id=conversation.customer_id, agent_id=None, score=score,
        comment=comment, at=NOON + timedelta(minutes=minutes),
    )  # fmt: skip


def told():
    return Entry.objects.filter(kind="feedback.conversation.rated").count()


def test_a_comment_follows_the_score():
    conversation = make_conversation()
    rate(conversation)
    rate(conversation, comment="That was quick", minutes=1)

    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.rated_at) == (5, "That was quick", NOON + timedelta(minutes=1))
    assert told() == 2


def test_the_same_again_changes_nothing():
    conversation = make_conversation()
    rate(conversation, comment="Fine")
    rate(conversation, comment="Fine", minutes=1)

    assert Rating.objects.get().rated_at == NOON
    assert told() == 1


@pytest.mark.parametrize("score", [0, 6, True, 2.5, "5"])
def test_what_is_no_score_is_refused(score):
    with pytest.raises(services.BadScore):
        rate(make_conversation(), score=score)

    assert not Rating.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_first_ratings_at_once_are_one():
    conversation = make_conversation()

    def one(score):
        try:
            rate(conversation, score=score)
        finally:
            connection.close()

    for _ in range(5):
        Rating.objects.all().delete()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(one, [1, 2, 3, 4, 5, 1, 2, 3]))
        assert Rating.objects.count() == 1
