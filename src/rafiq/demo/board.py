"""What Narvan's supervisors have watched, what that told lately, and the screen in the Tehran office."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from rafiq.accounts.models import Agent, Team
from rafiq.board import services
from rafiq.board.models import Alert, Episode, Kind, Screen
from rafiq.board.services.settings import digest
from rafiq.platform.log import dispatcher
from rafiq.routing.models import Queue

SECRET: Final = "narvan-demo-wall"  # noqa: S105  # the demo's; a real one is drawn
# What was told: of which alert, how many minutes ago it began, how many it lasted, what was read, the worst.
PAST: Final = (
    ("long", 3 * 1440 + 95, 18, 15, 31), ("risk", 2 * 1440 + 610, 42, 9, 14), ("long", 1440 + 305, 9, 15, 22),
    ("risk", 1440 + 130, 25, 9, 11), ("nobody", 960, 34, 10, 43), ("long", 410, 12, 15, 26), ("risk", 275, 31, 9, 13),
)  # fmt: skip


def write_board(*, at: datetime) -> None:
    """Make the alerts and the screen, and tell what came of them so far."""
    by = Agent.objects.filter(role="SUPERVISOR").order_by("pk")[0]
    chiefs = sorted(Agent.objects.exclude(role="AGENT").values_list("pk", flat=True))
    urgent = Queue.objects.get(name="رسیدگی فوری")
    tehran = Team.objects.get(name="Tehran")
    alerts = {
        "long": _alert(Kind.LONGEST, 15, chiefs, by=by, at=at, queue_id=urgent.pk),
        "risk": _alert(Kind.RISK, 8, chiefs, by=by, at=at, calm_minutes=10),
        "nobody": _alert(Kind.NOBODY, 10, chiefs, by=by, at=at, team_id=tehran.pk, is_on=False),
        "channel": _alert(Kind.CHANNEL, 0, chiefs, by=by, at=at),
    }
    for name, ago, minutes, value, peak in PAST:
        _tell(alerts[name], began=at - timedelta(minutes=ago), minutes=minutes, read=(value, peak))
    dispatcher.read_from_here("rafiq.board.subscribers.watch")  # ninety days that never were alarm nobody
    Screen.objects.create(
        name="سالن تهران", digest=digest(SECRET), language="fa", seconds=15, made_by=by, made_at=at,
        queues=list(Queue.objects.order_by("pk").values_list("pk", flat=True)), teams=[tehran.pk],
    )  # fmt: skip


def _alert(
    kind: Kind, threshold: int, people: list[int], *, by: Agent, at: datetime, **given: Any  # noqa: ANN401  # fields
) -> Alert:  # fmt: skip
    values = {
        "kind": kind, "threshold": threshold, "calm_minutes": 5, "people": people, "by_mail": False, "is_on": True,
        "queue_id": None, "team_id": None,
    }  # fmt: skip
    return services.save_alert(None, values | given, by=by, at=at)


def _tell(alert: Alert, *, began: datetime, minutes: int, read: tuple[int, int]) -> None:
    """Write down one episode that is long over, with what was read first and the worst; everybody has seen it."""
    of = alert.queue.name if alert.queue else alert.team.name if alert.team else ""
    Episode.objects.create(
        alert=alert, kind=alert.kind, threshold=alert.threshold, of=of, value=read[0], peak=read[1], began_at=began,
        ended_at=began + timedelta(minutes=minutes),
    )  # fmt: skip
