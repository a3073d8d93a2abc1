"""Queues, rules and offers in the reader's own words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rafiq.accounts.models import Language, Team
from rafiq.customers.models import Segment
from rafiq.inbox import registry
from rafiq.inbox.models import Tag
from rafiq.routing.conditions import Conditions

MOST_SHOWN = 4


def in_words(asked: Conditions | None) -> list[str]:
    """Say what a rule asks, a part for each kind of condition; empty for one that asks nothing."""
    if asked is None:
        return []
    found = [
        _some([str(registry.adapter_for(one).label) for one in asked.channels if registry.knows(one)]),
        _some([str(Language(one).label) for one in asked.languages if one in Language.values]),
        _some(list(asked.words)),
        _some(_names(Tag, asked.tags)),
        _some(_names(Segment, asked.segments)),
        _hours(asked),
    ]
    return [one for one in found if one]


def _names(model: type[Tag] | type[Segment], ids: tuple[int, ...]) -> list[str]:
    return list(model.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)) if ids else []


def _hours(asked: Conditions) -> str:
    if not asked.hours:
        return ""
    team = Team.objects.filter(pk=asked.hours_of).first() if asked.hours_of else None
    if team is not None:
        words = _("While %(team)s is open") if asked.hours == "open" else _("While %(team)s is closed")
        return words % {"team": team.name}
    return _("While the company is open") if asked.hours == "open" else _("While it is closed")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return _(" or ").join(names[:MOST_SHOWN]) + (" …" if more > 0 else "")
