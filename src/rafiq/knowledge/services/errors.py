"""What can be wrong with a wish of an author; views turn these into words."""

from __future__ import annotations

from rafiq.knowledge.models import Review


class Conflict(Exception):
    """Somebody saved another version since this one was opened. `number` is the newest one's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"version {number} was saved meanwhile")
        self.number = number


class EmptyTitle(Exception):
    """An article needs a title."""


class KeyTaken(Exception):
    """Another article has this key."""


class SlugTaken(Exception):
    """Another article of this language, or another collection, stands under this address."""


class BadSlug(Exception):
    """Nothing is left of it that could be an address."""


class LanguageTaken(Exception):
    """The article has been written in this language already."""


class TooLong(Exception):
    """More than an article may hold."""


class NoSuchVersion(Exception):
    """It was never saved under this number."""


class NotLive(Exception):
    """Nobody reads it, so it cannot be taken away."""


class InThePast(Exception):
    """The moment to publish it has passed already."""


class NotEmpty(Exception):
    """There are articles in the collection."""


class NotAReviewer(Exception):
    """This person may not publish, or asks themselves."""


class NoReason(Exception):
    """Whoever sends an article back says why."""


class AlreadyReviewed(Exception):
    """Somebody answered before, or the question ended; `review` tells how."""

    def __init__(self, review: Review) -> None:
        super().__init__(f"review {review.pk} is {review.outcome.lower()}")
        self.review = review


class SlowDown(Exception):
    """Too many from one place in a short time."""


class BadFile(Exception):
    """What was given for an import cannot be read at all."""
