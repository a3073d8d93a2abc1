"""What is sought most stands first, and nobody is shown what they may not read."""

from __future__ import annotations

import pytest

from rafiq.knowledge import queries
from rafiq.knowledge.contracts import Anyone
from rafiq.knowledge.models import Audience, Helpful, Search
from tests.knowledge.making import show
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


def opened(article, *, times):
    Search.objects.bulk_create(
        Search(words="w", asked="w", language="en", place="HELP", results=1, clicked=article.article, searched_at=NOON)
        for _ in range(times)
    )


def titles(limit=7):
    return [one.title for one in queries.most_sought(Anyone(), "en", default="en", limit=limit)]


def test_what_was_opened_or_helped_most_comes_first_and_the_shelves_follow():
    first, opened_twice, opened_often = show("First of the shelf"), show("Twice"), show("Often")
    opened(opened_twice, times=1)
    opened(opened_often, times=3)
    Helpful.objects.create(
        article=opened_twice.article, language="en", visitor="v", network="n", is_helpful=True, rated_at=NOON
    )

    assert titles() == ["Often", "Twice", first.live.title]
    assert titles(limit=1) == ["Often"]


def test_nothing_sought_leaves_the_shelves():
    show("First of the shelf")
    show("Second")

    assert titles() == ["First of the shelf"]


def test_what_only_the_staff_reads_is_not_named():
    opened(show("Inside", audience=Audience.STAFF), times=5)

    assert titles() == []
