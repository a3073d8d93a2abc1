"""What is typed is kept: nobody is in conflict with their own page, everybody with somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.knowledge import services
from rafiq.knowledge.models import Version
from tests.at_once import one_behind_another
from tests.knowledge.making import author, make_draft, write
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def keep(translation, words, *, number, by, seconds=0, is_by_itself=True):
    return services.keep_draft(
        translation, draft=make_draft(body=words), number=number, by=by, at=NOON + timedelta(seconds=seconds),
        is_by_itself=is_by_itself,
    )  # fmt: skip


def test_a_page_that_never_heard_of_what_it_kept_goes_on():
    typed, sara = write(), author("Sara")
    keep(typed, "one", number=1, by=sara)
    keep(typed, "one two", number=1, by=sara, seconds=2)
    kept = keep(typed, "one two three", number=1, by=sara, seconds=4, is_by_itself=False)

    typed.refresh_from_db()
    assert (typed.number, kept.body) == (kept.number, "one two three")


def test_what_somebody_else_kept_is_a_conflict_however_little_later():
    typed = write()
    keep(typed, "one", number=1, by=author("Sara"))

    with pytest.raises(services.Conflict):
        keep(typed, "two", number=1, by=author("Badr"), seconds=1)
    assert not Version.objects.filter(body="two").exists()


def test_what_a_page_keeps_while_the_same_words_are_published_is_no_conflict():
    typed, sara = write(), author("Sara")
    published = keep(typed, "one two", number=1, by=sara, is_by_itself=False)
    services.publish(typed, number=published.number, by=sara, at=NOON)

    late = keep(typed, "one two", number=1, by=sara, seconds=1)

    assert late == published
    typed.refresh_from_db()
    assert (typed.number, typed.is_live, typed.live) == (published.number, True, published)


@pytest.mark.django_db(transaction=True)
def test_what_a_page_keeps_at_the_very_moment_the_same_words_are_published_is_no_conflict():
    typed, sara = write(), author("Sara")
    published, late = one_behind_another(
        lambda: keep(typed, "one two", number=1, by=sara, is_by_itself=False),
        lambda: keep(typed, "one two", number=1, by=sara, seconds=1),
    )

    assert late == published


def test_other_words_than_were_just_published_are_a_conflict():
    typed, sara = write(), author("Sara")
    keep(typed, "one two", number=1, by=sara, is_by_itself=False)

    with pytest.raises(services.Conflict):
        keep(typed, "one", number=1, by=sara, seconds=1)


def test_what_the_same_person_kept_long_before_is_a_conflict():
    typed, sara = write(), author("Sara")
    keep(typed, "on another screen", number=1, by=sara)

    with pytest.raises(services.Conflict):
        keep(typed, "here", number=1, by=sara, seconds=60)
