"""Queues, rules and offers in the reader's own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language, Team
from rafiq.customers.models import Segment
from rafiq.inbox import registry
from rafiq.inbox.models import Tag
from rafiq.platform import calendars
from rafiq.routing import core
from rafiq.routing.checking import Staff
from rafiq.routing.conditions import Conditions
from rafiq.routing.models import Overflow, Queue

MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happens to whoever waits in a queue: when, and what; `is_gone` where it leads nowhere."""

    when: str
    what: str
    is_gone: bool = False


def way_through(queue: Queue, team_ids: Sequence[int], known: Staff) -> list[Station]:
    """Say in order what happens to whoever waits in a queue: who is asked at once, and what comes later."""
    language = get_language() or "en"
    names = [known.teams[pk] for pk in team_ids if pk in known.teams]
    found = [Station(_("At once"), " · ".join(names) if names else str(Overflow.EVERYBODY.label))]
    for step in queue.steps:
        passed = calendars.duration(timedelta(seconds=step["after"]), language=language, short=False)
        found.append(_station(_("After %(time)s") % {"time": passed}, step, known))
    if queue.after_hours:
        found.append(_station(_("When they have closed"), queue.after_hours, known))
    return found


def _station(when: str, step: Mapping[str, Any], known: Staff) -> Station:
    match step["what"]:
        case Overflow.TEAM:
            name = known.teams.get(step["to"])
            return Station(when, _("Also offered to %(team)s") % {"team": name or "—"}, is_gone=name is None)
        case Overflow.QUEUE:
            queue = known.queues.get(step["to"])
            words = _("Moved to %(queue)s") % {"queue": queue.name if queue else "—"}
            return Station(when, words, is_gone=queue is None or not queue.is_active)
        case Overflow.BOT:
            return Station(when, str(Overflow.BOT.label), is_gone=not known.has_stand_in)
        case what:
            return Station(when, str(Overflow(what).label))


def call_wished(who: SafeString, _payload: Mapping[str, Any]) -> SafeString:
    """Tell in the timeline that a customer chose not to wait by the window."""
    return format_html(_("{who} does not want to wait here and keeps the place in line"), who=who)


def lead_of(*, severity: int, tier: int, priority: int) -> str:
    """Say how much earlier somebody is answered than who came at the same moment; "" where it is no earlier."""
    urgent = core.urgent_at(0, severity=core.Severity(severity), tier=tier, priority=priority)
    lead = timedelta(seconds=core.urgent_at(0) - urgent)
    return calendars.duration(lead, language=get_language() or "en", short=False) if lead else ""


def in_words(asked: Conditions | None) -> list[str]:
    """Say what a rule asks, a part for each kind of condition; empty for one that asks nothing."""
    if asked is None:
        return []
    found = [
        _some([str(registry.adapter_for(one).label) for one in asked.channels if registry.knows(one)]),
        _some([str(Language(one).label) for one in asked.languages if one in Language.values]),
        _some(list(asked.words)),
        _some(names_of(Tag, asked.tags)),
        _some(names_of(Segment, asked.segments)),
        hours_in_words(asked.hours, asked.hours_of),
    ]
    return [one for one in found if one]


def names_of(model: type[Agent | Team | Tag | Segment], ids: Collection[int]) -> list[str]:
    """Name what rules ask for, by its names; what is gone is left out."""
    return list(model.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)) if ids else []


def hours_in_words(hours: str, team_id: int | None) -> str:
    """Say when a rule holds: while a team (None: the company) is "open" or "closed"; "" for any time."""
    if not hours:
        return ""
    team = Team.objects.filter(pk=team_id).first() if team_id else None
    if team is not None:
        words = _("While %(team)s is open") if hours == "open" else _("While %(team)s is closed")
        return words % {"team": team.name}
    return _("While the company is open") if hours == "open" else _("While it is closed")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return _(" or ").join(names[:MOST_SHOWN]) + (" …" if more > 0 else "")
