"""Alerts and screens are made, changed, taken away; and whether agents see that somebody listens in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.board.events import BoardChanged
from rafiq.board.models import Alert, BoardSettings, Episode, Screen
from rafiq.board.services import watching
from rafiq.platform import log

_ALERT: Final = ("kind", "queue_id", "team_id", "threshold", "calm_minutes", "people", "by_mail", "is_on")
_SCREEN: Final = ("name", "language", "latin_digits", "theme", "queues", "teams", "seconds")


class AlreadyWatched(Exception):
    """Another alert watches the very same."""


@transaction.atomic
def save_alert(alert: Alert | None, values: Mapping[str, Any], *, by: Agent, at: datetime) -> Alert:
    """Make or change an alert; `values` are fields of `Alert`. It is looked at in a moment.

    An episode that goes on is judged by what the alert says now; one of another kind or place is over.

    Raises:
        AlreadyWatched: if there is one of the same kind, place and threshold.
    """
    found = alert or Alert(created_at=at)
    was = (found.kind, found.queue_id, found.team_id)
    for name in _ALERT:
        setattr(found, name, values[name])
    same = Alert.objects.filter(
        kind=found.kind, queue=found.queue_id, team=found.team_id, threshold=found.threshold
    ).exclude(pk=found.pk)  # fmt: skip
    if same.exists():
        raise AlreadyWatched
    found.next_at = None
    found.save()
    if alert is not None and was != (found.kind, found.queue_id, found.team_id):
        _end(found, at=at)
    watching.look([found.pk], due_at=None)
    _announce("alert", by=by, at=at)
    return found


@transaction.atomic
def remove_alert(alert: Alert, *, by: Agent, at: datetime) -> None:
    """Watch it no more; what it told stays in the list."""
    _end(alert, at=at)
    alert.delete()
    _announce("alert", by=by, at=at)


@transaction.atomic
def make_screen(values: Mapping[str, Any], *, by: Agent, at: datetime) -> tuple[Screen, str]:
    """Make a screen; return it with the secret of its address, which is told this once."""
    secret = secrets.token_urlsafe(24)
    made = Screen.objects.create(
        **{name: values[name] for name in _SCREEN}, digest=digest(secret), made_by=by, made_at=at
    )
    _announce("screen", by=by, at=at)
    return made, secret


@transaction.atomic
def save_screen(screen: Screen, values: Mapping[str, Any], *, by: Agent, at: datetime) -> Screen:
    """Change what a screen shows; its address stays."""
    for name in _SCREEN:
        setattr(screen, name, values[name])
    screen.save(update_fields=list(_SCREEN))
    _announce("screen", by=by, at=at)
    return screen


@transaction.atomic
def revoke_screen(screen: Screen, *, by: Agent, at: datetime) -> None:
    """Close a screen's address for good. Repeating it changes nothing."""
    if Screen.objects.filter(pk=screen.pk, revoked_at=None).update(revoked_at=at):
        _announce("screen", by=by, at=at)


@transaction.atomic
def show_listening(*, is_shown: bool, by: Agent, at: datetime) -> None:
    """Let agents see, or not see, that somebody listens in; it counts for whoever begins from now on."""
    BoardSettings.objects.update_or_create(pk=1, defaults={"shows_listening": is_shown})
    _announce("listening", by=by, at=at)


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _end(alert: Alert, *, at: datetime) -> None:
    for one in Episode.objects.select_for_update(no_key=True).filter(alert=alert, ended_at=None):
        watching.end(one, at=at)


def _announce(what: str, *, by: Agent, at: datetime) -> None:
    log.append(BoardChanged(what=what, occurred_at=at, actor=by.actor))
