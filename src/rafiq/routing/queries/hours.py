"""When somebody is there for a queue."""

from __future__ import annotations

from rafiq.routing.models import Queue
from rafiq.workforce import queries as workforce
from rafiq.workforce.timetable import Timetable


def hours_of(queue: Queue) -> Timetable:
    """Return when any of a queue's teams is there; of one without teams, when the company is."""
    teams = list(queue.teams.values_list("pk", flat=True))
    return workforce.covering(teams) if teams else workforce.timetable(None)
