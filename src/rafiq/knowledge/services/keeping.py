"""What an author types is kept while they type, without a version for every pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Translation, Version
from rafiq.knowledge.services.writing import attach, save_draft

BY_ITSELF: Final = "~"
ONE_SITTING: Final = timedelta(minutes=15)
A_MOMENT: Final = timedelta(seconds=10)


@transaction.atomic
def keep_draft(  # noqa: PLR0913  # one argument for each thing that is decided
    translation: Translation, *, draft: Draft, number: int, by: Agent, at: datetime, is_by_itself: bool = False,
    source: Version | None = None,
) -> Version:  # fmt: skip
    """Keep a draft as `save_draft` does; of what was kept by itself in one sitting only the last state stays.

    Who keeps by hand while the page was just keeping by itself is in no conflict with themselves.

    Raises:
        Conflict, EmptyTitle, TooLong: as `save_draft`.
    """
    if not is_by_itself and _is_echo(translation, number + 1, by=by, at=at):
        number += 1
        before = None
    else:
        before = _numbered(translation, number)
    note = BY_ITSELF if is_by_itself else ""
    version = save_draft(translation, draft=draft, number=number, by=by, at=at, note=note, source=source)
    attach(translation.article, tokens=markdown.files_linked(draft.body), by=by)
    if version.number == number:
        if version.note == BY_ITSELF and not is_by_itself:
            Version.objects.filter(pk=version.pk).update(note="")
    elif before is not None and _is_passing(before, by=by, at=at):
        before.delete()
    return version


def _is_echo(translation: Translation, number: int, *, by: Agent, at: datetime) -> bool:
    """Test whether the newest version is what this author's page kept by itself a moment ago."""
    newest = _numbered(translation, number)
    is_last = not Version.objects.filter(translation=translation, number__gt=number).exists()
    return (
        newest is not None
        and is_last
        and newest.note == BY_ITSELF
        and (newest.saved_by_id == by.pk and newest.saved_at > at - A_MOMENT)
    )


def _numbered(translation: Translation, number: int) -> Version | None:
    return Version.objects.filter(translation=translation, number=number).first()


def _is_passing(version: Version, *, by: Agent, at: datetime) -> bool:
    """Test whether nobody misses this version: kept by itself, just now, by the same author, used nowhere."""
    is_own = version.note == BY_ITSELF and version.saved_by_id == by.pk and version.saved_at > at - ONE_SITTING
    used = Translation.objects.filter(live=version) | Translation.objects.filter(source=version)
    return is_own and not used.exists()
