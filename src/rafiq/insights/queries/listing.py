"""The conversations behind a number: facts under the very conditions it was counted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox
from rafiq.insights.history import COMES_BACK_WITHIN
from rafiq.insights.models import Fact
from rafiq.insights.queries.wanted import Clock, Dimension, Wanted
from rafiq.insights.sketch import BUCKET_SQL
from rafiq.platform import calendars
from rafiq.platform.calendars import zone_of

type Facts = QuerySet[Fact]


@dataclass(frozen=True, slots=True)
class _Of:
    """How a number is counted: by which moment, whose column, under which condition."""

    moment: str
    agent: str
    condition: Q
    is_decided: bool = False


_OPENED, _RESOLVED = "opened_at", "resolved_at"
MEASURES: Final[Mapping[str, _Of]] = {
    "begun": _Of(_OPENED, "agent", Q()),
    "opened": _Of(_OPENED, "agent", Q(number=1)),
    "reopened": _Of(_OPENED, "agent", Q(number__gt=1)),
    "waited": _Of(_OPENED, "answerer", Q(first_seconds__isnull=False)),
    "waiting": _Of(_OPENED, "answerer", Q(waiting_since__isnull=False)),
    "left": _Of(_OPENED, "answerer", Q(left_seconds__isnull=False)),
    "resolved": _Of(_RESOLVED, "agent", Q()),
    "answered": _Of(_RESOLVED, "agent", Q(answers__gt=0), is_decided=True),
    "first_contact": _Of(_RESOLVED, "agent", Q(is_first_contact=True), is_decided=True),
    "came_back": _Of(_RESOLVED, "agent", Q(came_back=True), is_decided=True),
    "transferred": _Of(_RESOLVED, "agent", Q(transfers__gt=0)),
    "by_bot": _Of(_RESOLVED, "agent", Q(is_by_bot=True)),
    "rated": _Of(_RESOLVED, "agent", Q(rating__gt=0)),
    "satisfied": _Of(_RESOLVED, "agent", Q(rating__gte=4)),
}


def last_decided(today: date) -> date:
    """Return the last day of which it is known whether what was resolved then came back in time."""
    return today - COMES_BACK_WITHIN - timedelta(days=1)


def listed(  # noqa: PLR0913  # one for each way to narrow a list
    reader: Agent, wanted: Wanted, measure: str, *, zone: str, today: date,
    hour: int | None = None, weekday: int | None = None, buckets: tuple[int, int] | None = None,
) -> Facts:  # fmt: skip
    """Find the facts behind a number that this reader may see; `wanted` is theirs already (`for_reader`).

    `hour` and `weekday` (0 is Monday) are those of the company's clock at opening; `buckets` are the first and the
    last bucket of the first answer's wait, or of that of who left without one.
    """
    of = MEASURES[measure]
    found = Fact.objects.filter(of.condition)
    if not reader.is_supervisor:
        found = found.filter(conversation__in=inbox.visible_to(reader).values("pk"))
    days = wanted.until(last_decided(today)) if of.is_decided else wanted
    if days is None:
        return found.none()
    found = narrowed(in_range(found, of.moment, days, zone=zone), wanted, of.agent)
    if hour is not None:
        found = found.annotate(hour=ExtractHour(_OPENED, tzinfo=zone_of(zone))).filter(hour=hour)
    if weekday is not None:
        found = found.annotate(weekday=ExtractIsoWeekDay(_OPENED, tzinfo=zone_of(zone))).filter(weekday=weekday + 1)
    return _within(found, buckets, wanted.clock, of="left" if measure == "left" else "first") if buckets else found


def in_range(found: Facts, moment: str, wanted: Wanted, *, zone: str) -> Facts:
    """Limit to the days wanted."""
    begin, end = calendars.day_bounds(wanted.first, zone=zone)[0], calendars.day_bounds(wanted.last, zone=zone)[1]
    return found.filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})


def narrowed(found: Facts, wanted: Wanted, agent: str) -> Facts:
    """Limit to what is wanted of teams, channels, languages and agents; `agent` is the column that names these."""
    values = wanted.filters
    columns = {agent if one is Dimension.AGENT else one.value: value for one, value in values.items()}
    return found.filter(**columns)


def _within(found: Facts, buckets: tuple[int, int], clock: Clock, *, of: str) -> Facts:
    column = f"{of}_seconds" if clock is Clock.WALL else f"{of}_business"
    bucket = RawSQL(BUCKET_SQL.format(f'"insights_fact"."{column}"'), [], output_field=IntegerField())  # noqa: S611
    return found.annotate(bucket=bucket).filter(bucket__gte=buckets[0], bucket__lte=buckets[1])
