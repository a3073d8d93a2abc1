"""When people are there: written down, and forgotten again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent, Team
from rafiq.platform import log
from rafiq.workforce import hours
from rafiq.workforce.events import HoursChanged
from rafiq.workforce.models import OpeningHours
from rafiq.workforce.services.common import restamp


@transaction.atomic
def save_hours(  # noqa: PLR0913  # one argument for each thing that is decided
    *, team: Team | None, week: hours.Week, time_zone: str, country: str = "", region: str = "", by: Agent, at: datetime
) -> OpeningHours | None:
    """Write down when people are there, for a team or (None) for the company.

    A week without hours forgets them, unless single days or imports hang on them.
    """
    found, _ = OpeningHours.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        team=team, defaults={"time_zone": time_zone}
    )
    found.time_zone, found.week = time_zone, [[list(one) for one in day] for day in week]
    found.country, found.region = country, region
    _announce(found, what="WEEK", by=by, at=at)
    if not any(week) and not _has_more(found):
        found.delete()
        return None
    found.save()
    return found


def _has_more(found: OpeningHours) -> bool:
    return found.special_days.exists() or found.imports.exists()


def _announce(found: OpeningHours, *, what: str, by: Agent, at: datetime) -> None:
    restamp()
    log.append(HoursChanged(team_id=found.team_id, what=what, occurred_at=at, actor=by.actor))
