"""What an author types is kept while they type, without a version for every pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Translation, Version
from rafiq.knowledge.services.writing import attach, draft_of, locked, save_draft, tidied

BY_ITSELF: Final = "~"
ONE_SITTING: Final = timedelta(minutes=15)
A_MOMENT: Final = timedelta(seconds=10)


@transaction.atomic
def keep_draft(  # noqa: PLR0913  # one argument for each thing that is decided
    translation: Translation, *, draft: Draft, number: int, by: Agent, at: datetime, is_by_itself: bool = False,
    source: Version | None = None,
) -> Version:  # fmt: skip
    """Keep a draft as `save_draft` does; of what was kept by itself in one sitting only the last state stays.

    Nobody is in conflict with what their own page kept by itself a moment ago, nor with the same words that they have
    just published: the page may not have heard of it yet.

    Raises:
        Conflict, EmptyTitle, TooLong: as `save_draft`.
    """
    locked(translation.pk)  # before looking: the page may be keeping and publishing at the same moment
    echo = _echo(translation, number, tidied(draft), by=by, at=at)
    before = None if echo else _numbered(translation, number)
    number = echo or number
    note = BY_ITSELF if is_by_itself else ""
    version = save_draft(translation, draft=draft, number=number, by=by, at=at, note=note, source=source)
    attach(translation.article, tokens=markdown.files_linked(draft.body), by=by)
    if version.number == number:
        if version.note == BY_ITSELF and not is_by_itself:
            Version.objects.filter(pk=version.pk).update(note="")
    elif before is not None and _is_passing(before, by=by, at=at):
        before.delete()
    return version


def _echo(translation: Translation, number: int, draft: Draft, *, by: Agent, at: datetime) -> int:
    """Return the newest version's number if all since `number` is this author's, of just now, and no loss; else 0."""
    newer = list(Version.objects.filter(translation=translation, number__gt=number).order_by("-number"))
    is_own = all(one.saved_by_id == by.pk and one.saved_at > at - A_MOMENT for one in newer)
    if not newer or not is_own:
        return 0
    is_known = all(one.note == BY_ITSELF for one in newer) or draft_of(newer[0]) == draft
    return newer[0].number if is_known else 0


def _numbered(translation: Translation, number: int) -> Version | None:
    return Version.objects.filter(translation=translation, number=number).first()


def _is_passing(version: Version, *, by: Agent, at: datetime) -> bool:
    """Test whether nobody misses this version: kept by itself, just now, by the same author, used nowhere."""
    is_own = version.note == BY_ITSELF and version.saved_by_id == by.pk and version.saved_at > at - ONE_SITTING
    used = Translation.objects.filter(live=version) | Translation.objects.filter(source=version)
    return is_own and not used.exists()
