"""Promises as the staff sees them: how long is left, in words; what is told in a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rafiq.accounts.models import Agent
from rafiq.platform import calendars, text
from rafiq.promises.models import Ending, Kind, Level, Promise, Version

_RAISED = {one: Level.values[place + 1 :] for place, one in enumerate(Level.values)}
FINE, RISK, LATE, PAUSED = "fine", "risk", "late", "paused"
_SHORT = ((7200, 3600), (60, 60))  # from so many seconds on, whole ones of these


class Timed(Protocol):
    """Whatever has the clock of a promise."""

    @property
    def kind(self) -> str:
        """What was promised."""

    @property
    def due_at(self) -> datetime | None:
        """When it is due."""

    @property
    def warn_at(self) -> datetime | None:
        """When it is at risk."""

    @property
    def remaining(self) -> int | None:
        """How many business seconds are left while its clock stands still."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """A clock that counts on in the browser; `words` are those of now. Milliseconds since 1970."""

    state: str
    label: str
    words: str
    title: str
    left: str
    late: str
    is_short: bool
    due: int = 0
    warn: int = 0
    now: int = 0

    @property
    def state_words(self) -> str:
        """Say for whoever sees no colours how it stands."""
        return {RISK: _("at risk"), LATE: pgettext("promise", "broken")}.get(self.state, "")


def countdown(one: Timed, reader: Agent, *, at: datetime, is_short: bool) -> Countdown | None:
    """Tell how long is left of a promise; None where its hours do not come any more."""
    label = str(Kind(one.kind).label)
    left = "{time}" if is_short else _("{time} left")
    late = _("{time} late")
    if one.remaining is not None:
        words = left.replace("{time}", length(max(0, one.remaining), reader.language, is_short=is_short))
        return Countdown(PAUSED, label, words, _("Paused: the customer is owed nothing now"), left, late, is_short)
    if one.due_at is None:
        return None
    state = LATE if at > one.due_at else RISK if one.warn_at is not None and at >= one.warn_at else FINE
    seconds = int(abs((one.due_at - at).total_seconds()))
    words = (late if state == LATE else left).replace("{time}", length(seconds, reader.language, is_short=is_short))
    title = _("%(what)s by %(moment)s") % {"what": label, "moment": _moment(one.due_at, reader)}
    return Countdown(
        state, label, words, title, left, late, is_short, due=_milliseconds(one.due_at),
        warn=_milliseconds(one.warn_at or one.due_at), now=_milliseconds(at),
    )  # fmt: skip


def length(seconds: int, language: str, *, is_short: bool) -> str:
    """Write a length of time; the short way without seconds from a minute on, and without minutes from two hours on."""
    if is_short:
        seconds -= seconds % next((one for least, one in _SHORT if seconds >= least), 1)
    return calendars.duration(timedelta(seconds=seconds), language=language)


def note(kept: Any, reader: Agent) -> dict[str, Any] | None:  # noqa: ANN401  # JSON
    """Tell the note that a promise left; what has lost its shape is left out."""
    if not isinstance(kept, Mapping) or kept.get("kind") not in Kind.values:
        return None
    label = str(Kind(str(kept["kind"])).label)
    is_broken = kept.get("what") == "broken"
    title = _("Promise broken: %(what)s") if is_broken else _("Promise at risk: %(what)s")
    try:
        due = _moment(datetime.fromisoformat(str(kept.get("due_at"))), reader)
    except ValueError:
        due = ""
    return {"title": title % {"what": label}, "is_broken": is_broken, "due": due, "policy": str(kept.get("policy", ""))}


def priority_changed(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    """Tell in the timeline that a conversation became more or less urgent, by whom and from what."""
    level, before = (_named(payload.get(name)) for name in ("level", "before"))
    if payload.get("level") in _RAISED.get(str(payload.get("before")), ()):
        return format_html(_("{who} raised the priority from {before} to {level}"), who=who, before=before, level=level)
    return format_html(_("{who} lowered the priority from {before} to {level}"), who=who, before=before, level=level)


def policy_given(who: SafeString, payload: Mapping[str, Any]) -> SafeString:
    """Tell in the timeline that more, or other, was promised than policies promise by themselves."""
    if not payload.get("policy_id"):
        return format_html(_("{who} took back what was promised beside the policies"), who=who)
    policy = format_html("<bdi>{}</bdi>", payload.get("policy") or "—")
    return format_html(_("{who} promised “{policy}”"), who=who, policy=policy)


def _named(level: object) -> SafeString:
    return format_html("<b>{}</b>", Level(level).label if level in Level.values else "—")


def ending_words(promise: Promise) -> str:
    """Say what became of a promise that is over."""
    if promise.ending == Ending.CANCELLED and promise.broken_at is not None:
        return _("Broken, then not owed any more")
    return str(Ending(promise.ending).label) if promise.ending else ""


def targets(version: Version, language: str) -> list[tuple[str, str]]:
    """Name what a policy promises, each with its length of business time."""
    found = ((kind, version.seconds(kind)) for kind in Kind.values)
    return [(str(Kind(kind).label), hours_of(seconds, language)) for kind, seconds in found if seconds]


def hours_of(seconds: int, language: str) -> str:
    """Write business time in hours and minutes: how long a business day is, each calendar says for itself."""
    hours, rest = divmod(seconds, 3600)
    shown = text.digits(hours, language=language)
    told = ngettext("%(count)s business hour", "%(count)s business hours", hours) % {"count": shown} if hours else ""
    if rest or not hours:
        told = f"{told} {calendars.duration(timedelta(seconds=rest), language=language)}".strip()
    return told


def _moment(at: datetime, reader: Agent) -> str:
    return calendars.format_moment(
        at, calendar=reader.calendar, language=reader.language, zone=reader.time_zone, style="day"
    )


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
