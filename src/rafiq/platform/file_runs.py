"""Files that a worker takes in piece by piece: a run goes on behind its last chunk, and ends when somebody stops it.

A chunk and how far the run has come are written in one transaction: a worker that is killed goes on behind the last
chunk, and of two workers one does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from itertools import batched

from django.core.files.storage import default_storage
from django.db import models, transaction

RUNNING, DONE, CANCELLED = "RUNNING", "DONE", "CANCELLED"

type Take[Run: FileRun, Piece] = Callable[[Run, tuple[Piece, ...], datetime], None]


class FileRun(models.Model):
    """Base of the tables of such runs; `done` of `total` pieces are taken in."""

    path = models.CharField(max_length=200, blank=True, default="", help_text="Where the file lies until it is done.")
    state = models.CharField(max_length=10)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def end(self, state: str, *, at: datetime) -> None:
        """It is over, and so is its file. In the caller's transaction."""
        path, self.path, self.state, self.finished_at = self.path, "", state, at
        self.save()
        if path:
            transaction.on_commit(lambda: default_storage.delete(path))


@transaction.atomic
def stop(run: FileRun, *, at: datetime, states: Collection[str] = (RUNNING,)) -> None:
    """End a run in one of these states after the chunk that is being taken in; whatever is in stays."""
    found = _locked(type(run), run.pk)
    if found.state in states:
        found.end(CANCELLED, at=at)


def go_on[Run: FileRun, Piece](
    run: Run, pieces: Iterable[Piece], take: Take[Run, Piece], *, size: int, clock: Callable[[], datetime]
) -> None:
    """Take in what is left of a run (`pieces`, from `run.done` on), so many at a time, until it is through or stopped.

    `take` gets the locked run, whose counters it may move, and a chunk, in the transaction that tells so.
    """
    place = run.done
    for chunk in batched(pieces, size, strict=False):
        at = clock()
        with transaction.atomic():
            found = _locked(type(run), run.pk)
            if found.state != RUNNING or found.done != place:
                return
            take(found, chunk, at)
            place += len(chunk)
            found.done = place
            found.save()
    with transaction.atomic():
        found = _locked(type(run), run.pk)
        if found.state == RUNNING:
            found.end(DONE, at=clock())


def _locked[Run: FileRun](kind: type[Run], pk: int) -> Run:
    return kind._default_manager.select_for_update(no_key=True).get(pk=pk)
