"""What an address asks for: days, clock, whose, and by what; nonsense narrows nothing, and is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from rafiq.accounts.models import Agent, Language
from rafiq.inbox import registry
from rafiq.insights.queries import Clock, Dimension, Wanted, for_reader
from rafiq.platform import calendars
from rafiq.platform.ui import paging

SPANS: Final = {"today": 1, "7": 7, "30": 30, "90": 90}
OWN: Final = "own"
USUAL: Final = "30"
LONGEST: Final = 366
EARLIEST: Final = date(2015, 1, 1)
HOUR: Final = "hour"
NO_LANGUAGE: Final = "none"
_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shall show; `kept` is the address's query that says so again. `is_wrong`: the days were none."""

    wanted: Wanted
    by: str
    span: str
    own: tuple[str, str] = ("", "")
    is_wrong: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)

    def query(self, **more: object) -> str:
        """Write the query of an address that asks for the same but for `more`; None takes something away."""
        given = {**self.kept, **more}
        return urlencode({name: str(value) for name, value in given.items() if value is not None and value != ""})


def asked(reader: Agent, said: Mapping[str, str], *, today: date) -> Asked:
    """Read what a reader asks for; `today` is the company's."""
    span = said.get("range", USUAL)
    span = span if span in SPANS or span == OWN else USUAL
    own = (said.get("first", "")[:20], said.get("last", "")[:20])
    days = _own_days(reader, own, today=today) if span == OWN else None
    is_wrong = span == OWN and days is None
    first, last = days or (today - timedelta(days=SPANS.get(span, SPANS[USUAL]) - 1), today)
    narrowed = _narrowed(said)
    clock = Clock.WALL if said.get("clock") == Clock.WALL else Clock.BUSINESS
    wanted = for_reader(reader, Wanted(first=first, last=last, clock=clock, **narrowed))
    by = _by(said.get("by", ""), wanted)
    kept = {"range": span, "by": by, "clock": str(clock), **{name: named(value) for name, value in narrowed.items()}}
    if span == OWN:
        kept |= {"first": own[0], "last": own[1]}
    return Asked(wanted, by, span, own, is_wrong, kept)


def dimensions(wanted: Wanted) -> list[str]:
    """List by what the figures can be told apart: not by what they are narrowed to already."""
    return [*(str(one) for one in Dimension if one not in wanted.filters), HOUR]


def _by(given: str, wanted: Wanted) -> str:
    known = dimensions(wanted)
    return given if given in known else known[0]


def _own_days(reader: Agent, own: tuple[str, str], *, today: date) -> tuple[date, date] | None:
    """Read days in the reader's calendar; None where they are none, or lie wrong."""
    try:
        first, last = (calendars.parse_date(one, calendar=reader.calendar) for one in own)
    except (calendars.NoSuchDay, ValueError, OverflowError):
        return None
    last = min(last, today)
    return (first, last) if EARLIEST <= first <= last and (last - first).days < LONGEST else None


def _narrowed(said: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("agent", "team"):
        if (number := paging.natural(said.get(name))) is not None:
            found[name] = number
    if registry.knows(kind := said.get("channel", "")):
        found["channel"] = kind
    if (code := said.get("language", "")) in {*Language.values, NO_LANGUAGE}:
        found["language"] = "" if code == NO_LANGUAGE else code
    return found


def named(value: object) -> str:
    """Write a value of a dimension as it stands in an address."""
    return NO_LANGUAGE if value == "" else str(value)
